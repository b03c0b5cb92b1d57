-- The link by which a person sets a password of their own, once. Only a hash of its secret is kept; a person has at
-- most one, and a new one ends the one before.
CREATE TABLE links (
    user TEXT PRIMARY KEY REFERENCES users (name),
    token BLOB NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- When something last came from a partner, and by a feed of the house.
CREATE INDEX desk_from ON desk (source, seq);
CREATE INDEX intake_by ON intake (feed, id);
