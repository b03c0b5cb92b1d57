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
