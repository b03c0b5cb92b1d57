-- Version 3: what people do at the desk.

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
