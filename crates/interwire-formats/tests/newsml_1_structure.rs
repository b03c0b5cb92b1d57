//! Every document written as NewsML 1.2 has the structure of its DTD, which is not to be had: the content models here
//! are those of version 1.0 with the additions of 1.2, as the functional specification has them.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test reads its samples")]

use interwire_core::item::{Item, Limits};
use interwire_formats::{read, write};
use quick_xml::Reader;
use quick_xml::events::Event;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The children of an element in their order: `?` at most once, `*` any number, `+` at least once, nothing once; of
/// those joined by `|` any in turn.
const MODELS: &[(&str, &str)] = &[
    ("NewsML", "Catalog? TopicSet* NewsEnvelope NewsItem+"),
    ("NewsEnvelope", "TransmissionId? SentFrom? SentTo? DateAndTime NewsService* NewsProduct* Priority?"),
    ("NewsItem", "Comment* Catalog? Identification NewsManagement NewsComponent|Update|TopicSet*"),
    ("Identification", "NewsIdentifier NameLabel? DateLabel? Label*"),
    ("NewsIdentifier", "ProviderId DateId NewsItemId RevisionId PublicIdentifier"),
    ("Label", "LabelType LabelText"),
    (
        "NewsManagement",
        "NewsItemType FirstCreated ThisRevisionCreated Status StatusWillChange? Urgency? RevisionHistory? DerivedFrom* \
         AssociatedWith* Instruction* Property*",
    ),
    ("StatusWillChange", "FutureStatus DateAndTime"),
    ("Instruction", "RevisionStatus*"),
    ("RevisionStatus", "Status"),
    (
        "NewsComponent",
        "Comment* Catalog? TopicSet* Role? BasisForChoice* NewsLines? AdministrativeMetadata? RightsMetadata? \
         DescriptiveMetadata? Metadata* NewsItemRef* NewsComponent* ContentItem*",
    ),
    ("TopicSet", "Comment* Catalog? TopicSetRef* Topic*"),
    ("Topic", "Comment* Catalog? TopicType+ FormalName* Description* Property*"),
    (
        "NewsLines",
        "HeadLine|SubHeadLine* ByLine* ByLineTitle? DateLine* CreditLine* CopyrightLine* RightsLine* SeriesLine* \
         SlugLine* KeywordLine* NewsLine*",
    ),
    ("NewsLine", "NewsLineType NewsLineText+"),
    (
        "AdministrativeMetadata",
        "Catalog? FileName? SystemIdentifier? Provider? Creator? Source* Contributor* Property*",
    ),
    ("Provider", "Comment* Party+"),
    ("Creator", "Comment* Party+"),
    ("Source", "Comment* Party+"),
    ("Contributor", "Comment* Party+"),
    ("RightsMetadata", "Catalog? Copyright* UsageRights* Property*"),
    ("Copyright", "Comment* CopyrightHolder CopyrightDate"),
    ("UsageRights", "UsageType? Geography? RightsHolder? Limitations? StartDate? EndDate?"),
    (
        "DescriptiveMetadata",
        "Catalog? Language* Genre* SubjectCode* OfInterestTo* DateLineDate? Location* TopicOccurrence* Property*",
    ),
    ("SubjectCode", "Subject|SubjectMatter|SubjectDetail+"),
    ("Location", "Property*"),
    ("ContentItem", "Comment* Catalog? MediaType? Format? MimeType? Notation? Characteristics? DataContent?"),
    ("Characteristics", "SizeInBytes? Property*"),
    ("NewsItemRef", "Comment*"),
];

/// Attributes that must be there.
const REQUIRED: &[(&str, &str)] = &[
    ("RevisionId", "PreviousRevision"),
    ("RevisionId", "Update"),
    ("Party", "FormalName"),
    ("Property", "FormalName"),
    ("Status", "FormalName"),
    ("FutureStatus", "FormalName"),
    ("NewsItemType", "FormalName"),
    ("Subject", "FormalName"),
    ("SubjectMatter", "FormalName"),
    ("SubjectDetail", "FormalName"),
    ("Language", "FormalName"),
    ("Genre", "FormalName"),
    ("MediaType", "FormalName"),
    ("Role", "FormalName"),
    ("TopicSet", "FormalName"),
    ("Instruction", "FormalName"),
];

/// What of the children does not follow the model.
fn violation(model: &str, children: &[String]) -> Option<String> {
    let mut rest = children;
    for part in model.split_whitespace() {
        let (names, mark) = match part.chars().last().unwrap() {
            mark @ ('?' | '*' | '+') => (&part[..part.len() - 1], mark),
            _ => (part, '1'),
        };
        let names: Vec<&str> = names.split('|').collect();
        let count = rest.iter().take_while(|child| names.contains(&child.as_str())).count();
        let good = match mark {
            '?' => count <= 1,
            '*' => true,
            '+' => count >= 1,
            _ => count == 1,
        };
        if !good {
            return Some(format!("{count} of {part}"));
        }
        rest = &rest[count..];
    }
    rest.first().map(|child| format!("no place for {child}"))
}

/// All violations of a document.
fn violations(bytes: &[u8]) -> Vec<String> {
    let models: BTreeMap<&str, &str> = MODELS.iter().copied().collect();
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).unwrap());
    let (mut open, mut wrong, mut ids) = (Vec::<(String, Vec<String>)>::new(), Vec::new(), BTreeSet::new());
    loop {
        let event = reader.read_event().unwrap();
        let (start, empty) = match &event {
            Event::Start(start) => (Some(start), false),
            Event::Empty(start) => (Some(start), true),
            _ => (None, false),
        };
        if let Some(start) = start {
            let name = start.name().into_inner().to_owned();
            let attributes: Vec<(String, String)> = start
                .attributes()
                .map(|one| one.unwrap())
                .map(|one| (one.key.into_inner().to_owned(), one.value.into_owned()))
                .collect();
            let inside_content = open.iter().any(|(name, _)| name == "DataContent");
            if !inside_content {
                for (_, attribute) in REQUIRED.iter().filter(|(element, _)| *element == name) {
                    if !attributes.iter().any(|(name, _)| name == attribute) {
                        wrong.push(format!("{name} has no {attribute}"));
                    }
                }
                wrong.extend(
                    attributes
                        .iter()
                        .filter(|(name, value)| name == "Duid" && !ids.insert(value.clone()))
                        .map(|(_, id)| format!("{id} twice")),
                );
                if let Some((_, siblings)) = open.last_mut() {
                    siblings.push(name.clone());
                }
            }
            open.push((name, Vec::new()));
        }
        let ends = empty || matches!(event, Event::End(_));
        if ends && let Some((name, children)) = open.pop() {
            let inside_content = open.iter().any(|(name, _)| name == "DataContent");
            if let Some(model) = models.get(name.as_str()).filter(|_| !inside_content) {
                wrong.extend(violation(model, &children).map(|what| format!("{name}: {what}")));
            } else if !inside_content && name != "DataContent" && !children.is_empty() {
                wrong.push(format!("{name} is not known to have {}", children.join(" ")));
            }
        }
        if matches!(event, Event::Eof) {
            return wrong;
        }
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, out) } else { out.push(path) }
    }
}

#[test]
fn what_is_written_as_newsml_1_has_the_structure_of_its_dtd() {
    let mut sources = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples"), &mut sources);
    if let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") {
        for folder in ["ninjs", "newsml-g2", "nitf", "newsml-1"] {
            files(&Path::new(&corpus).join(folder), &mut sources);
        }
    }
    let (mut count, mut wrong) = (0, String::new());
    for path in sources {
        let Ok(found) = read(&std::fs::read(&path).unwrap(), None, &Limits::default()) else { continue };
        for one in &found.items {
            let Ok(written) = write("newsml-1", &one.item) else { continue };
            count += 1;
            for violation in violations(&written.bytes) {
                wrong += &format!("{}: {violation}\n", path.display());
            }
        }
    }
    println!("written as NewsML 1.2: {count}");
    assert!(count > 5 && wrong.is_empty(), "{wrong}");
}

#[test]
fn a_wrong_structure_is_found() {
    for (xml, what) in [
        ("<NewsML><NewsItem/></NewsML>", "NewsItem: 0 of Identification"),
        ("<NewsLines><ByLine/><HeadLine/></NewsLines>", "NewsLines: no place for HeadLine"),
        ("<Label><LabelType/><LabelText/><LabelText/></Label>", "Label: 2 of LabelText"),
        ("<Party/>", "Party has no FormalName"),
        ("<TopicSet FormalName=\"a\"><Topic Duid=\"1\"/><Topic Duid=\"1\"/></TopicSet>", "1 twice"),
    ] {
        assert!(violations(xml.as_bytes()).iter().any(|one| one == what), "{xml}: {:?}", violations(xml.as_bytes()));
    }
}

#[test]
fn management_and_content_of_a_document_are_said_again() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/newsml-1");
    let again = |name: &str, index: usize| -> (Item, Item, Vec<String>) {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let item = read(&bytes, None, &Limits::default()).unwrap().items.remove(index).item;
        let written = write("newsml-1", &item).unwrap();
        let losses = written.losses.iter().map(|loss| format!("{} {}", loss.code, loss.field)).collect();
        (item, read(&written.bytes, None, &Limits::default()).unwrap().items.remove(0).item, losses)
    };
    let (was, is, losses) = again("corrected-with-photos.xml", 0);
    expect_test::expect![[r#"
        [
            "not_understood links",
            "newsml_1_lacks parties",
            "not_understood renditions/NewsLines",
            "not_understood NewsItem@LinkType",
            "not_understood AdministrativeMetadata/FileName",
            "not_understood NewsML/Catalog",
            "not_understood NewsML/TopicSet",
            "not_understood NewsML/NewsEnvelope",
        ]
    "#]]
    .assert_debug_eq(&losses);
    assert_eq!(is.times, was.times);
    assert_eq!(is.headlines, was.headlines);
    assert_eq!(is.sluglines, was.sluglines);
    assert_eq!(is.rights, was.rights);
    assert_eq!(is.ed_notes, was.ed_notes);
    assert_eq!(is.descriptions, was.descriptions);
    assert_eq!((is.priority, is.urgency, &is.signals), (was.priority, was.urgency, &was.signals));
    let orders = |item: &Item| interwire_formats::orders::status_orders(item);
    assert_eq!(orders(&is), orders(&was));
    let (was, is, _) = again("dialects.xml", 0);
    assert_eq!((is.times.embargoed, is.pub_status), (was.times.embargoed, was.pub_status));
}
