//! The test programs of the workspace. Cargo runs one after another, and most of them wait: for a clock, a partner, a
//! browser. Here as many run at once as there are processors, each in the folder of its package, and what one says is
//! printed in one piece when it has ended.

use crate::cargo;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Mutex, mpsc};
use std::time::{Duration, Instant};

/// A program made of tests.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Program {
    /// Package and target, such as `interwire/pages`.
    pub(super) name: String,
    folder: PathBuf,
    executable: PathBuf,
}

/// How a program ended, and how long it took.
pub(super) struct Ended {
    pub(super) name: String,
    pub(super) output: Output,
    pub(super) took: Duration,
}

/// Builds all test programs and names them, from the last package to the first: the simulation is the longest of all,
/// and nothing should wait for it alone.
///
/// # Errors
/// If one cannot be built; cargo has said why.
pub(super) fn build() -> Result<Vec<Program>, String> {
    let words = ["test", "--workspace", "--no-run", "--message-format=json-render-diagnostics"];
    let output = cargo(&words).stderr(Stdio::inherit()).output();
    let output = output.map_err(|cause| format!("cargo did not start: {cause}"))?;
    if !output.status.success() {
        return Err("the tests cannot be built".to_owned());
    }
    let mut programs: Vec<Program> = String::from_utf8_lossy(&output.stdout).lines().filter_map(program).collect();
    programs.sort_by(|one, other| (&other.folder, &other.name).cmp(&(&one.folder, &one.name)));
    Ok(programs)
}

/// The program that a line of cargo's messages tells of.
fn program(line: &str) -> Option<Program> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let folder = Path::new(message["manifest_path"].as_str()?).parent()?;
    let package = folder.file_name()?.to_str()?;
    Some(Program {
        name: format!("{package}/{}", message["target"]["name"].as_str()?),
        folder: folder.to_owned(),
        executable: message["executable"].as_str()?.into(),
    })
}

/// Runs the programs, as many at once as there are processors, and hands over each as it ends. Each is named as it
/// begins: one that never ends is the one of which nothing else is printed.
///
/// # Errors
/// If one does not start.
pub(super) fn run(programs: Vec<Program>, mut ended: impl FnMut(Ended)) -> Result<(), String> {
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    let waiting = Mutex::new(programs.into_iter());
    let (sender, receiver) = mpsc::channel();
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            let (sender, waiting) = (sender.clone(), &waiting);
            scope.spawn(move || {
                while let Some(program) = next(waiting) {
                    if sender.send(run_one(program)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(sender);
        receiver.into_iter().try_for_each(|one| one.map(&mut ended))
    })
}

fn next(waiting: &Mutex<impl Iterator<Item = Program>>) -> Option<Program> {
    waiting.lock().ok()?.next()
}

fn run_one(program: Program) -> Result<Ended, String> {
    println!("== {} begins", program.name);
    let started = Instant::now();
    let output = Command::new(&program.executable)
        .current_dir(&program.folder)
        .env("CARGO_MANIFEST_DIR", &program.folder)
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| format!("{} did not start: {cause}", program.name))?;
    Ok(Ended { name: program.name, output, took: started.elapsed() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_programs_are_told_from_everything_else_that_cargo_makes() {
        let line = |test: bool, executable: &str| {
            format!(
                r#"{{"reason":"compiler-artifact","manifest_path":"/w/crates/interwire/Cargo.toml","target":{{"name":"pages"}},"profile":{{"test":{test}}},"executable":{executable}}}"#
            )
        };
        let expected = Program {
            name: "interwire/pages".to_owned(),
            folder: "/w/crates/interwire".into(),
            executable: "/w/target/debug/deps/pages-1".into(),
        };
        assert_eq!(program(&line(true, r#""/w/target/debug/deps/pages-1""#)), Some(expected));
        assert_eq!(program(&line(false, r#""/w/target/debug/interwire""#)), None);
        assert_eq!(program(&line(true, "null")), None);
        assert_eq!(program(r#"{"reason":"build-finished","success":true}"#), None);
        assert_eq!(program("warning: something"), None);
    }
}
