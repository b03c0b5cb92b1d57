//! Rights of a photograph: notice, terms, holder, expressions for machines, and whether machines may learn from it.

use super::names::PLUS_WORDS;
use super::take::Fields;
use crate::xml;
use interwire_core::item::{Concept, EncodedRights, Extra, Limits, Name, Rights};

/// Properties that belong to the rights and have no field of their own.
pub(super) const KEPT: &[&str] = &[
    "xmpRights:Marked",
    "xmpRights:Certificate",
    "xmpRights:Owner",
    "Iptc4xmpExt:LinkedEncRightsExpr",
    "plus:CopyrightOwner",
    "plus:Licensor",
    "plus:Licensee",
    "plus:ModelReleaseStatus",
    "plus:ModelReleaseID",
    "plus:MinorModelAgeDisclosure",
    "plus:PropertyReleaseStatus",
    "plus:PropertyReleaseID",
    "plus:OtherConstraints",
    "plus:CopyrightStatus",
    "plus:CreditLineRequired",
    "plus:ImageAlterationConstraints",
    "plus:ImageDuplicationConstraints",
    "plus:ImageFileConstraints",
    "plus:TermsAndConditionsText",
    "plus:TermsAndConditionsURL",
    "plus:OtherConditions",
];

/// Who holds the copyright; several are kept whole, beside the first.
pub(super) const OWNER: &str = "plus:CopyrightOwner";
/// Addresses of rights expressions, kept whole for what they say of them.
pub(super) const LINKED: &str = "Iptc4xmpExt:LinkedEncRightsExpr";
/// The element of NewsML-G2 for data mining; the item keeps it so, whatever format it came in.
const DATA_MINING: &str = "dataMining";

pub(super) fn read(fields: &mut Fields<'_>) -> Option<Rights> {
    let mut rights = Rights { notices: fields.lines("dc:rights"), ..Rights::default() };
    rights.terms = fields.lines("xmpRights:UsageTerms");
    rights.linked = fields.texts("xmpRights:WebStatement");
    let all = fields.whole(OWNER);
    let mut owners = fields.structs(OWNER).into_iter().filter(|one| !one.is_empty());
    rights.holder = owners.next().map(|one| party(one, OWNER));
    if owners.next().is_some() {
        rights.extra.extend(all);
    }
    let all = fields.whole(LINKED);
    let linked = fields.structs(LINKED).into_iter().filter(|one| !one.is_empty());
    let linked: Vec<String> = linked.filter_map(|mut one| one.text("Iptc4xmpExt:LinkedRightsExpr")).collect();
    if !linked.is_empty() {
        rights.linked.extend(linked);
        rights.extra.extend(all);
    }
    for mut one in fields.structs("Iptc4xmpExt:EmbdEncRightsExpr").into_iter().filter(|one| !one.is_empty()) {
        rights.encoded.push(EncodedRights {
            lang_id: one.text("Iptc4xmpExt:RightsExprLangId"),
            content_type: one.text("Iptc4xmpExt:RightsExprEncType"),
            text: one.text("Iptc4xmpExt:EncRightsExpr").unwrap_or_default(),
            ..EncodedRights::default()
        });
        rights.extra.extend(one.rest());
    }
    if let Some(word) = fields.text("plus:DataMining") {
        rights.extra.push(match word.strip_prefix(PLUS_WORDS) {
            Some(_) => Extra::xml(DATA_MINING, mining(&word)),
            None => Extra::text("plus:DataMining", &word),
        });
    }
    rights.extra.extend(fields.verbatim(KEPT));
    (rights != Rights::default()).then_some(rights)
}

/// A party of the PLUS coalition: its name and its number there.
pub(super) fn party(mut fields: Fields<'_>, role: &str) -> Concept {
    Concept {
        names: fields.text(&format!("{role}Name")).map(|text| Name { text, ..Name::default() }).into_iter().collect(),
        literal: fields.text(&format!("{role}ID")),
        extra: fields.rest(),
        ..Concept::default()
    }
}

fn mining(uri: &str) -> String {
    let element = xml::Element::holding(DATA_MINING, Vec::new()).with("xmlns", "http://iptc.org/std/nar/2006-10-01/");
    xml::fragment(&element.with("uri", uri), &std::collections::BTreeMap::new())
}

/// The word of PLUS for data mining among the properties of a statement of rights.
pub(super) fn mining_of(extra: &Extra) -> Option<String> {
    if extra.name != DATA_MINING {
        return None;
    }
    let (element, _) = xml::parse(&extra.value, &Limits::default()).ok()?;
    let code = element.attribute("qcode").and_then(|code| code.split_once(':')).map(|(_, code)| code);
    let uri = element.attribute("uri").map(str::to_owned);
    uri.or_else(|| code.map(|code| format!("{PLUS_WORDS}{code}")))
}
