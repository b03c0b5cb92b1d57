//! A stand-in for item documents, one word after another: source, item, version, status, guid, the number of media
//! and for each hash and size, then text. The exchange only needs to know what a document says of itself.

use interwire_core::exchange::machine::Binding;
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::statement::Code;

/// The document that says this of itself, with some text.
#[must_use]
pub fn write(binding: &Binding, text: &str) -> Vec<u8> {
    let Binding { source, item, guid, version, status, media } = binding;
    let mut words = format!("{source} {item} {version} {} {guid} {}", status.word(), media.len());
    for blob in media {
        words.push_str(&format!(" {} {}", blob.hash, blob.size));
    }
    format!("{words} {text}").into_bytes()
}

/// What a document says of itself.
///
/// # Errors
/// If it is none.
pub fn read(bytes: &[u8]) -> Result<Binding, Code> {
    let text = std::str::from_utf8(bytes).ok();
    text.and_then(parse).ok_or_else(|| "unreadable".parse().unwrap_or_else(|_| unreachable!("a code")))
}

fn parse(text: &str) -> Option<Binding> {
    let mut words = text.split(' ');
    let mut word = || words.next();
    let (source, item, version) = (word()?.parse().ok()?, word()?.parse().ok()?, word()?.parse().ok()?);
    let (status, guid, count) = (word()?.parse().ok()?, word()?.parse().ok()?, word()?.parse::<usize>().ok()?);
    let mut media = Vec::new();
    for _ in 0..count {
        media.push(BlobRef { hash: word()?.parse().ok()?, size: word()?.parse().ok()? });
    }
    Some(Binding { source, item, guid, version, status, media })
}
