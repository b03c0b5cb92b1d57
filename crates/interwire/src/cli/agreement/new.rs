//! `interwire agreement new`: the commented draft between this party and others.

use crate::cli::node::NodeArgs;
use crate::cli::{Done, Out};
use crate::errors::{Code, Error};
use crate::house::{self, key_file::random};
use interwire_core::agreement::{Lang, Party, draft};
use interwire_core::ids::{AgreementId, PartyId};
use interwire_core::keys::PublicKey;
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

/// Write the draft of an agreement with one or more partners: a commented file to fill in.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLE)]
pub struct Args {
    #[command(flatten)]
    node: NodeArgs,
    /// The id of a partner; repeat --partner, --key and --name for each.
    #[arg(long, value_name = "ID", required = true)]
    partner: Vec<PartyId>,
    /// The partner's root key, as its own `interwire init` printed it.
    #[arg(long, required = true, allow_hyphen_values = true)]
    key: Vec<PublicKey>,
    /// The partner's name.
    #[arg(long, required = true)]
    name: Vec<String>,
    /// The language of that name.
    #[arg(long, value_name = "TAG", default_value = "en")]
    language: Lang,
    /// Where to write; a file that is there is not touched.
    #[arg(short, long, value_name = "FILE", default_value = "agreement.toml")]
    output: PathBuf,
}

const EXAMPLE: &str = "\
Example:
  interwire agreement new --node hanoi --partner astana --name \"Astana News\" \\
      --key iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w -o with-astana.toml";

impl Args {
    /// Runs the command.
    ///
    /// # Errors
    /// If there is no node, the partners are not told in full, or the file is there.
    pub fn run(self, out: &mut Out) -> Result<Done, Error> {
        let config = self.node.config()?;
        if self.partner.len() != self.key.len() || self.partner.len() != self.name.len() {
            return Err(Error::new(Code::PartnersUneven));
        }
        let root = *house::ring(&config.files.keys, &config.party)?.root();
        let party = |id, name, root_key| Party { id, name, root_key, country: None, address: None, signatory: None };
        let mut parties = vec![party(config.party, config.name, root)];
        for ((id, key), name) in self.partner.into_iter().zip(self.key).zip(self.name) {
            parties.push(party(id, [(self.language.clone(), name)].into(), key));
        }
        let text = draft::template(&AgreementId::from_random(*random::<16>()?), &parties);
        let path = self.output.display();
        File::create_new(&self.output).and_then(|mut file| file.write_all(text.as_bytes())).map_err(|cause| {
            let there = cause.kind() == std::io::ErrorKind::AlreadyExists;
            let code = if there { Code::AlreadyThere } else { Code::FileUnwritable };
            Error::new(code).with("path", &path).because(cause)
        })?;
        out.line(&format!(
            "The draft is in {path}. Fill it in, then run\n  interwire agreement check {path}\n  interwire agreement show {path}"
        ))?;
        Ok(Done::Fine)
    }
}
