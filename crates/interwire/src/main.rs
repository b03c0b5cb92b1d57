//! The one program: `interwire`. Its commands are in `cli`.

use std::process::ExitCode;

fn main() -> ExitCode {
    interwire::cli::main()
}
