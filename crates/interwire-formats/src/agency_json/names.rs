//! How the dialects spell the facts of an item: of each fact the names it goes by, the better one first. All names are
//! written as [`super::members::plain`] makes them.

/// The name of the item itself; the others are its names in other systems.
pub(super) const GUID: &[&str] = &[
    "uri",
    "urn",
    "@id",
    "guid",
    "uno",
    "idansa",
    "id",
    "uuid",
    "newsitemid",
    "newsobjectid",
    "imageid",
    "documentid",
    "systemidentifier",
    "identifier",
];
/// Names of the item in other systems.
pub(super) const ALT_IDS: &[&str] = &[
    "itemid",
    "entryid",
    "usn",
    "afpshortid",
    "afpid",
    "medianumber",
    "reference",
    "uniqueid",
    "uniquename",
    "familyid",
    "idansamd5",
    "registryentries",
];
pub(super) const VERSION: &[&str] = &["version", "revision", "videoversion"];
pub(super) const KIND: &[&str] = &["type", "@type", "kind", "class", "assettype", "mediatype", "itemclass", "product"];
pub(super) const STATUS: &[&str] = &["pubstatus", "status"];
/// The state of the item in the system of the house: killed, recalled, scheduled.
pub(super) const STATE: &[&str] = &["state"];
pub(super) const VERSION_CREATED: &[&str] = &[
    "versioncreated",
    "modified",
    "lastmodified",
    "datemodified",
    "published",
    "pubdate",
    "publishdate",
    "publishedat",
    "validatedate",
    "globaleditdate",
    "datereleased",
    "datepublished",
    "updated",
    "createdate",
    "datecreated",
    "created",
];
pub(super) const FIRST_CREATED: &[&str] = &[
    "firstcreated",
    "datepublished",
    "firstissuedate",
    "created",
    "createdate",
    "pubdate",
    "firstpublished",
    "publishdate",
];
pub(super) const CONTENT_CREATED: &[&str] = &["contentcreated", "datecreated", "mediadate", "circadatecreated"];
pub(super) const EMBARGO: &[&str] =
    &["embargoed", "embargoeduntil", "embargo", "embargotime", "sperrfrist", "holduntil"];
pub(super) const EXPIRES: &[&str] = &["expires", "expiry", "expirydate", "expirationdate"];
pub(super) const LANGUAGE: &[&str] =
    &["language", "lang", "languagecode", "inlanguage", "contentlanguage", "languages"];
pub(super) const HEADLINE: &[&str] = &["headline", "title"];
/// Further lines of the head, told apart by their names.
pub(super) const HEADLINES: &[&str] =
    &["title", "subhead", "subtitle", "subheadline", "kicker", "headlineextended", "pretitle"];
pub(super) const SLUG: &[&str] = &["slugline", "slug", "topic"];
pub(super) const BYLINE: &[&str] = &["byline", "bylines", "by", "contentby"];
pub(super) const CREDIT: &[&str] = &["creditline", "credit", "descriptioncreditline"];
pub(super) const DATELINE: &[&str] = &["dateline"];
/// Texts that are the story; those that differ only in their notation are the same text twice.
pub(super) const BODY: &[&str] = &[
    "articlehtml",
    "bodyhtml",
    "bodyxhtml",
    "bodyhtml5",
    "bodytext",
    "articlebody",
    "body",
    "storyhtml",
    "story",
    "news",
];
/// Names of the story where no better one is there.
pub(super) const BODY_ELSE: &[&str] =
    &["contenthtml", "contenttext", "content", "fulltext", "fullstory", "storytext", "articletext", "maintext", "text"];
/// Boxes that go with the story.
pub(super) const BOXES: &[&str] = &["infoboxhtml", "linkboxhtml", "bodyfooter"];
pub(super) const DESCRIPTIONS: &[&str] = &[
    "teaser",
    "abstract",
    "summary",
    "lead",
    "caption",
    "captionshort",
    "description",
    "descriptiontext",
    "descriptionhtml",
    "descriptioncaption",
    "descriptionsummary",
];
pub(super) const NOTES: &[&str] =
    &["ednote", "ednotes", "advisory", "editorialinfo", "specialinstructions", "autopublishnotice", "update"];
pub(super) const SIGNALS: &[&str] = &["signal", "signals"];
/// Notes in which the members say who may read them: `{"public_html": ..., "nonpublic_html": ...}`.
pub(super) const NOTEPADS: &[&str] = &["notepad", "notebook"];
/// Members that name other items, and the status that these have from now on.
pub(super) const ORDERS: &[(&str, &str)] = &[
    ("kills", "canceled"),
    ("killed", "canceled"),
    ("cancels", "canceled"),
    ("retracts", "canceled"),
    ("withdraws", "canceled"),
    ("recalls", "canceled"),
    ("holds", "withheld"),
    ("withholds", "withheld"),
    ("releases", "usable"),
    ("reinstates", "usable"),
];
/// What kind of turn in a story it is: `Kill`, `Correction`, `Lead` ...
pub(super) const TURNS: &[&str] = &["editorialtypes", "editorialtype"];
pub(super) const URGENCY: &[&str] = &["urgency"];
pub(super) const PRIORITY: &[&str] = &["priority"];
pub(super) const KEYWORDS: &[&str] = &["keywords", "keyword", "tags"];
pub(super) const SUBJECTS: &[&str] = &[
    "subject",
    "subjects",
    "iptc",
    "category",
    "categories",
    "supcategory",
    "categoryansa",
    "categorysupansa",
    "anpacategory",
    "theme",
];
pub(super) const PLACES: &[&str] = &["place", "places", "locationsshown"];
pub(super) const PEOPLE: &[&str] = &["person", "people", "persons", "personsshown", "personsheard"];
pub(super) const ORGANISATIONS: &[&str] =
    &["organisation", "organisations", "organization", "organizations", "featuredorganisations"];
pub(super) const GENRES: &[&str] = &["genre", "genres"];
pub(super) const LOCATED: &[&str] = &["datelinelocation", "located", "locationscreated"];
/// A place in words, beside the rest.
pub(super) const PLACE_WORDS: &[&str] = &["city", "statprov", "country", "countryname", "ctrname"];
pub(super) const PROVIDER: &[&str] = &["provider", "supplier", "publisher"];
pub(super) const SOURCES: &[&str] = &["infosource", "infosources", "sourcetitle", "source"];
pub(super) const CREATORS: &[&str] = &["photographer", "authors", "author", "authorname", "creators", "creator"];
pub(super) const CONTRIBUTORS: &[&str] = &["contributors", "contributor"];
pub(super) const NOTICES: &[&str] = &["copyrightnotice", "copyrightline", "copyright"];
pub(super) const HOLDER: &[&str] = &["copyrightholder", "copyrightowners"];
pub(super) const TERMS: &[&str] = &["usageterms"];
/// Lists of concepts of all kinds, each of which says its own.
pub(super) const MIXED: &[&str] = &["categories", "entities", "afpentity"];
pub(super) const RENDITIONS: &[&str] = &["renditions", "renderurls", "medias"];
pub(super) const COMPONENTS: &[&str] = &["newscomponents"];
pub(super) const ASSOCIATIONS: &[&str] = &["associations", "bagitem", "media"];
pub(super) const LINKS: &[&str] = &["links", "href", "externalmetadatalinks"];

/// Names that only news has. An object with none of them is no news, however much it looks like it: a ticket and a
/// page of a shop have a title, a time and a text too.
pub(super) const OF_NEWS: &[&str] = &[
    "headline",
    "byline",
    "slugline",
    "dateline",
    "creditline",
    "credit",
    "pubstatus",
    "urgency",
    "versioncreated",
    "firstcreated",
    "ednote",
    "ednotes",
    "advisory",
    "embargoed",
    "caption",
    "captionshort",
    "copyrightnotice",
    "copyright",
    "newsitemid",
    "teaser",
    "kicker",
    "lead",
    "wordcount",
    "newscomponents",
    "bodytext",
    "bodyxhtml",
    "photographer",
    "mediumtype",
    "personsshown",
    "locationsshown",
    "locationscreated",
    "copyrightowners",
    "articlebody",
    "datepublished",
];
