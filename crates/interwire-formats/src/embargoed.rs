//! The status Embargoed of NewsML 1 and NITF. Elsewhere an embargo is no status: what is under one is usable once it has
//! ended. So an item that states it is read as usable under an embargo, without an end if it states none, and keeps the
//! word.
//!
//! spec: IPTC Status, "Neither the NewsItem nor its content may be published until released for publication".

use interwire_core::item::{Embargo, Extra, Item, PubStatus};
use std::borrow::Cow;

/// The property that keeps the word.
const STATED: &str = "stated_status";

/// Reads the status as the embargo that it is.
pub(crate) fn settle(item: &mut Item) {
    let Some(PubStatus::Other(word)) = &item.pub_status else { return };
    if !word.as_str().eq_ignore_ascii_case("embargoed") {
        return;
    }
    let stated = word.as_str().to_owned();
    item.extra.push(Extra::text(STATED, &stated));
    item.pub_status = Some(PubStatus::Usable);
    item.times.embargoed.get_or_insert(Embargo::Indefinite);
}

/// The status in the word of the source.
pub(crate) fn stated(item: &Item) -> Option<&str> {
    let own = Extra::find(&item.extra, STATED).filter(|_| item.pub_status == Some(PubStatus::Usable));
    own.or_else(|| item.pub_status.as_ref().map(PubStatus::as_str))
}

/// The item as it is written: status and embargo say all that the word does.
pub(crate) fn without_word(item: &Item) -> Cow<'_, Item> {
    if Extra::find(&item.extra, STATED).is_none() {
        return Cow::Borrowed(item);
    }
    let mut item = item.clone();
    item.extra.retain(|extra| extra.name != STATED);
    Cow::Owned(item)
}

#[cfg(test)]
mod tests {
    use super::*;
    use interwire_core::item::Limits;

    const NEWSML: &str = r#"<NewsML><NewsItem><Identification><NewsIdentifier><ProviderId>baku.example</ProviderId>
        <DateId>20261123</DateId><NewsItemId>1</NewsItemId><RevisionId PreviousRevision="0" Update="N">1</RevisionId>
        <PublicIdentifier>urn:newsml:baku.example:20261123:1:1N</PublicIdentifier></NewsIdentifier></Identification>
        <NewsManagement><NewsItemType FormalName="News"/><FirstCreated>20261123T090000+0400</FirstCreated>
        <ThisRevisionCreated>20261123T090000+0400</ThisRevisionCreated><Status FormalName="Embargoed"/>WILL</NewsManagement>
        <NewsComponent><NewsLines><HeadLine>Əliyevin müsahibəsi</HeadLine></NewsLines></NewsComponent></NewsItem></NewsML>"#;
    const WILL: &str = r#"<StatusWillChange><FutureStatus FormalName="Usable"/>
        <DateAndTime>20261124T090000+0400</DateAndTime></StatusWillChange>"#;
    const NITF: &str = r#"<nitf><head><docdata management-status="embargoed"><doc-id id-string="urn:baku:2"/>
        <date.issue norm="20261123T090000+0400"/>WILL</docdata></head><body><body.head><hedline><hl1>Müsahibə</hl1>
        </hedline></body.head></body></nitf>"#;

    #[test]
    fn what_is_embargoed_by_its_status_is_usable_once_the_embargo_has_ended_and_in_every_format() {
        let release = r#"<date.release norm="20261124T090000+0400"/>"#;
        let as_text = "<date.release>20261124T090000+0400</date.release>";
        let cases = [
            (NEWSML, WILL, true),
            (NEWSML, "", false),
            (NITF, release, true),
            (NITF, as_text, true),
            (NITF, "", false),
        ];
        for (source, will, ends) in cases {
            let source = source.replace("WILL", will);
            let item = crate::read(source.as_bytes(), None, &Limits::default()).unwrap().items.remove(0).item;
            let told = |item: &Item| (item.status(), item.times.embargoed.as_ref().map(Embargo::ends));
            let (status, end) = told(&item);
            assert_eq!((status, end.is_some_and(|end| end.is_some())), (PubStatus::Usable, ends), "{source}");
            assert_eq!(stated(&item).map(str::to_lowercase).as_deref(), Some("embargoed"));
            for format in ["newsml-g2", "newsml-1", "nitf", "ninjs", "ninjs-1", "iptc-7901; charset=utf-8"] {
                let written = crate::write(format, &item).unwrap();
                assert!(written.losses.iter().all(|loss| loss.field != STATED), "{format}");
                let name = crate::Named::new(format).name;
                let back = crate::read(&written.bytes, Some(name), &Limits::default()).unwrap().items.remove(0).item;
                assert_eq!(told(&back), told(&item), "{format}: {}", String::from_utf8_lossy(&written.bytes));
            }
        }
    }
}
