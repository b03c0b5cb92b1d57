//! The shape of ninjs 3.1 (IPTC, ninjs-schema_3.1.json) as far as item documents use it.

use super::extension::Extension;
use serde::{Deserialize, Serialize};

/// An item document. Field names and meanings are those of ninjs 3.1, except `interwire`.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct Ninjs {
    pub uri: String,
    pub standard: Standard,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pub_status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version_created: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_created: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_created: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargoed_until: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub slugline: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub located: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ed_note: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright_holder: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copyright_notice: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usage_terms: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights_info: Option<RightsInfo>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digital_source_type: Option<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<NinjsText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<NinjsText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<NinjsText>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub info_sources: Vec<NinjsConcept>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<NinjsRendition>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub associations: Vec<NinjsLink>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<NinjsAltId>,
    pub interwire: Extension,
}

/// Which standard this is.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Standard {
    pub name: String,
    pub version: String,
}

/// A headline, description or body.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct NinjsText {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    pub value: String,
}

/// A subject, place, person, organisation, genre or information source; each carries only some of these.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NinjsConcept {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevance: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// A media file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct NinjsRendition {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_in_bytes: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<u32>,
}

/// A reference to another item.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NinjsLink {
    pub name: String,
    pub uri: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// A name in another system.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NinjsAltId {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    pub value: String,
}

/// One rights expression.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(super) struct RightsInfo {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked_rights: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoded_rights: Option<String>,
}
