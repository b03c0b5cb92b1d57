//! `document`: the agreement's place among others. It replaces former ones, has a framework above it, or is the yearly
//! plan of another. It decides nothing at any point; who supersedes whom is told to `life` by the node.

use super::Kind;
use crate::agreement::Agreement;
use crate::agreement::check::Report;
use crate::agreement::point::{Point, Ruling};
use crate::agreement::value::{Map, Reader, Value, texts};
use crate::agreement::words::Say;
use crate::ids::AgreementId;

/// Terms of `document`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// Agreements that this one replaces from the day it comes into force. Default: none.
    pub supersedes: Vec<AgreementId>,
    /// The agreement above it, whose articles hold where this one is silent.
    pub framework: Option<AgreementId>,
    /// The agreement whose yearly plan this is.
    pub annual_plan_of: Option<AgreementId>,
}

impl Kind for Document {
    const NAME: &'static str = "document";
    const COUNT: (usize, usize) = (0, 1);
    const CLASSICAL: bool = true;
    const SENTENCES: &'static [(&'static str, &'static str)] = &[
        ("document.supersedes", "This agreement replaces agreement {agreements}."),
        ("document.framework", "It is made under framework agreement {agreements}."),
        ("document.annual_plan_of", "It is the yearly plan of agreement {agreements}."),
        ("document.alone", "This agreement stands on its own and replaces no other."),
    ];

    fn read(terms: &mut Reader) -> Option<Self> {
        Some(Self {
            supersedes: terms.list("supersedes", vec![]),
            framework: terms.optional("framework"),
            annual_plan_of: terms.optional("annual_plan_of"),
        })
    }

    fn write(&self) -> Map {
        let mut map = Map::from([("supersedes".to_owned(), texts(&self.supersedes))]);
        for (term, id) in [("framework", &self.framework), ("annual_plan_of", &self.annual_plan_of)] {
            if let Some(id) = id {
                map.insert(term.to_owned(), Value::from(id.as_str()));
            }
        }
        map
    }

    fn say(&self, say: &mut Say<'_>) {
        if *self == Self::default() {
            return say.add("document.alone", &[]);
        }
        let join = |ids: &[AgreementId]| ids.iter().map(AgreementId::as_str).collect::<Vec<_>>().join(", ");
        if !self.supersedes.is_empty() {
            say.add("document.supersedes", &[("agreements", join(&self.supersedes))]);
        }
        for (key, id) in [("document.framework", &self.framework), ("document.annual_plan_of", &self.annual_plan_of)] {
            if let Some(id) = id {
                say.add(key, &[("agreements", id.to_string())]);
            }
        }
    }

    fn check(&self, agreement: &Agreement, report: &mut Report<'_>) {
        for (term, ids) in [
            ("supersedes", self.supersedes.iter().collect::<Vec<_>>()),
            ("framework", self.framework.iter().collect()),
            ("annual_plan_of", self.annual_plan_of.iter().collect()),
        ] {
            if ids.contains(&&agreement.id) {
                report.error(term, "names-itself", "the agreement names itself; an amendment needs no such term");
            }
        }
        if let Some(above) = self.framework.iter().chain(&self.annual_plan_of).find(|id| self.supersedes.contains(id)) {
            report.error("supersedes", "replaces-its-frame", format!("{above} is replaced and yet stands above it"));
        }
    }

    fn enforce(&self, _: &Agreement, _: &Point<'_>) -> Ruling {
        Ruling::Silent
    }
}
