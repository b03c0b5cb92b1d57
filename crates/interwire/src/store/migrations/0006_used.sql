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
