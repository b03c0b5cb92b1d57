//! Where a command speaks: results on the standard output, for people as text or for programs as JSON lines; progress,
//! losses and errors on the standard error.

use crate::errors::{Code, Error};
use serde::Serialize;
use std::io::{self, BufWriter, IsTerminal, Write};

/// The two streams of a command.
pub struct Out {
    results: Box<dyn Write>,
    remarks: Box<dyn Write>,
    json: bool,
    cut_off: bool,
    progress: bool,
}

impl Out {
    /// The streams of the process.
    #[must_use]
    pub fn standard() -> Self {
        let stdout = io::stdout();
        let results: Box<dyn Write> =
            if stdout.is_terminal() { Box::new(stdout) } else { Box::new(BufWriter::with_capacity(1 << 16, stdout)) };
        let progress = io::stderr().is_terminal();
        Self { results, remarks: Box::new(io::stderr()), json: false, cut_off: false, progress }
    }

    /// Streams of a test.
    #[cfg(test)]
    pub(super) fn to(results: impl Write + 'static, remarks: impl Write + 'static) -> Self {
        Self { results: Box::new(results), remarks: Box::new(remarks), json: false, cut_off: false, progress: false }
    }

    /// Whether a program reads the results; then errors are JSON too.
    pub fn set_json(&mut self, json: bool) {
        self.json = json;
    }

    /// Whether a program reads the results.
    #[must_use]
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// A line of the results.
    ///
    /// # Errors
    /// If the output does not take it.
    pub fn line(&mut self, text: &str) -> Result<(), Error> {
        let written = self.results.write_all(text.as_bytes()).and_then(|()| self.results.write_all(b"\n"));
        self.check(written)
    }

    /// Bytes of the results as they are.
    ///
    /// # Errors
    /// If the output does not take them.
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let written = self.results.write_all(bytes);
        self.check(written)
    }

    /// A value of the results, as one line of JSON.
    ///
    /// # Errors
    /// If the output does not take it.
    pub fn value(&mut self, value: &impl Serialize) -> Result<(), Error> {
        let text = serde_json::to_string(value).map_err(|cause| Error::new(Code::OutputBroken).because(cause))?;
        self.line(&text)
    }

    /// A result: as JSON for a program, or told to a person.
    ///
    /// # Errors
    /// If the output does not take it.
    pub fn tell<T: Serialize>(
        &mut self,
        one: &T,
        tell: impl FnOnce(&T, &mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.json { self.value(one) } else { tell(one, self) }
    }

    /// Several results, or for a person what it means that there are none.
    ///
    /// # Errors
    /// If the output does not take them.
    pub fn tell_all<T: Serialize>(
        &mut self,
        all: &[T],
        none: &str,
        tell: impl Fn(&T, &mut Self) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if all.is_empty() && !self.json {
            self.remark(none);
        }
        all.iter().try_for_each(|one| self.tell(one, &tell))
    }

    /// A line beside the results. That nobody hears it is no error.
    pub fn remark(&mut self, text: &str) {
        let _ = writeln!(self.remarks, "{text}");
    }

    /// How far long work has come, where a person watches; the next line of any kind replaces it.
    pub fn progress(&mut self, text: &str) {
        if self.progress {
            // Erase the line, write, and return to its beginning.
            let _ = write!(self.remarks, "\x1b[2K{text}\r");
            let _ = self.remarks.flush();
        }
    }

    /// An error with its next step.
    pub fn error(&mut self, error: &Error) {
        if self.json {
            let value = serde_json::json!({"error": {
                "code": error.code().as_str(), "message": error.sentence(), "next_step": error.next_step(),
            }});
            self.remark(&value.to_string());
        } else {
            self.remark(&format!("error: {error}"));
        }
    }

    /// Hands everything on.
    ///
    /// # Errors
    /// If the output does not take it.
    pub fn finish(&mut self) -> Result<(), Error> {
        let written = self.results.flush();
        self.check(written)
    }

    /// Whether the reader of the results has gone away.
    #[must_use]
    pub fn is_cut_off(&self) -> bool {
        self.cut_off
    }

    fn check(&mut self, written: io::Result<()>) -> Result<(), Error> {
        written.map_err(|cause| {
            self.cut_off |= cause.kind() == io::ErrorKind::BrokenPipe;
            Error::new(Code::OutputBroken).because(cause)
        })
    }
}

/// A number with its noun: `1 file`, `2 files`.
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
