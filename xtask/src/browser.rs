//! The browser in which the pages are tested. On a Debian machine whose root we are it is installed; elsewhere it is said
//! how to get it. Where the whole of the samples lies beside the checkout, as in the continuous check, it must be there.

use std::path::Path;
use std::process::{Command, Stdio};

const PROGRAM: &str = "/usr/bin/chromium";
const PACKAGES: [&str; 2] = ["chromium", "fonts-noto-core"];

/// Sees to it that there is a browser.
///
/// # Errors
/// If there is none and the tests with it may not skip.
pub fn provide() -> Result<(), String> {
    if is_there() {
        return Ok(());
    }
    let installed = if may_install() {
        install(&PACKAGES, "the tests of the pages")
    } else {
        Err("this is not the root of a Debian machine".to_owned())
    };
    let missing = match installed {
        Ok(()) if is_there() => return Ok(()),
        Ok(()) => format!("{PROGRAM} is still not there"),
        Err(cause) => cause,
    };
    let cure = format!(
        "the pages are tested in Chromium, which is missing ({missing}); as root run\n  apt-get install -y {}\nor name \
         a Chromium of your system in INTERWIRE_CHROMIUM",
        PACKAGES.join(" ")
    );
    if std::env::var_os("INTERWIRE_CORPUS").is_some() {
        return Err(cure);
    }
    println!("{cure}\nWithout it the test of pages in a browser skips.");
    Ok(())
}

/// The browser of `INTERWIRE_CHROMIUM`, or where Debian puts it: the tests look in the same places.
fn is_there() -> bool {
    let named = std::env::var_os("INTERWIRE_CHROMIUM");
    named.is_some_and(|path| Path::new(&path).is_file()) || Path::new(PROGRAM).is_file()
}

pub(super) fn may_install() -> bool {
    let id = Command::new("id").arg("-u").stdin(Stdio::null()).output();
    id.is_ok_and(|output| output.stdout.trim_ascii() == b"0") && Path::new("/usr/bin/apt-get").is_file()
}

/// Installs Debian packages.
pub(super) fn install(packages: &[&str], what_for: &str) -> Result<(), String> {
    println!("== installing {} for {what_for}", packages.join(" and "));
    // The lists of packages of a fresh machine are empty; where they cannot be fetched, those that are there may do.
    let _ = apt(&["update", "-qq"]);
    let words = [&["install", "-y", "-qq", "--no-install-recommends"], packages].concat();
    apt(&words)
}

fn apt(words: &[&str]) -> Result<(), String> {
    let mut command = Command::new("apt-get");
    command.args(words).env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null()).stdout(Stdio::null());
    let status = command.status().map_err(|cause| format!("apt-get did not start: {cause}"))?;
    if status.success() { Ok(()) } else { Err(format!("apt-get {} failed: {status}", words.join(" "))) }
}
