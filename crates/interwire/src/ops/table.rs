//! The table of operations. A new one is a function in a file of this folder and one line here.

use super::{Ctx, access, agreement, backup, fault, item, journal, keys, partner, preferences, status, user};
use crate::errors::Error;
use futures::future::BoxFuture;
use serde_json::Value;

/// One operation.
pub struct Op {
    /// Its name in `POST /admin/{name}`.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Does it.
    pub run: fn(Ctx, Value) -> BoxFuture<'static, Result<Value, Error>>,
}

macro_rules! ops {
    ($($name:literal: $path:path, $help:literal;)*) => {
        /// All operations, by name.
        pub const OPS: &[Op] = &[$(Op {
            name: $name,
            help: $help,
            run: |ctx, input| Box::pin(async move {
                let input = serde_json::from_value(input).map_err(|e| fault::unreadable("the request", $name, &e))?;
                let output = $path(&ctx, input).await?;
                serde_json::to_value(output).map_err(|e| fault::unreadable("the answer", $name, &e))
            }),
        },)*];
    };
}

ops! {
    "agreement-act": agreement::act::act, "Suspend, resume, give notice of, or consent to the end of an agreement.";
    "agreement-decline": agreement::act::decline, "Decline an offered version, for good.";
    "agreement-epoch-accept": agreement::epoch::accept, "Begin the new journals that another party proposes.";
    "agreement-epoch-propose": agreement::epoch::propose, "Propose new journals under an agreement.";
    "agreement-list": agreement::list::list, "The agreements, each with its state.";
    "agreement-offer": agreement::offer::offer, "Offer a drafted agreement to the other parties, signed or not.";
    "agreement-show": agreement::show::show, "One agreement: articles in words, parties with fingerprints, signatures.";
    "agreement-sign": agreement::sign::sign, "Sign an offered version under the passphrase of the seal key.";
    "agreement-withdraw": agreement::withdraw::withdraw, "Take back an offer of ours.";
    "backup": backup::backup, "Copy the data into an empty folder.";
    "dead-letter-drop": item::letter::drop, "Put a dead letter away.";
    "dead-letter-list": item::letter::list, "What could not be read, matched or delivered.";
    "dead-letter-retry": item::letter::retry, "Read the kept bytes of a dead letter again.";
    "hold-approve": item::hold::approve, "Let a version go that waits for a person.";
    "hold-list": item::hold::list, "Versions that wait for a moment or a person.";
    "hold-stop": item::hold::stop, "Stop a version of ours that waits, before it goes out.";
    "ingest": item::ingest::ingest, "Take a source of our own house in.";
    "journal-confirm": journal::confirm, "Write a journal again before a counterparty has told its head.";
    "key-list": keys::list, "The keys that the root key has certified, the revoked ones too.";
    "match": item::sweep::matched, "What a query takes of all that the node holds.";
    "partner-address": partner::address::address, "Set where a partner's node is.";
    "partner-card": partner::card::card, "What a node says of itself, by its address.";
    "partner-list": partner::list, "The partners and how they are.";
    "proof": item::proof::proof, "A dossier of a version: the file by which anybody can verify where it came from.";
    "recall": item::recall::recall, "Correct, withhold or kill an item of ours, or tell who has it.";
    "release": item::recall::release, "End the recall of an item of ours.";
    "removed": item::used::removed, "Answer a recall: the item is gone from everything that the house published.";
    "status": status::status, "How the node is.";
    "use-ended": item::used::use_ended, "Tell the source that uses of its item have ended.";
    "used": item::used::used, "Tell the source that an item of its is used.";
    "user-add": user::add, "Let a person log in to the pages.";
    "user-disable": user::disable, "Shut a person out, or let the person in again.";
    "user-invite": access::invite, "Give a person a link to set a password of their own, once.";
    "user-list": user::list, "Who may log in to the pages.";
    "user-logout": access::logout, "End the sessions of a person.";
    "user-password": access::change, "Change a password, for whoever knows it.";
    "user-preferences": preferences::prefer, "Set how a person wants the pages: language, time zone, looks, sounds.";
    "user-reset": user::reset, "Give a person another password.";
    "user-role": user::role, "Give a person another role.";
    "user-sessions": access::sessions, "Who is logged in.";
    "why": item::why::why, "Everything the node knows of what became of an item.";
}

/// The operation of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Op> {
    OPS.iter().find(|op| op.name == name)
}
