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
