//! `interwire manual`: the manual pages of all commands, made from the command line itself.

use super::out::count;
use super::{Cli, Done, Out};
use crate::errors::{Code, Error};
use clap::CommandFactory;
use clap_mangen::Man;
use std::fs;
use std::path::{Path, PathBuf};

/// Print the manual page of interwire, or write the pages of all commands into a folder.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    /// The folder, which is made if it is not there.
    dir: Option<PathBuf>,
}

const EXAMPLE: &str = "\
Examples:
  interwire manual > interwire.1
  interwire manual /usr/local/share/man/man1";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If a page cannot be written.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let mut top = Cli::command().disable_help_subcommand(true);
        // Building fills in the full names of the commands below.
        top.build();
        let Some(dir) = self.dir else {
            out.bytes(&page(&top)?)?;
            return Ok(Done::Fine);
        };
        fs::create_dir_all(&dir).map_err(|cause| unwritable(&dir, cause))?;
        let pages = write_all(&top, &dir)?;
        out.line(&format!("{} in {}", count(pages, "page"), dir.display()))?;
        Ok(Done::Fine)
    }
}

fn unwritable(path: &Path, cause: std::io::Error) -> Error {
    Error::new(Code::FileUnwritable).with("path", path.display()).because(cause)
}

fn page(command: &clap::Command) -> Result<Vec<u8>, Error> {
    let mut page = Vec::new();
    let man = Man::new(command.clone()).manual("Interwire").source(concat!("interwire ", env!("CARGO_PKG_VERSION")));
    man.render(&mut page).map_err(|cause| Error::new(Code::OutputBroken).because(cause))?;
    Ok(page)
}

/// The page of a command and those of the commands below it; returns how many.
fn write_all(command: &clap::Command, dir: &Path) -> Result<usize, Error> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name());
    let path = dir.join(format!("{name}.1"));
    fs::write(&path, page(command)?).map_err(|cause| unwritable(&path, cause))?;
    let mut pages = 1;
    // Below each group of commands clap puts a `help` that is explained by the group.
    for below in command.get_subcommands().filter(|below| below.get_after_help().is_some()) {
        pages += write_all(below, dir)?;
    }
    Ok(pages)
}
