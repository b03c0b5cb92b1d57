//! The tables as the writing side sees them: name, columns in order, how many of the first are the key, and whether a
//! checksum follows. A test holds this list against the schema. What each is for: docs/data.md.

use std::fmt::Write;

/// One table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns without `sum`.
    pub columns: &'static [&'static str],
    /// How many of the first columns are the key.
    pub key: usize,
    /// Whether each row ends with the column `sum`.
    pub sealed: bool,
}

const fn sealed(name: &'static str, key: usize, columns: &'static [&'static str]) -> Table {
    Table { name, columns, key, sealed: true }
}

const fn plain(name: &'static str, key: usize, columns: &'static [&'static str]) -> Table {
    Table { name, columns, key, sealed: false }
}

/// `parties`: names of parties.
pub static PARTIES: Table = sealed("parties", 1, &["id", "name"]);
/// `agreements`: ids of agreements, and whether the node knows the agreement itself.
pub static AGREEMENTS: Table = sealed("agreements", 1, &["id", "name", "known"]);
/// `agreement_documents`: the versions of an agreement that became known.
pub static AGREEMENT_DOCUMENTS: Table = sealed("agreement_documents", 2, &["agreement", "hash", "seq"]);
/// `journals`: names of journals.
pub static JOURNALS: Table = sealed("journals", 1, &["id", "agreement", "party", "epoch"]);
/// `journal_state`: what is known of a journal besides its entries.
pub static JOURNAL_STATE: Table = sealed(
    "journal_state",
    1,
    &[
        "journal",
        "frontier",
        "head",
        "head_size",
        "newest",
        "newest_size",
        "folded",
        "told",
        "last_at",
        "seen",
        "standing",
    ],
);
/// `entries`: statements.
pub static ENTRIES: Table = plain("entries", 2, &["journal", "idx", "bytes"]);
/// `tiles`: hashes of the trees.
pub static TILES: Table = plain("tiles", 3, &["journal", "level", "idx", "bytes"]);
/// `life`: statements that make the life of agreements.
pub static LIFE: Table = sealed("life", 2, &["journal", "idx", "agreement", "seq", "bytes", "seen"]);
/// `blobs`: bytes by hash.
pub static BLOBS: Table = plain("blobs", 1, &["hash", "size", "bytes"]);
/// `grants`: which blob is served under which agreement.
pub static GRANTS: Table = sealed("grants", 2, &["agreement", "hash"]);
/// `wants`: which statement waits for which blob.
pub static WANTS: Table = sealed("wants", 3, &["journal", "idx", "hash", "size", "agreement", "seq"]);
/// `items`: current version and recall of each item.
pub static ITEMS: Table = sealed(
    "items",
    2,
    &[
        "source",
        "item",
        "guid",
        "current",
        "recall_order",
        "recall_action",
        "recall_through",
        "recall_reason",
        "recall_at",
        "recall_stopped",
        "recall_corrected",
        "recall_released",
    ],
);
/// `guids`: items by guid.
pub static GUIDS: Table = sealed("guids", 3, &["source", "guid", "item"]);
/// `versions`: versions of items.
pub static VERSIONS: Table = sealed(
    "versions",
    3,
    &["source", "item", "version", "doc", "doc_size", "status", "state", "cause", "journal", "idx", "conflict", "test"],
);
/// `sent`: under which agreements an item of ours was published.
pub static SENT: Table = sealed("sent", 3, &["source", "item", "agreement"]);
/// `about`: which statements are about an item.
pub static ABOUT: Table = sealed("about", 4, &["source", "item", "journal", "idx", "kind", "version"]);
/// `acks`: receivers' words about published statements.
pub static ACKS: Table = sealed("acks", 3, &["journal", "idx", "by", "cause", "at"]);
/// `answers`: receivers' answers to recalls.
pub static ANSWERS: Table = sealed("answers", 4, &["journal", "idx", "by", "answer", "seq", "at"]);
/// `queue`: statements that wait to be written.
pub static QUEUE: Table = sealed("queue", 1, &["seq", "agreement", "bytes"]);
/// `findings`: what a person must see.
pub static FINDINGS: Table =
    sealed("findings", 1, &["key", "about", "journal", "idx", "code", "evidence", "at", "closed_at"]);
/// `peers`: partners' nodes.
pub static PEERS: Table = sealed(
    "peers",
    1,
    &[
        "party",
        "title",
        "endpoint",
        "endpoint_at",
        "allow_private_address",
        "allow_plain_http",
        "paused",
        "contact_at",
        "heard_at",
        "failures",
        "failure_code",
        "failure_text",
        "failed_at",
        "retry_at",
        "skew_ms",
    ],
);
/// `intake`: every arrival at our own intake.
pub static INTAKE: Table = sealed(
    "intake",
    1,
    &[
        "id", "feed", "path", "blob", "size", "at", "service", "hint", "media", "test", "state", "format", "items",
        "notes",
    ],
);
/// `dead_letters`: what could not be read, matched or delivered.
pub static DEAD_LETTERS: Table = sealed(
    "dead_letters",
    1,
    &[
        "id",
        "intake",
        "party",
        "blob",
        "code",
        "message",
        "next_step",
        "attempts",
        "first_at",
        "last_at",
        "state",
        "closed_by",
        "closed_at",
    ],
);
/// `desk`: what the pages list of each version.
pub static DESK: Table = sealed(
    "desk",
    3,
    &[
        "source",
        "item",
        "version",
        "seq",
        "guid",
        "doc",
        "kind",
        "pub_status",
        "headline",
        "slug",
        "language",
        "service",
        "urgency",
        "embargo_until",
        "embargo_unclear",
        "version_created",
        "arrived_at",
        "feed",
        "intake",
        "original",
        "original_format",
        "test",
        "notes",
    ],
);
/// `decisions`: why a version was delivered, held or excluded.
pub static DECISIONS: Table = sealed(
    "decisions",
    5,
    &["source", "item", "version", "agreement", "party", "verdict", "article", "reasons", "until", "at"],
);
/// `holds`: versions that wait for a moment.
pub static HOLDS: Table = sealed("holds", 4, &["source", "item", "version", "agreement", "until", "cause"]);
/// `outlet_events`: what the house's own systems are told.
pub static OUTLET_EVENTS: Table =
    sealed("outlet_events", 1, &["seq", "kind", "source", "item", "version", "action", "reason", "at"]);
/// `outlet_cursors`: how far each of them has come.
pub static OUTLET_CURSORS: Table = sealed("outlet_cursors", 1, &["name", "seq", "at"]);
/// `users`: people who may log in.
pub static USERS: Table = sealed("users", 1, &["name", "password", "role", "language", "created_at", "disabled"]);
/// `preferences`: how people want the pages.
pub static PREFERENCES: Table = sealed("preferences", 1, &["user", "zone", "scheme", "density", "text_size", "sounds"]);
/// `sessions`: who is logged in.
pub static SESSIONS: Table = sealed("sessions", 1, &["token", "user", "created_at", "expires_at"]);
/// `links`: how people set passwords of their own.
pub static LINKS: Table = sealed("links", 1, &["user", "token", "created_at", "expires_at"]);
/// `offers`: offers in and out.
pub static OFFERS: Table = sealed("offers", 2, &["agreement", "party", "endpoint", "direction", "state", "at", "note"]);
/// `audit`: what people did.
pub static AUDIT: Table = sealed("audit", 1, &["id", "at", "who", "what", "about"]);
/// `settings`: small things that must survive.
pub static SETTINGS: Table = sealed("settings", 1, &["name", "value"]);
/// `reading`: what each person has seen.
pub static READING: Table = sealed("reading", 1, &["user", "through", "seen"]);
/// `taken`: who works on an item.
pub static TAKEN: Table = sealed("taken", 2, &["source", "item", "user", "at"]);
/// `searches`: searches that people keep.
pub static SEARCHES: Table = sealed(
    "searches",
    1,
    &["id", "owner", "name", "query", "shared", "on_board", "mail", "hook", "hook_secret", "created_at"],
);
/// `alerts_out`: alerts on their way or told.
pub static ALERTS_OUT: Table = sealed(
    "alerts_out",
    1,
    &[
        "id",
        "search",
        "channel",
        "what",
        "source",
        "item",
        "version",
        "at",
        "state",
        "attempts",
        "next_at",
        "cause",
        "closed_at",
        "closed_by",
    ],
);
/// `media`: what is known of media files from their bytes.
pub static MEDIA: Table = sealed(
    "media",
    1,
    &["hash", "recipe", "media_type", "width", "height", "duration_ms", "codecs", "preview", "cause", "at"],
);
/// `thumbnails`: which file stands for a version in lists.
pub static THUMBNAILS: Table = sealed("thumbnails", 3, &["source", "item", "version", "blob"]);
/// `fetches`: files to be fetched from addresses elsewhere.
pub static FETCHES: Table =
    sealed("fetches", 2, &["intake", "href", "state", "attempts", "next_at", "cause", "hash", "size"]);
/// `let_go`: bytes that are kept no longer.
pub static LET_GO: Table = sealed("let_go", 1, &["hash", "rule", "days", "size", "at"]);
/// `item_files`: which files items name.
pub static ITEM_FILES: Table = sealed("item_files", 3, &["source", "item", "hash"]);

/// `uses`: what only the house knows of its own uses of partners' items.
pub static USES: Table = sealed("uses", 3, &["source", "item", "mark", "outlet", "credit", "note", "who", "at"]);
/// `order_notes`: why orders about our own items were given, for the house alone.
pub static ORDER_NOTES: Table = sealed("order_notes", 3, &["source", "item", "at", "action", "who", "note"]);

/// All tables but `schema_version`, each after those it refers to.
pub static ALL: [&Table; 47] = [
    &PARTIES,
    &AGREEMENTS,
    &AGREEMENT_DOCUMENTS,
    &JOURNALS,
    &JOURNAL_STATE,
    &ENTRIES,
    &TILES,
    &LIFE,
    &BLOBS,
    &GRANTS,
    &WANTS,
    &ITEMS,
    &GUIDS,
    &VERSIONS,
    &SENT,
    &ABOUT,
    &ACKS,
    &ANSWERS,
    &QUEUE,
    &FINDINGS,
    &PEERS,
    &INTAKE,
    &DEAD_LETTERS,
    &DESK,
    &DECISIONS,
    &HOLDS,
    &OUTLET_EVENTS,
    &OUTLET_CURSORS,
    &USERS,
    &PREFERENCES,
    &SESSIONS,
    &LINKS,
    &OFFERS,
    &AUDIT,
    &SETTINGS,
    &READING,
    &TAKEN,
    &SEARCHES,
    &ALERTS_OUT,
    &MEDIA,
    &THUMBNAILS,
    &FETCHES,
    &USES,
    &ORDER_NOTES,
    &LET_GO,
    &ITEM_FILES,
    &SCHEMA_VERSION,
];

/// `schema_version`: the migrations that made this database.
pub static SCHEMA_VERSION: Table = sealed("schema_version", 1, &["version", "name", "checksum", "at"]);

impl Table {
    /// All columns, `sum` included.
    pub fn stored(&self) -> impl Iterator<Item = &'static str> {
        self.columns.iter().copied().chain(self.sealed.then_some("sum"))
    }

    /// Reads the columns, without `sum`, of rows whose first `fixed` columns are given.
    #[must_use]
    pub fn select(&self, fixed: usize) -> String {
        let mut sql = format!("SELECT {} FROM {}", self.columns.join(", "), self.name);
        for (nth, column) in self.columns.iter().take(fixed).enumerate() {
            let _ = write!(sql, " {} {column} = ?", if nth == 0 { "WHERE" } else { "AND" });
        }
        sql
    }

    /// Reads the rows whose first `fixed` columns are given, and the next is one of `choices`.
    #[must_use]
    pub fn select_among(&self, fixed: usize, choices: usize) -> String {
        let column = self.columns.get(fixed).copied().unwrap_or_default();
        let joint = if fixed == 0 { "WHERE" } else { "AND" };
        format!("{} {joint} {column} IN ({})", self.select(fixed), vec!["?"; choices].join(", "))
    }

    /// Writes `rows` whole rows, replacing those with the same key.
    #[must_use]
    pub fn upsert(&self, rows: usize) -> String {
        let columns: Vec<_> = self.stored().collect();
        let one = format!("({})", vec!["?"; columns.len()].join(", "));
        let (key, rest) = columns.split_at(self.key);
        let set: Vec<_> = rest.iter().map(|column| format!("{column} = excluded.{column}")).collect();
        let conflict = if set.is_empty() { "NOTHING".to_owned() } else { format!("UPDATE SET {}", set.join(", ")) };
        format!(
            "INSERT INTO {} ({}) VALUES {} ON CONFLICT ({}) DO {conflict}",
            self.name,
            columns.join(", "),
            vec![one; rows].join(", "),
            key.join(", "),
        )
    }

    /// Removes the row with this key.
    #[must_use]
    pub fn delete(&self) -> String {
        let key: Vec<_> = self.columns.iter().take(self.key).map(|column| format!("{column} = ?")).collect();
        format!("DELETE FROM {} WHERE {}", self.name, key.join(" AND "))
    }
}
