//! Programs of others that tests need: `xmllint` validates the XML that we write by the official schemas, which lie
//! beside the samples; `ffmpeg` makes films and looks at them. Without samples these tests skip where a program is
//! missing, and nothing is needed.

use super::browser::{install, may_install};
use std::process::{Command, Stdio};

/// The program, what shows that it is there, its package, what it is for.
const TOOLS: [(&str, &str, &str, &str); 2] = [
    ("xmllint", "--version", "libxml2-utils", "the tests of written XML"),
    ("ffmpeg", "-version", "ffmpeg", "the tests of films"),
];

/// Sees to it that they are there where there are samples.
///
/// # Errors
/// If one is missing and cannot be installed.
pub fn provide() -> Result<(), String> {
    if std::env::var_os("INTERWIRE_CORPUS").is_none() {
        return Ok(());
    }
    TOOLS.into_iter().try_for_each(|(program, shown_by, package, what_for)| {
        if is_there(program, shown_by) {
            return Ok(());
        }
        let why = if may_install() {
            install(&[package], what_for).err()
        } else {
            Some("this is not the root of a Debian machine".to_owned())
        };
        if is_there(program, shown_by) {
            return Ok(());
        }
        let why = why.unwrap_or_else(|| "it is still not there".to_owned());
        Err(format!("{what_for} need {program}, which is missing ({why}); as root run\n  apt-get install -y {package}"))
    })
}

fn is_there(program: &str, shown_by: &str) -> bool {
    let found = Command::new(program).arg(shown_by).stdin(Stdio::null()).output();
    found.is_ok_and(|output| output.status.success())
}
