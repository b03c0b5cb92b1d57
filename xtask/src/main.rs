//! Tasks of the workshop: `cargo xtask TASK`. A task is one file and one line in the table.

#![allow(clippy::print_stdout, reason = "a task speaks to the person who runs it")]

mod browser;
mod fuzz;
mod simulate;
mod test;
mod tidy;
mod tools;

use std::process::ExitCode;

/// A task: its name, what it does, and the function that does it with the rest of the arguments.
struct Task {
    name: &'static str,
    about: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task { name: "test", about: "format, lints, tests and tidiness: all that must hold", run: test::run },
    Task { name: "simulate", about: "runs of the exchange with everything going wrong", run: simulate::run },
    Task { name: "fuzz", about: "any bytes to every reader, until something does not hold", run: fuzz::run },
    Task { name: "tidy", about: "the rules of the house that no compiler knows", run: tidy::run },
];

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
