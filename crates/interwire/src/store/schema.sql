-- The whole schema as it is now: the sum of the migrations, for reading. A test holds it against them.

CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    checksum BLOB NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT;

CREATE TABLE parties (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    sum INTEGER NOT NULL
) STRICT;

CREATE TABLE agreements (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    known INTEGER NOT NULL CHECK (known IN (0, 1)),
    sum INTEGER NOT NULL
) STRICT;

-- Documents of an agreement, in the order in which they became known; the bytes are a blob.
CREATE TABLE agreement_documents (
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    hash BLOB NOT NULL,
    seq INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (agreement, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE journals (
    id INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    epoch INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    UNIQUE (agreement, party, epoch)
) STRICT;

-- What is known of a journal besides its entries.
CREATE TABLE journal_state (
    journal INTEGER PRIMARY KEY REFERENCES journals (id),
    frontier BLOB NOT NULL,
    head TEXT,
    head_size INTEGER NOT NULL,
    newest TEXT,
    newest_size INTEGER NOT NULL,
    folded INTEGER NOT NULL,
    told INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    seen TEXT NOT NULL,
    standing TEXT NOT NULL CHECK (standing IN ('open', 'forked', 'lost')),
    sum INTEGER NOT NULL
) STRICT;

CREATE TABLE entries (
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE tiles (
    journal INTEGER NOT NULL REFERENCES journals (id),
    level INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (journal, level, idx)
) STRICT;

-- Statements from which the life of agreements is computed, in the order in which they took effect here.
CREATE TABLE life (
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    seen TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (journal, idx)
) STRICT;
CREATE INDEX life_order ON life (agreement, seq);

-- Bytes by hash: small ones in the row, larger ones in a file of the blob folder (`bytes` is null).
CREATE TABLE blobs (
    hash BLOB PRIMARY KEY,
    size INTEGER NOT NULL,
    bytes BLOB
) STRICT;

CREATE TABLE grants (
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    hash BLOB NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (agreement, hash)
) STRICT, WITHOUT ROWID;

CREATE TABLE wants (
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    hash BLOB NOT NULL,
    size INTEGER NOT NULL,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    seq INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (journal, idx, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX wants_order ON wants (agreement, seq);
CREATE INDEX wants_hash ON wants (hash);

CREATE TABLE items (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    guid TEXT,
    current INTEGER,
    recall_order INTEGER,
    recall_action TEXT CHECK (recall_action IN ('correct', 'withhold', 'kill')),
    recall_through INTEGER,
    recall_reason TEXT,
    recall_at INTEGER,
    recall_stopped INTEGER,
    recall_corrected INTEGER,
    recall_released INTEGER,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE guids (
    source INTEGER NOT NULL REFERENCES parties (id),
    guid TEXT NOT NULL,
    item BLOB NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, guid, item)
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    doc BLOB NOT NULL,
    doc_size INTEGER NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('usable', 'withheld', 'canceled')),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'refused')),
    cause TEXT,
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    conflict INTEGER NOT NULL CHECK (conflict IN (0, 1)),
    test INTEGER NOT NULL CHECK (test IN (0, 1)),
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE sent (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, agreement)
) STRICT, WITHOUT ROWID;

-- Which statements are about an item: published, recalled, released; found when the entry is kept.
CREATE TABLE about (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('published', 'recalled', 'released')),
    version INTEGER,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, journal, idx)
) STRICT, WITHOUT ROWID;

-- What each receiver says of each published statement; `cause` is null for received, `at` while we have not said it.
CREATE TABLE acks (
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    by INTEGER NOT NULL REFERENCES parties (id),
    cause TEXT,
    at INTEGER,
    sum INTEGER NOT NULL,
    PRIMARY KEY (journal, idx, by)
) STRICT, WITHOUT ROWID;
CREATE INDEX acks_unsaid ON acks (journal, idx) WHERE at IS NULL;

CREATE TABLE answers (
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER NOT NULL,
    by INTEGER NOT NULL REFERENCES parties (id),
    answer TEXT NOT NULL CHECK (answer IN ('stopped', 'removed', 'unused')),
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (journal, idx, by, answer)
) STRICT, WITHOUT ROWID;

-- Statements that wait until our journal may be written.
CREATE TABLE queue (
    seq INTEGER PRIMARY KEY,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    bytes BLOB NOT NULL,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_order ON queue (agreement, seq);

-- What a person must see. `key` is the hash of what makes a finding the same.
CREATE TABLE findings (
    key BLOB PRIMARY KEY,
    about INTEGER NOT NULL REFERENCES parties (id),
    journal INTEGER NOT NULL REFERENCES journals (id),
    idx INTEGER,
    code TEXT NOT NULL,
    evidence BLOB NOT NULL,
    at INTEGER NOT NULL,
    closed_at INTEGER,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX findings_open ON findings (at) WHERE closed_at IS NULL;

-- Partners' nodes: where they are, what we let them do, and how the last contacts went.
CREATE TABLE peers (
    party INTEGER PRIMARY KEY REFERENCES parties (id),
    title TEXT NOT NULL,
    endpoint TEXT,
    endpoint_at INTEGER,
    allow_private_address INTEGER NOT NULL CHECK (allow_private_address IN (0, 1)),
    allow_plain_http INTEGER NOT NULL CHECK (allow_plain_http IN (0, 1)),
    paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
    contact_at INTEGER,
    heard_at INTEGER,
    failures INTEGER NOT NULL,
    failure_code TEXT,
    failure_text TEXT,
    failed_at INTEGER,
    retry_at INTEGER,
    skew_ms INTEGER,
    sum INTEGER NOT NULL
) STRICT;

-- Every arrival at our own intake, before anything reads it.
CREATE TABLE intake (
    id INTEGER PRIMARY KEY,
    feed TEXT NOT NULL,
    path TEXT NOT NULL,
    blob BLOB NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    service TEXT,
    hint TEXT,
    media TEXT,
    test INTEGER NOT NULL CHECK (test IN (0, 1)),
    state TEXT NOT NULL CHECK (state IN ('arrived', 'read', 'dead')),
    format TEXT,
    items INTEGER NOT NULL,
    notes TEXT NOT NULL,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX intake_blob ON intake (blob, feed);
CREATE INDEX intake_by ON intake (feed, id);
CREATE INDEX intake_arrived ON intake (id) WHERE state = 'arrived';

CREATE TABLE dead_letters (
    id INTEGER PRIMARY KEY,
    intake INTEGER REFERENCES intake (id),
    party INTEGER REFERENCES parties (id),
    blob BLOB,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    next_step TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'solved', 'dropped')),
    closed_by TEXT,
    closed_at INTEGER,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX dead_letters_open ON dead_letters (id) WHERE state = 'open';

-- What the pages list of each version: read from its document when it arrived, or when we took it in.
CREATE TABLE desk (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL UNIQUE,
    guid TEXT NOT NULL,
    doc BLOB NOT NULL,
    kind TEXT NOT NULL,
    pub_status TEXT NOT NULL,
    headline TEXT,
    slug TEXT,
    language TEXT,
    service TEXT,
    urgency INTEGER,
    embargo_until INTEGER,
    embargo_unclear INTEGER NOT NULL CHECK (embargo_unclear IN (0, 1)),
    version_created INTEGER,
    arrived_at INTEGER NOT NULL,
    feed TEXT,
    intake INTEGER REFERENCES intake (id),
    original BLOB,
    original_format TEXT,
    test INTEGER NOT NULL CHECK (test IN (0, 1)),
    notes TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, version)
) STRICT;
CREATE INDEX desk_from ON desk (source, seq);
CREATE INDEX desk_guid ON desk (guid);

-- Why a version of ours was delivered, held or not delivered to a party under an agreement.
CREATE TABLE decisions (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    verdict TEXT NOT NULL CHECK (verdict IN ('deliver', 'hold', 'exclude')),
    article TEXT,
    reasons TEXT NOT NULL,
    until INTEGER,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, version, agreement, party)
) STRICT, WITHOUT ROWID;

-- Versions of ours that wait for a moment before they are delivered under an agreement.
CREATE TABLE holds (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    until INTEGER,
    cause TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, version, agreement)
) STRICT, WITHOUT ROWID;
CREATE INDEX holds_until ON holds (until) WHERE until IS NOT NULL;

-- What the house's own systems are told, in order: they keep the cursor `seq`.
CREATE TABLE outlet_events (
    seq INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('version', 'correction', 'embargoed', 'freed', 'recalled', 'released')),
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER,
    action TEXT,
    reason TEXT,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT;

CREATE TABLE outlet_cursors (
    name TEXT PRIMARY KEY,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE users (
    name TEXT PRIMARY KEY,
    password TEXT NOT NULL,
    role TEXT NOT NULL,
    language TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1)),
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- How a person wants the pages. Whoever has no row has the defaults; their language is with the person.
CREATE TABLE preferences (
    user TEXT PRIMARY KEY REFERENCES users (name),
    zone TEXT,
    scheme TEXT NOT NULL CHECK (scheme IN ('system', 'light', 'dark')),
    density TEXT NOT NULL CHECK (density IN ('comfortable', 'compact')),
    text_size TEXT NOT NULL CHECK (text_size IN ('normal', 'large')),
    sounds INTEGER NOT NULL CHECK (sounds IN (0, 1)),
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Only a hash of the cookie is kept.
CREATE TABLE sessions (
    token BLOB PRIMARY KEY,
    user TEXT NOT NULL REFERENCES users (name),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The link by which a person sets a password of their own, once. Only a hash of its secret is kept; a person has at
-- most one, and a new one ends the one before.
CREATE TABLE links (
    user TEXT PRIMARY KEY REFERENCES users (name),
    token BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- First offers, in and out, and what became of them; an offer is brought to each party by itself.
CREATE TABLE offers (
    agreement INTEGER NOT NULL REFERENCES agreements (id),
    party INTEGER NOT NULL REFERENCES parties (id),
    endpoint TEXT,
    direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
    state TEXT NOT NULL CHECK (state IN ('open', 'delivered', 'signed', 'declined', 'refused')),
    at INTEGER NOT NULL,
    note TEXT,
    sum INTEGER NOT NULL,
    PRIMARY KEY (agreement, party)
) STRICT, WITHOUT ROWID;

-- What people did, and with which right.
CREATE TABLE audit (
    id INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    sum INTEGER NOT NULL
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What each person has seen: everything up to a place of the desk, and single places after it, as a JSON list.
CREATE TABLE reading (
    user TEXT PRIMARY KEY REFERENCES users (name),
    through INTEGER NOT NULL,
    seen TEXT NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Who works on an item.
CREATE TABLE taken (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    user TEXT NOT NULL REFERENCES users (name),
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item)
) STRICT, WITHOUT ROWID;

-- Searches that people keep, and how they are told of what arrives for them.
CREATE TABLE searches (
    id INTEGER PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES users (name),
    name TEXT NOT NULL,
    query TEXT NOT NULL,
    shared INTEGER NOT NULL CHECK (shared IN (0, 1)),
    on_board INTEGER NOT NULL CHECK (on_board IN (0, 1)),
    mail TEXT,
    hook TEXT,
    hook_secret BLOB,
    created_at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX searches_owner ON searches (owner);

-- Alerts of saved searches, on their way or told.
CREATE TABLE alerts_out (
    id INTEGER PRIMARY KEY,
    search INTEGER NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('board', 'mail', 'hook')),
    what TEXT NOT NULL CHECK (what IN ('version', 'recalled')),
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'told', 'failed', 'dropped')),
    attempts INTEGER NOT NULL,
    next_at INTEGER,
    cause TEXT,
    closed_at INTEGER,
    closed_by TEXT,
    sum INTEGER NOT NULL
) STRICT;
CREATE INDEX alerts_out_due ON alerts_out (next_at) WHERE state = 'waiting';
CREATE INDEX alerts_out_search ON alerts_out (search, id);
CREATE INDEX alerts_out_item ON alerts_out (source, item);

-- The board by urgency.
CREATE INDEX desk_urgency ON desk (coalesce(urgency, 10), seq DESC);

-- What is known of media files from their own bytes: found out again from the blobs whenever it is missing.
CREATE TABLE media (
    hash BLOB PRIMARY KEY,
    recipe INTEGER NOT NULL,
    media_type TEXT,
    width INTEGER,
    height INTEGER,
    duration_ms INTEGER,
    codecs TEXT,
    preview INTEGER NOT NULL CHECK (preview IN (0, 1)),
    cause TEXT,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The file whose preview stands for a version in lists.
CREATE TABLE thumbnails (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    version INTEGER NOT NULL,
    blob BLOB NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, version)
) STRICT, WITHOUT ROWID;

-- Files that items of our own intake name by an address elsewhere, until they are here or given up.
CREATE TABLE fetches (
    intake INTEGER NOT NULL REFERENCES intake (id),
    href TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'given-up')),
    attempts INTEGER NOT NULL,
    next_at INTEGER NOT NULL,
    cause TEXT,
    hash BLOB,
    size INTEGER,
    sum INTEGER NOT NULL,
    PRIMARY KEY (intake, href)
) STRICT, WITHOUT ROWID;
CREATE INDEX fetches_due ON fetches (next_at) WHERE state = 'waiting';

-- What only the house knows of a use of its own: the statement in its journal tells partners version, medium, language,
-- time and address. `mark` is the hash of what the statement says.
CREATE TABLE uses (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    mark BLOB NOT NULL,
    outlet TEXT NOT NULL,
    credit TEXT NOT NULL,
    note TEXT NOT NULL,
    who TEXT NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, mark)
) STRICT, WITHOUT ROWID;

-- Why an order about an item of ours was given, for the house alone; partners read the public reason.
CREATE TABLE order_notes (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    at INTEGER NOT NULL,
    action TEXT NOT NULL,
    who TEXT NOT NULL,
    note TEXT NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, at)
) STRICT, WITHOUT ROWID;

-- Statements of use by the item that they name, and ends of use by the statement that they end. The first is what
-- stands after `"item":"` where `"kind":"used"` stands; the second what stands after `"index":` where
-- `"kind":"use_ended"` stands. Whoever reads by them reads the whole statement before believing it.
CREATE INDEX entries_used ON entries (substr(bytes, instr(bytes, X'226974656D223A22') + 8, 22))
    WHERE instr(bytes, X'226B696E64223A227573656422') > 0;
CREATE INDEX entries_use_ended
    ON entries (journal, CAST(CAST(substr(bytes, instr(bytes, X'22696E646578223A') + 8, 16) AS TEXT) AS INTEGER))
    WHERE instr(bytes, X'226B696E64223A227573655F656E64656422') > 0;

-- Bytes that were let go because the settings keep them no longer: by which rule, after how many days, when. Their hashes
-- stay wherever they are named.
CREATE TABLE let_go (
    hash BLOB PRIMARY KEY,
    rule TEXT NOT NULL CHECK (rule IN ('texts', 'media', 'dead-letters')),
    days INTEGER NOT NULL,
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Which files items name: read from their documents, and read again whenever it is missing.
CREATE TABLE item_files (
    source INTEGER NOT NULL REFERENCES parties (id),
    item BLOB NOT NULL,
    hash BLOB NOT NULL,
    sum INTEGER NOT NULL,
    PRIMARY KEY (source, item, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_files_hash ON item_files (hash);

-- Large files, to add up what they take.
CREATE INDEX blobs_files ON blobs (size) WHERE bytes IS NULL;

-- Versions that were read from a file of the house.
CREATE INDEX desk_original ON desk (original) WHERE original IS NOT NULL;
