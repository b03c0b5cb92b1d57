//! The shape of the extension object `interwire`, version 1: what ninjs 3.1 cannot carry.
//!
//! A list beside a ninjs list of the same name (`subjects`, `bodies` ...) has one entry for each of its entries, in
//! the same order, `null` where ninjs carries all; nulls at the end are left out. A field beside a single ninjs
//! property (`rights`, `bylines` ...) is present only if that property does not carry everything, and then holds all.

use serde::{Deserialize, Serialize};

/// `[name, value]`, or `[name, value, "json"|"xml"]`.
pub(super) type ExtraV1 = Vec<String>;

/// The extension object.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Extension {
    pub v: u64,
    pub source: String,
    pub item: String,
    pub guid: String,
    pub version: u64,
    pub status: String,
    pub salt: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<(String, u64)>,
    /// Only a type that ninjs does not know.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Only the word `indefinite`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub embargoed: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_modified: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<u8>,
    /// The languages after the first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub headlines: Vec<Option<LineV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub descriptions: Vec<Option<LineV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<Option<BodyV1>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bylines: Option<Vec<LineV1>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sluglines: Option<Vec<LineV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub creditlines: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datelines: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub generators: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ed_notes: Option<Vec<EdNoteV1>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub located: Option<Vec<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub organisations: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub genres: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub info_sources: Vec<Option<ConceptV1>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digital_source: Option<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<ConceptV1>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub creators: Vec<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub renditions: Vec<Option<RenditionV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Option<LinkV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alt_ids: Vec<Option<Vec<ExtraV1>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rights: Option<Vec<RightsV1>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<HopV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// A line of text, or what ninjs does not carry of one (then without `text`, `role` and `type`).
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// What ninjs does not carry of a body.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BodyV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// `plain`, `html` or `xml`, where the media type does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// A concept, or what ninjs does not carry of one.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConceptV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uri: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub qcode: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub literal: Option<String>,
    /// All names; left out if there is one without language and role that ninjs carries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<NameV1>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rel: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relevance: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub geo: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// A name of a concept.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NameV1 {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// A note to editors.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EdNoteV1 {
    pub text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub non_public: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// What ninjs does not carry of a rendition.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RenditionV1 {
    /// The ninjs name is only there because ninjs wants one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unnamed: bool,
    /// Where the duration is not a whole number of seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<String>,
    /// Which entry of `media` it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub media: Option<usize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// What a ninjs association does not carry of a link.
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LinkV1 {
    /// The ninjs name is only there because ninjs wants one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unnamed: bool,
    /// The ninjs uri is not a guid.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub no_guid: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// One statement of rights.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RightsV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<LineV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub linked: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub encoded: Vec<EncodedV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}

/// A rights expression.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EncodedV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang_id: Option<String>,
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    pub text: String,
    /// `html` or `xml`; plain otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub markup: Option<String>,
}

/// One of the hands it went through.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct HopV1 {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ConceptV1>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extra: Vec<ExtraV1>,
}
