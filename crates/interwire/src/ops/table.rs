//! The table of operations. A new one is a function in a file of this folder and one line here.

use super::{Ctx, agreement, fault, item, journal, partner, status};
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
    "agreement-list": agreement::list::list, "The agreements, each with its state.";
    "agreement-show": agreement::show::show, "One agreement: articles in words, parties with fingerprints, signatures.";
    "item-ingest": item::ingest, "Take a file of news in.";
    "item-recall": item::order, "Who has an item of the house; kill, withhold, correct or release it.";
    "item-why": item::why, "Why an item went where it went.";
    "journal-confirm": journal::confirm, "Write a journal again before a counterparty has told its head.";
    "partner-address": partner::address::address, "Set where a partner's node is.";
    "partner-card": partner::card::card, "What a node says of itself, by its address.";
    "partner-list": partner::list, "The partners and how they are.";
    "status": status::status, "How the node is.";
}

/// The operation of that name.
#[must_use]
pub fn find(name: &str) -> Option<&'static Op> {
    OPS.iter().find(|op| op.name == name)
}
