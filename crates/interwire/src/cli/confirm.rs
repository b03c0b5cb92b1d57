//! Asking a person before something that cannot be taken back.

use crate::errors::{Code, Error};
use std::io::{BufRead, IsTerminal, Write};

/// Asks at the terminal, unless the person has said yes beforehand.
///
/// # Errors
/// [`Code::NotConfirmed`] if the answer is not yes, or there is nobody to ask.
pub fn confirm(question: &str, yes: bool) -> Result<(), Error> {
    if yes {
        return Ok(());
    }
    let refused = || Error::new(Code::NotConfirmed);
    let stdin = std::io::stdin();
    if !stdin.is_terminal() {
        return Err(refused());
    }
    let mut stderr = std::io::stderr();
    let mut answer = String::new();
    write!(stderr, "{question} [yes/no] ")
        .and_then(|()| stderr.flush())
        .and_then(|()| stdin.lock().read_line(&mut answer))
        .map_err(|cause| refused().because(cause))?;
    if answer.trim().eq_ignore_ascii_case("yes") { Ok(()) } else { Err(refused()) }
}
