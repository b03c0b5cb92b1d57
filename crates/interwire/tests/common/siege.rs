//! A node under siege: its partner's key and store are in an attacker's hands.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::audit::{Journals, journals, settled};
use super::news::{publication, publish, shown, write};
use super::raw::{Attacker, Raw, Said};
use super::{ASTANA, BAKU, HANOI, Who, partners, until};
use interwire::node::Node;
use interwire::running::Running;
use interwire::store::Db;
use interwire::transport::system_clock;
use interwire_core::exchange::message::{Page, Request, Response};
use interwire_core::ids::{AgreementId, JournalId};
use tempfile::TempDir;

pub static SECRET: [u8; 70_000] = [77; 70_000];

/// Hanoi, with Astana and Baku under an agreement each. Astana's node is stopped: its key is in the attacker's hands,
/// and its store, without a pump, makes what he needs.
pub struct Siege {
    pub hanoi: Running,
    pub baku: Running,
    pub astana: Node,
    pub attacker: Attacker,
    pub ours: AgreementId,
    pub others: AgreementId,
    _dirs: [TempDir; 3],
}

impl Siege {
    pub async fn begin() -> Self {
        let dirs = [(); 3].map(|()| tempfile::tempdir().unwrap());
        let hanoi = HANOI.start_as(dirs[0].path(), 0, None, |_| ()).await;
        let baku = BAKU.start_as(dirs[2].path(), 0, None, |_| ()).await;
        let astana = ASTANA.start_as(dirs[1].path(), 0, None, |_| ()).await;
        let ours = partners((&ASTANA, &astana), (&HANOI, &hanoi), 0xab).await.agreement.id;
        let others = partners((&BAKU, &baku), (&HANOI, &hanoi), 0xcd).await.agreement.id;
        publish((&HANOI, &hanoi), &ours, "urn:hanoi:1", 1, Some(vec![3; 80_000])).await;
        publish((&HANOI, &hanoi), &others, "urn:hanoi:2", 1, Some(SECRET.to_vec())).await;
        settled(&hanoi, &astana, &ours).await;
        settled(&hanoi, &baku, &others).await;
        astana.stop().await;
        let db = Db::open(dirs[1].path()).await.unwrap();
        let astana =
            Node::start(ASTANA.house(None), db, system_clock(), interwire::intake::Limits::default()).await.unwrap();
        let under = ours.clone();
        astana
            .exchange(move |machine, _| {
                machine.confirm_by_person(&under);
                Ok(())
            })
            .await
            .unwrap();
        let attacker = Attacker { party: ASTANA.id(), key: ASTANA.key(), to: HANOI.id(), at: hanoi.address };
        Self { hanoi, baku, astana, attacker, ours, others, _dirs: dirs }
    }

    pub fn journal(&self, under: &AgreementId, who: &Who) -> JournalId {
        JournalId { agreement: under.clone(), party: who.id(), epoch: 0 }
    }

    /// A page of Astana's journal from this entry on.
    pub async fn page(&self, from: u64) -> Page {
        let journal = self.journal(&self.ours, &ASTANA);
        let asked = Request::Entries { journal, from, to: u64::MAX };
        let answer = self.astana.exchange(move |machine, turn| machine.serve(turn, &HANOI.id(), asked)).await.unwrap();
        let Response::Page(page) = answer else { panic!("{answer:?}") };
        page
    }

    pub async fn held(&self, who: &Who) -> u64 {
        journals(&self.hanoi, &self.ours).await[&self.journal(&self.ours, who).to_string()].len() as u64
    }

    pub async fn all(&self) -> (Journals, Journals) {
        (journals(&self.hanoi, &self.ours).await, journals(&self.hanoi, &self.others).await)
    }

    pub async fn refused(&self, name: &str, raw: &Raw, codes: &[&str]) {
        check(name, &self.attacker.send(raw).await, codes);
    }

    /// The others still work, and nothing bad is laid to anybody's charge.
    pub async fn end(self) {
        let story = publish((&BAKU, &self.baku), &self.others, "urn:baku:9", 1, None).await;
        until("Baku still delivers", || async { shown(&self.hanoi, &story).await == Some(1) }).await;
        self.astana.stop().await;
        self.hanoi.stop().await;
        self.baku.stop().await;
    }
}

pub fn check(name: &str, said: &Said, codes: &[&str]) {
    assert!(said.status >= 400 && codes.contains(&said.code.as_str()), "{name}: {} {}", said.status, said.code);
    let leaks = said.body.windows(32).any(|window| window == &SECRET[..32]);
    assert!(!leaks, "{name} leaks");
}

pub async fn publish_quietly(siege: &Siege) {
    let (item, doc) = publication(&ASTANA, &siege.astana, &siege.ours, "urn:astana:3", 1, None);
    siege.astana.step(move |step| write(step, &item, &doc, None)).await.unwrap();
}
