//! `interwire user`: who may log in to the pages of the node.

use super::node::NodeArgs;
use super::{Done, Out};
use crate::errors::Error;
use crate::house::passphrase::Sources;
use crate::ops::Nothing;
use crate::ops::access::{Invite, Invited, LoggedOut, Logout, Session};
use crate::ops::agreement::seal::Secret;
use crate::ops::user::{Add, ChangeRole, Disable, Reset, User};
use std::path::PathBuf;

/// Say who may log in to the pages, and as what.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  interwire user add --node hanoi trang --role editor")]
pub struct Args {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Let a person log in.
    #[command(after_help = "Example:\n  interwire user add --node hanoi trang --role editor")]
    Add {
        #[command(flatten)]
        node: NodeArgs,
        /// The name to log in with.
        name: String,
        /// editor, cooperation, technician, admin, auditor or read-only.
        #[arg(long)]
        role: String,
        /// Print a link by which the person sets the password, once, instead of setting it here.
        #[arg(long, conflicts_with = "password_file")]
        link: bool,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// List who may log in.
    #[command(after_help = "Example:\n  interwire user list --node hanoi")]
    List {
        #[command(flatten)]
        node: NodeArgs,
        /// One line of JSON for each person.
        #[arg(long)]
        json: bool,
    },
    /// Give a person another password; whoever is logged in by that name is logged out.
    #[command(after_help = "Example:\n  interwire user reset --node hanoi trang")]
    Reset {
        #[command(flatten)]
        node: NodeArgs,
        /// The name.
        name: String,
        /// Print a link by which the person sets the password, once, instead of setting it here.
        #[arg(long, conflicts_with = "password_file")]
        link: bool,
        #[command(flatten)]
        password: PasswordArgs,
    },
    /// List who is logged in, since when, and until when at the longest.
    #[command(after_help = "Example:\n  interwire user sessions --node hanoi")]
    Sessions {
        #[command(flatten)]
        node: NodeArgs,
        /// One line of JSON for each session.
        #[arg(long)]
        json: bool,
    },
    /// Log a person out wherever they are logged in.
    #[command(after_help = "Example:\n  interwire user logout --node hanoi trang")]
    Logout {
        #[command(flatten)]
        node: NodeArgs,
        /// The name.
        name: String,
    },
    /// Give a person another role; whoever is logged in by that name is logged out.
    #[command(after_help = "Example:\n  interwire user role --node hanoi trang --role cooperation")]
    Role {
        #[command(flatten)]
        node: NodeArgs,
        /// The name.
        name: String,
        /// editor, cooperation, technician, admin, auditor or read-only.
        #[arg(long)]
        role: String,
    },
    /// Shut a person out at once.
    #[command(after_help = "Example:\n  interwire user disable --node hanoi trang")]
    Disable {
        #[command(flatten)]
        node: NodeArgs,
        /// The name.
        name: String,
        /// Let the person in again.
        #[arg(long)]
        undo: bool,
    },
}

/// Where a password comes from.
#[derive(Debug, clap::Args)]
struct PasswordArgs {
    /// A file with the password on its first line; else INTERWIRE_PASSWORD, else you are asked.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

impl PasswordArgs {
    fn choose(self) -> Result<Secret, Error> {
        let sources = Sources { file: self.password_file, variable: "INTERWIRE_PASSWORD", prompt: "New password" };
        let password = sources.choose()?;
        Ok(Secret::new(&String::from_utf8_lossy(password.as_bytes())))
    }
}

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If the node cannot be asked, or name, role or password cannot be used.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        match self.verb {
            Verb::Add { node, name, role, link: true, .. } => {
                invite(&node, &Invite { name, role: Some(role) }, out)?;
            }
            Verb::Add { node, name, role, password, .. } => {
                let input = Add { name, role, password: password.choose()? };
                let user: User = node.with(async |caller, _| caller.call("user-add", &input).await)?;
                tell(&user, out)?;
            }
            Verb::List { node, json } => {
                out.set_json(json);
                let all: Vec<User> = node.with(async |caller, _| caller.call("user-list", &Nothing {}).await)?;
                out.tell_all(
                    &all,
                    "Nobody may log in yet: `interwire user add NAME --role ROLE` lets somebody in.",
                    tell,
                )?;
            }
            Verb::Reset { node, name, link: true, .. } => invite(&node, &Invite { name, role: None }, out)?,
            Verb::Sessions { node, json } => {
                out.set_json(json);
                let all: Vec<Session> = node.with(async |caller, _| caller.call("user-sessions", &Nothing {}).await)?;
                out.tell_all(&all, "Nobody is logged in.", |session: &Session, out: &mut Out| {
                    out.line(&format!("{} since {} until {}", session.name, session.created_at, session.expires_at))
                })?;
            }
            Verb::Logout { node, name } => {
                let input = Logout { name, but: None };
                let done: LoggedOut = node.with(async |caller, _| caller.call("user-logout", &input).await)?;
                out.line(&format!("{}: {} sessions ended", done.name, done.sessions))?;
            }
            Verb::Reset { node, name, password, .. } => {
                let input = Reset { name, password: password.choose()? };
                let user: User = node.with(async |caller, _| caller.call("user-reset", &input).await)?;
                tell(&user, out)?;
            }
            Verb::Role { node, name, role } => {
                let input = ChangeRole { name, role };
                let user: User = node.with(async |caller, _| caller.call("user-role", &input).await)?;
                tell(&user, out)?;
            }
            Verb::Disable { node, name, undo } => {
                let input = Disable { name, enable: undo };
                let user: User = node.with(async |caller, _| caller.call("user-disable", &input).await)?;
                tell(&user, out)?;
            }
        }
        Ok(Done::Fine)
    }
}

fn invite(node: &NodeArgs, input: &Invite, out: &mut Out) -> Result<(), Error> {
    let invited: Invited = node.with(async |caller, _| caller.call("user-invite", input).await)?;
    out.line(&format!("{} sets the password by this link, once, until {}:", invited.name, invited.expires_at))?;
    out.line(&invited.link)
}

fn tell(user: &User, out: &mut Out) -> Result<(), Error> {
    let disabled = if user.disabled { ", shut out" } else { "" };
    out.line(&format!("{} ({}{disabled}) since {}", user.name, user.role, user.created_at))
}
