//! What validates the XML that we write by the official schemas, `xmllint`. The schemas lie beside the samples: without
//! these the tests of validity skip, and nothing is needed.

use super::browser::{install, may_install};
use std::process::{Command, Stdio};

const PACKAGE: &str = "libxml2-utils";

/// Sees to it that there is `xmllint` where there are schemas.
///
/// # Errors
/// If it is missing and cannot be installed.
pub fn provide() -> Result<(), String> {
    if std::env::var_os("INTERWIRE_CORPUS").is_none() || is_there() {
        return Ok(());
    }
    let why = if may_install() {
        install(&[PACKAGE], "the tests of written XML").err()
    } else {
        Some("this is not the root of a Debian machine".to_owned())
    };
    if is_there() {
        return Ok(());
    }
    let why = why.unwrap_or_else(|| "it is still not there".to_owned());
    Err(format!(
        "written XML is validated by xmllint, which is missing ({why}); as root run\n  apt-get install -y {PACKAGE}"
    ))
}

fn is_there() -> bool {
    let found = Command::new("xmllint").arg("--version").stdin(Stdio::null()).output();
    found.is_ok_and(|output| output.status.success())
}
