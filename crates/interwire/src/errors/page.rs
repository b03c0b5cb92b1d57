//! A page of the catalogue: `# I0001: the sentence, with {values}`, then sections, one of them `## What to do`, whose
//! first paragraph is the next step that is printed with the error.

/// One page of the catalogue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// The whole page, Markdown.
    pub text: &'static str,
    /// The sentence, with `{values}`.
    pub title: &'static str,
}

const NEXT: &str = "\n## What to do\n";

impl Page {
    pub(super) fn of(text: &'static str) -> Self {
        let first = text.lines().next().unwrap_or_default();
        Self { text, title: first.split_once(": ").map_or(first, |(_, title)| title) }
    }

    /// The first paragraph of `## What to do`, on one line, with `{values}`.
    pub(super) fn next_step(self) -> String {
        let section = self.text.split_once(NEXT).map_or("", |(_, section)| section);
        let paragraph = section.trim_start().split("\n\n").next().unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// The names of its `{values}`.
    pub(super) fn names(self) -> impl Iterator<Item = &'static str> {
        self.text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
    }

    /// The page for people who have no values: `{path}` is shown as `PATH`.
    #[must_use]
    pub fn plain(self) -> String {
        plain(self.text)
    }

    /// The sentence for people who have no values.
    #[must_use]
    pub fn plain_title(self) -> String {
        plain(self.title)
    }
}

fn plain(text: &str) -> String {
    let mut out = String::new();
    for (index, piece) in text.split(['{', '}']).enumerate() {
        out += &if index % 2 == 1 { piece.to_uppercase() } else { piece.to_owned() };
    }
    out
}

/// Puts values in the place of their names in braces; a name without a value is shown as it is.
pub(super) fn fill(text: &str, values: &[(&str, String)]) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, behind)) = after.split_once('}') else { break };
        out += before;
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out += value,
            None => out += &format!("{{{name}}}"),
        }
        rest = behind;
    }
    out + rest
}
