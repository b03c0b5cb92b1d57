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
