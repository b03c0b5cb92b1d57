//! The schemas of ninjs as tests use them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its schemas")]

use jsonschema::Validator;
use serde_json::Value;

/// The formats of ninjs that are written, each with the schema of its newest version.
pub const SCHEMAS: [(&str, &str); 3] = [
    ("ninjs", include_str!("../../schemas/ninjs-schema_3.1.json")),
    ("ninjs-2", include_str!("../../schemas/ninjs-schema_2.2.json")),
    ("ninjs-1", include_str!("../../schemas/ninjs-schema_1.6.json")),
];
const GEOJSON: &str = include_str!("../../schemas/GeoJSON-schema.json");

/// The check of a schema. It does not look into the formats of texts, for news has addresses of many kinds.
pub fn validator(schema: &str) -> Validator {
    let geojson: Value = serde_json::from_str(GEOJSON).unwrap();
    let schema: Value = serde_json::from_str(schema).unwrap();
    let registry =
        jsonschema::Registry::new().add("https://geojson.org/schema/GeoJSON.json", geojson).unwrap().prepare().unwrap();
    jsonschema::options().should_validate_formats(false).with_registry(&registry).build(&schema).unwrap()
}
