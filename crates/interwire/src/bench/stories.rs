//! Stories to measure with, and how they come: as ninjs, through the same intake as every other file.

use crate::demo::stage::StageError;
use crate::intake::media::MediaFrom;
use crate::intake::outcome::Fate;
use crate::intake::take::{Source, take};
use crate::node::Node;
use futures::{StreamExt, TryStreamExt};
use interwire_core::ids::{Guid, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Body, Item, ItemType, Line, Version};
use std::ops::Range;

/// What stands before the number of a story in its headline.
pub const PART: &str = " publishes figures, part ";

/// A story of about 280 words.
fn story(n: usize) -> Item {
    let sentence = "The example council met on Monday and agreed to publish the figures that members had asked for. ";
    Item {
        version: SafeNumber::new(1).map_or(Version::Absent, Version::Number),
        kind: Some(ItemType::Text),
        languages: vec!["en".into()],
        headlines: vec![Line::of(&format!("Example council{PART}{n}"))],
        bodies: vec![Body { text: sentence.repeat(17), ..Body::default() }],
        guid: format!("tag:hanoi.example,2026:bench-{n}").parse::<Guid>().ok(),
        ..Item::default()
    }
}

/// Takes story `n` in: durable when it returns, and said to whoever the agreements name.
///
/// # Errors
/// If it is not taken in as a new item.
pub async fn take_in(node: &Node, n: usize) -> Result<ItemKey, StageError> {
    let written = interwire_formats::write("ninjs", &story(n)).map_err(|e| StageError::Other(e.to_string()))?;
    let source = Source {
        feed: "bench".to_owned(),
        path: format!("{n}.json"),
        service: None,
        hint: None,
        bytes: written.bytes,
        media: MediaFrom::Nowhere,
        test: false,
    };
    let taken = take(node, source).await?;
    let outcome = taken.outcomes.first().filter(|outcome| outcome.fate == Fate::New);
    let item = outcome.and_then(|outcome| outcome.item.clone());
    let item = item.ok_or_else(|| StageError::Other(format!("story {n} was not taken in: {taken:?}")))?;
    Ok(ItemKey { source: node.house().me.clone(), item })
}

/// Takes stories in, so many at once.
///
/// # Errors
/// As [`take_in`].
pub async fn take_in_all(node: &Node, stories: Range<usize>, at_once: usize) -> Result<(), StageError> {
    let each = futures::stream::iter(stories).map(|n| take_in(node, n));
    each.buffer_unordered(at_once).try_for_each(|_| async { Ok(()) }).await
}
