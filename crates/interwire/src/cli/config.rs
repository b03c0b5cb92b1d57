//! `interwire config check` and `show`: the settings of a node, their mistakes and their origins.

use super::node::NodeArgs;
use super::out::count;
use super::{Done, Out};
use crate::config::{Config, DEFAULT, FILE, Layers, Origin, Problem, layers_of};
use crate::errors::Error;
use clap::Subcommand;
use serde_json::json;

/// Check and show the settings of a node.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire config check --node hanoi")]
pub struct Args {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Check(Check),
    Show(Show),
}

/// Find mistakes: unknown settings, wrong values, files that are missing or open to others.
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK)]
struct Check {
    #[command(flatten)]
    node: NodeArgs,
    /// One line of JSON for each mistake.
    #[arg(long)]
    json: bool,
}

const CHECK: &str = "\
Example:
  interwire config check --node hanoi

Exit code: 0 if the node can run with these settings, 3 if not.";

/// Show every setting with its value and where it comes from. Secrets are in files of their own and never shown.
#[derive(Debug, clap::Args)]
#[command(after_help = SHOW)]
struct Show {
    #[command(flatten)]
    node: NodeArgs,
    /// One line of JSON for each setting.
    #[arg(long)]
    json: bool,
    /// The commented default file instead.
    #[arg(long, conflicts_with = "json")]
    default: bool,
}

const SHOW: &str = "\
Examples:
  interwire config show --node hanoi
  interwire config show --default";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no node, or its file cannot be read.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.what {
            What::Check(args) => args.run(out),
            What::Show(args) => args.run(out),
        }
    }
}

impl Check {
    fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        let layers = layers_of(&self.node.home)?;
        let problems = match Config::from_layers(&layers, &self.node.home) {
            Ok(config) => config.check_world(),
            Err(problems) => problems,
        };
        let errors = problems.iter().filter(|problem| !problem.is_warning).count();
        for problem in &problems {
            if self.json { out.value(&as_json(problem))? } else { out.line(&self.line(problem))? }
        }
        if !self.json {
            let warnings = count(problems.len() - errors, "warning");
            out.line(&format!("{}, {warnings}", count(errors, "mistake")))?;
        }
        Ok(if errors == 0 { Done::Fine } else { Done::Found })
    }

    fn line(&self, problem: &Problem) -> String {
        match problem.origin {
            Some(Origin::Line(_)) => format!("{} {problem}", self.node.home.join(FILE).display()),
            _ => problem.to_string(),
        }
    }
}

fn as_json(problem: &Problem) -> serde_json::Value {
    let line = match problem.origin {
        Some(Origin::Line(line)) => Some(line),
        _ => None,
    };
    json!({
        "setting": problem.setting, "origin": problem.origin.as_ref().map(ToString::to_string), "line": line,
        "message": problem.message, "severity": if problem.is_warning { "warning" } else { "error" },
    })
}

impl Show {
    fn run(self, out: &mut Out) -> Result<Done, Error> {
        out.set_json(self.json);
        if self.default {
            out.bytes(DEFAULT.as_bytes())?;
            return Ok(Done::Fine);
        }
        let layers = layers_of(&self.node.home)?;
        names(&layers).iter().try_for_each(|name| self.setting(name, &layers, out))?;
        Ok(if layers.problems.is_empty() { Done::Fine } else { Done::Found })
    }

    fn setting(&self, name: &str, layers: &Layers, out: &mut Out) -> Result<(), Error> {
        let setting = layers.settings.get(name);
        match (setting, self.json) {
            (Some(setting), true) => {
                out.value(&json!({"setting": name, "value": setting.value, "origin": setting.origin.to_string()}))
            }
            (None, true) => out.value(&json!({"setting": name, "value": null, "origin": "not set"})),
            (Some(setting), false) => {
                let value = format!("{name} = {}", setting.value);
                out.line(&format!("{value:50}  # {}", setting.origin))
            }
            (None, false) => out.line(&format!("{:50}  # not set", format!("#{name}"))),
        }
    }
}

/// The settings that there are and those that are given, in the order of their names.
fn names(layers: &Layers) -> Vec<String> {
    // Of the names of the party only those are shown that it has.
    let known = layers.known.names().filter(|name| !name.starts_with("name.")).map(str::to_owned);
    let mut names: Vec<String> = known.chain(layers.settings.keys().cloned()).collect();
    names.sort();
    names.dedup();
    names
}
