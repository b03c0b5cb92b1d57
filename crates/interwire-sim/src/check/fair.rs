//! Whether nodes treat each other fairly: nobody honest is called a forger, and nobody is given what is not meant for
//! it.

use crate::world::World;
use interwire_core::exchange::message::{Refusal, Request, Response};
use interwire_core::exchange::session::Failure;
use interwire_core::ids::{AgreementId, Hash};
use std::collections::BTreeSet;

impl World {
    /// Checks the answer of an honest node.
    pub fn check_answer(&mut self, from: usize, to: usize, request: &Request, answer: &Response) {
        if !self.honest(to) {
            return;
        }
        match (request, answer) {
            (_, Response::Refused(Refusal::Forged)) => self.check_accusation(to, from),
            (Request::Blobs { agreement, .. }, Response::Blobs(blobs)) => self.check_served(to, agreement, blobs),
            _ => {}
        }
    }

    /// Checks what a node thinks of the answer it got.
    pub fn check_failure(&mut self, asker: usize, asked: usize, failure: Failure) {
        if failure == Failure::Forged {
            self.check_accusation(asker, asked);
        }
    }

    /// Where nobody lies and no disk is older than what was told, nothing that anybody gives is false.
    fn check_accusation(&mut self, by: usize, of: usize) {
        if self.evil.is_none() && self.nodes.iter().all(|node| !node.restored) {
            let text = format!("{} says that {} has forged something", self.name(by), self.name(of));
            self.broken("nobody honest is called a forger", text);
        }
    }

    /// What is served under an agreement is named in its journals, or by a document that is: read from the raw
    /// entries.
    fn check_served(&mut self, who: usize, agreement: &AgreementId, blobs: &[Vec<u8>]) {
        let disk = self.nodes[who].disk();
        let journals = disk.all_journals().filter(|(row, _)| row.id.agreement == *agreement);
        let mut named = BTreeSet::new();
        for bytes in journals.flat_map(|(_, entries)| entries) {
            let text = String::from_utf8_lossy(bytes);
            named.extend(text.split('"').filter_map(|word| word.parse::<Hash>().ok()));
        }
        let documents = disk.all_blobs().filter(|(hash, _)| named.contains(hash));
        let bindings: Vec<_> = documents.filter_map(|(_, bytes)| crate::words::read(bytes).ok()).collect();
        named.extend(bindings.iter().flat_map(|binding| &binding.media).map(|blob| blob.hash));
        if let Some(hash) = blobs.iter().map(|bytes| Hash::of(bytes)).find(|hash| !named.contains(hash)) {
            let text = format!("{} serves {hash} under {agreement}, which does not name it", self.name(who));
            self.broken("nobody is given what is not meant for it", text);
        }
    }
}
