//! Canonical JSON (RFC 8785) and its strict reader: signed bytes have exactly one spelling.

use serde::{Serialize, de::DeserializeOwned};

/// Why bytes are not canonical JSON of the expected shape.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotCanonical {
    /// Not JSON, or not of the expected shape.
    #[error("not readable: {0}")]
    Shape(String),
    /// The same value has another spelling in RFC 8785.
    #[error("not in canonical form (RFC 8785)")]
    Form,
    /// Longer than allowed.
    #[error("{len} bytes, more than the {max} allowed")]
    Size {
        /// Its length in bytes.
        len: usize,
        /// The limit in bytes.
        max: usize,
    },
}

/// The canonical bytes of a value (RFC 8785).
///
/// # Errors
/// If the value holds a map with keys that are not text, or a number that JSON lacks.
pub fn to_bytes<T: Serialize>(value: &T) -> Result<Vec<u8>, NotCanonical> {
    serde_json_canonicalizer::to_vec(value).map_err(|e| NotCanonical::Shape(e.to_string()))
}

/// Reads a value from canonical bytes; refuses every other spelling of it, duplicate and unknown keys included
/// (the shape must itself deny unknown fields).
///
/// # Errors
/// As [`NotCanonical`] says.
pub fn from_bytes<T: Serialize + DeserializeOwned>(bytes: &[u8], max: usize) -> Result<T, NotCanonical> {
    if bytes.len() > max {
        return Err(NotCanonical::Size { len: bytes.len(), max });
    }
    let value: T = serde_json::from_slice(bytes).map_err(|e| NotCanonical::Shape(e.to_string()))?;
    if to_bytes(&value)? == bytes { Ok(value) } else { Err(NotCanonical::Form) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// RFC 8785 section 3.2.2 and 3.2.3: its own sample and its sorting sample.
    #[test]
    fn the_samples_of_rfc_8785() {
        let input = r#"{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],
            "string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#;
        let value: Value = serde_json::from_str(input).unwrap();
        assert_eq!(
            String::from_utf8(to_bytes(&value).unwrap()).unwrap(),
            r#"{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}"#
        );
        let value: Value = serde_json::from_str(
            r#"{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",
            "\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}"#,
        )
        .unwrap();
        let text = String::from_utf8(to_bytes(&value).unwrap()).unwrap();
        let order: Vec<_> = ["Carriage", "One", "Control", "Latin", "Euro", "Emoji", "Hebrew"]
            .iter()
            .map(|w| text.find(w).unwrap())
            .collect();
        assert!(order.is_sorted(), "{text}");
    }

    #[test]
    fn other_spellings_are_refused() {
        assert_eq!(from_bytes::<Value>(b"{\"a\":1,\"b\":2}", 99), Ok(json!({"a":1,"b":2})));
        for wrong in ["{\"b\":2,\"a\":1}", "{ \"a\":1}", "{\"a\":1.0}", "{\"a\":1,\"a\":1}", "\"\\u0041\"", "1\n"] {
            assert_eq!(from_bytes::<Value>(wrong.as_bytes(), 99), Err(NotCanonical::Form), "{wrong}");
        }
        assert!(matches!(from_bytes::<Value>(b"[1]", 2), Err(NotCanonical::Size { len: 3, max: 2 })));
    }
}
