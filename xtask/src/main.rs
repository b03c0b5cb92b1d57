//! Tasks of the workshop: `cargo xtask TASK`. A task is one file and one line in the table.

#![allow(clippy::print_stdout, reason = "a task speaks to the person who runs it")]

mod browser;
mod fuzz;
mod test;
mod tidy;
mod tools;

use std::process::{Command, ExitCode, Stdio};

/// A task: its name, what it does, and the function that does it with the rest of the arguments.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task { name: "test", about: "format, lints, tests and tidiness: all that must hold", run: test::run },
    Task { name: "simulate", about: "runs of the exchange with everything going wrong", run: simulate },
    Task { name: "fuzz", about: "any bytes to every reader, until something does not hold", run: fuzz::run },
    Task { name: "tidy", about: "the rules of the house that no compiler knows", run: tidy::run },
];

/// The simulation is a program of its own, so that other tasks need not wait until it is built.
fn simulate(words: &[String]) -> Result<(), String> {
    let program = ["run", "--quiet", "--package", "interwire-sim", "--features", "planted", "--bin", "simulate", "--"];
    let status = cargo(&program).args(words).status().map_err(|cause| format!("cargo did not start: {cause}"))?;
    if status.success() { Ok(()) } else { Err("see above".to_owned()) }
}

fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(words).stdin(Stdio::null());
    command
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some(task) = words.first().and_then(|name| TASKS.iter().find(|task| task.name == name)) else {
        eprintln!("cargo xtask TASK, where TASK is one of:");
        TASKS.iter().for_each(|task| eprintln!("  {:10} {}", task.name, task.about));
        return ExitCode::from(2);
    };
    match (task.run)(&words[1..]) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{}: {message}", task.name);
            ExitCode::FAILURE
        }
    }
}
