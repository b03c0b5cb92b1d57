//! The files of the workspace as the rules see them: those under version control and those that could be, with their
//! text, and of each Rust file the part that is not a test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// All files by their path from the top, with slashes. Files that are not text are there without text.
pub(super) struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// The workspace that cargo runs this program in.
    pub fn of_workspace() -> Result<Self, String> {
        // Asked at run time: a build folder that several checkouts share may hold the program of another one.
        let here = std::env::var("CARGO_MANIFEST_DIR").map_err(|_| "run it as `cargo xtask`".to_owned())?;
        let top = Path::new(&here).parent().map_or_else(PathBuf::new, Path::to_owned);
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(&top)
            .output()
            .ok()
            .filter(|output| output.status.success());
        let paths = match listed {
            Some(output) => String::from_utf8_lossy(&output.stdout)
                .split('\0')
                .filter(|path| !path.is_empty())
                .map(str::to_owned)
                .collect(),
            // Outside of version control, as in a source archive.
            None => walk(&top)?,
        };
        let read = |path: String| {
            let bytes = std::fs::read(top.join(&path)).ok()?;
            Some((path, String::from_utf8(bytes).ok()))
        };
        Ok(Self { files: paths.into_iter().filter_map(read).collect() })
    }

    /// A tree of a test.
    #[cfg(test)]
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned()))).collect() }
    }

    /// Whether there is such a file or folder.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|known| known.starts_with(&folder))
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// All texts whose name ends like this.
    pub fn ending<'a>(&'a self, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts().filter(move |(path, _)| path.ends_with(ending))
    }

    /// All texts.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// The lines of a Rust file, from 1, that are neither comments nor tests; none of a file that is a test as a whole.
    pub fn code(&self) -> impl Iterator<Item = (&str, Vec<(usize, &str)>)> {
        let rust = self.ending(".rs").filter(|(path, _)| !self.is_test(path));
        rust.map(|(path, text)| {
            let lines = without_tests(text).lines().enumerate().map(|(index, line)| (index + 1, line));
            (path, lines.filter(|(_, line)| !line.trim_start().starts_with("//")).collect())
        })
    }

    fn is_test(&self, path: &str) -> bool {
        let parts: Vec<&str> = path.split('/').collect();
        parts.iter().any(|part| matches!(*part, "tests" | "benches" | "examples"))
            || path.ends_with("_tests.rs")
            || self.is_declared_as_test(path)
    }

    /// Whether the file above declares it under `#[cfg(test)]`.
    fn is_declared_as_test(&self, path: &str) -> bool {
        let Some((folder, file)) = path.rsplit_once('/') else { return false };
        let name = file.trim_end_matches(".rs");
        let above = [
            format!("{folder}/mod.rs"),
            format!("{folder}/lib.rs"),
            format!("{folder}/main.rs"),
            format!("{folder}.rs"),
        ];
        let declares = |text: &str| modules_of_tests(text).any(|(_, line)| line.ends_with(&format!("mod {name};")));
        above.iter().filter_map(|path| self.text(path)).any(declares)
    }
}

/// The text up to its module of tests, which by custom is at the end.
fn without_tests(text: &str) -> &str {
    let start = modules_of_tests(text).find(|(_, line)| line.ends_with('{'));
    start.map_or(text, |(at, _)| &text[..at])
}

/// The declarations of modules that only tests have: where each mark stands, and the line of the module.
fn modules_of_tests(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.match_indices("#[cfg(").filter_map(|(at, _)| {
        let mut lines = text[at..].lines().map(str::trim);
        lines.next().filter(|mark| mark.starts_with("#[cfg(test)]") || mark.starts_with("#[cfg(any(test,"))?;
        let line = lines.find(|line| !line.starts_with("#["))?;
        (line.starts_with("mod ") || line.contains(" mod ")).then_some((at, line))
    })
}

fn walk(top: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder).map_err(|cause| format!("{}: {cause}", folder.display()))?;
        for entry in entries.flatten() {
            let path = entry.path();
            if !path.is_dir() {
                let inside = path.strip_prefix(top).unwrap_or(&path);
                found.push(inside.to_string_lossy().replace('\\', "/"));
            } else if !matches!(entry.file_name().to_str(), Some("target" | ".git")) {
                folders.push(path);
            }
        }
    }
    Ok(found)
}
