//! Holding the node's derived rows against those of a replay, in both directions.

use super::Mismatch;
use crate::store::tables::{ACKS, ANSWERS, ITEMS, JOURNAL_STATE, LIFE, SENT, VERSIONS, WANTS};
use crate::store::tx::Tx;
use crate::store::value::Columns;
use crate::store::{DbError, Writer};
use interwire_core::exchange::store::{Ack, ItemRow, Store, Stored, Verdict, VersionRow, VersionState};
use interwire_core::ids::{AgreementId, Hash, ItemKey, JournalId, PartyId, Position};
use std::collections::BTreeSet;

/// Compares everything that a replay of these agreements derives.
pub(crate) fn compare(
    real: &mut Writer,
    derived: &mut Tx,
    me: &PartyId,
    agreements: &[AgreementId],
) -> Stored<Vec<Mismatch>> {
    let mut found = Vec::new();
    for agreement in agreements {
        journals(real, derived, agreement, &mut found)?;
    }
    derived.flush()?;
    let gone = let_go(real)?;
    items(real, derived, me, &gone, &mut found)?;
    versions(real, derived, me, &gone, &mut found)?;
    let scope: BTreeSet<_> = agreements.iter().cloned().collect();
    acks(real, derived, me, &scope, &mut found)?;
    answers(real, derived, &scope, &mut found)?;
    wants(real, derived, &scope, &gone, &mut found)?;
    sent(real, derived, &mut found)?;
    Ok(found)
}

/// Which derived row differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Subject {
    /// What is known of a journal.
    Journal(JournalId),
    /// The life of an agreement.
    Life(AgreementId),
    /// An item.
    Item(ItemKey),
    /// A version.
    Version(ItemKey, u64),
    /// The acknowledgements of a statement.
    Acks(Position),
    /// The answers to a statement.
    Answers(Position),
    /// That a statement waits for a blob.
    Want(Position, Hash),
    /// Where an item was sent.
    Sent(ItemKey),
}

impl Subject {
    /// Its table, and its row for people.
    fn name(&self) -> (&'static str, String) {
        let item = |key: &ItemKey| format!("{}/{}", key.source, key.item);
        let place = |position: &Position| format!("{}#{}", position.journal, position.index);
        match self {
            Self::Journal(id) => (JOURNAL_STATE.name, id.to_string()),
            Self::Life(agreement) => (LIFE.name, agreement.to_string()),
            Self::Item(key) => (ITEMS.name, item(key)),
            Self::Version(key, version) => (VERSIONS.name, format!("{} version {version}", item(key))),
            Self::Acks(position) => (ACKS.name, place(position)),
            Self::Answers(position) => (ANSWERS.name, place(position)),
            Self::Want(position, hash) => (WANTS.name, format!("{} {hash}", place(position))),
            Self::Sent(key) => (SENT.name, item(key)),
        }
    }
}

fn differs(subject: Subject, what: &str) -> Mismatch {
    let (table, row) = subject.name();
    Mismatch { table, row, what: what.to_owned(), subject }
}

const NOT_JOURNALS: &str = "it is not what the journals come to";
const MISSING: &str = "the journals come to such a row, and it is missing";
const EXTRA: &str = "the journals come to no such row";

fn journals(real: &mut Writer, derived: &mut Tx, agreement: &AgreementId, found: &mut Vec<Mismatch>) -> Stored<()> {
    for ours in real.journals(agreement)? {
        let replayed = derived.journal(&ours.id)?;
        let same = replayed.is_some_and(|row| row.folded == ours.folded && row.seen == ours.seen);
        if !same {
            found.push(differs(Subject::Journal(ours.id), NOT_JOURNALS));
        }
    }
    let sorted = |mut life: Vec<interwire_core::exchange::store::LifeRow>| {
        life.sort_by(|a, b| a.position.cmp(&b.position));
        life
    };
    if sorted(real.life(agreement)?) != sorted(derived.life(agreement)?) {
        found.push(differs(Subject::Life(agreement.clone()), NOT_JOURNALS));
    }
    Ok(())
}

/// What was let go on purpose: items of which something is missing, and the missing blobs themselves. What was derived
/// from them stands and cannot be derived again.
struct LetGo {
    items: BTreeSet<ItemKey>,
    blobs: BTreeSet<Hash>,
}

fn let_go(real: &mut Writer) -> Stored<LetGo> {
    let mut gone = LetGo { items: BTreeSet::new(), blobs: BTreeSet::new() };
    let blobs = "SELECT hash FROM let_go WHERE NOT EXISTS (SELECT 1 FROM blobs WHERE blobs.hash = let_go.hash)";
    for row in real.fetch(blobs, &[])? {
        gone.blobs.insert(Columns::of("let_go", row).hash()?);
    }
    let items = "SELECT source, item FROM versions JOIN let_go ON let_go.hash = versions.doc
        UNION SELECT source, item FROM item_files JOIN let_go USING (hash)";
    for row in real.fetch(items, &[])? {
        gone.items.insert(real.item_key(&mut Columns::of("let_go", row))?);
    }
    Ok(gone)
}

/// Every key of a table, both databases' together.
fn keys<K: Ord>(
    real: &mut Writer,
    derived: &mut Tx,
    sql: &'static str,
    read: impl Fn(&mut Writer, Columns) -> Result<K, DbError>,
) -> Stored<BTreeSet<K>> {
    let mut all = BTreeSet::new();
    for database in [real, derived.database()] {
        for row in database.fetch(sql, &[])? {
            all.insert(read(database, Columns::of("", row))?);
        }
    }
    Ok(all)
}

fn item_key(database: &mut Writer, mut columns: Columns) -> Result<ItemKey, DbError> {
    database.item_key(&mut columns)
}

fn position(database: &mut Writer, mut columns: Columns) -> Result<Position, DbError> {
    database.position(&mut columns)
}

fn items(real: &mut Writer, derived: &mut Tx, me: &PartyId, gone: &LetGo, found: &mut Vec<Mismatch>) -> Stored<()> {
    for key in keys(real, derived, "SELECT source, item FROM items", item_key)? {
        if gone.items.contains(&key) {
            continue;
        }
        match (real.item(&key)?, derived.item(&key)?) {
            (Some(ours), Some(replayed)) if same_item(&ours, &replayed, me) => {}
            // The number of an order of ours is taken before the order is in a journal.
            (Some(ours), None) if key.source == *me && ours.guid.is_none() && ours.current.is_none() => {}
            (Some(_), Some(_)) if is_disputed(real, derived, &key)? => {}
            (Some(_), Some(_)) => found.push(differs(Subject::Item(key), NOT_JOURNALS)),
            (None, _) if is_disputed(real, derived, &key)? => {}
            (None, _) => found.push(differs(Subject::Item(key), MISSING)),
            (Some(_), None) => found.push(differs(Subject::Item(key), EXTRA)),
        }
    }
    Ok(())
}

fn same_item(ours: &ItemRow, replayed: &ItemRow, me: &PartyId) -> bool {
    let same_recall = match (&ours.recall, &replayed.recall) {
        (None, None) => true,
        (Some(ours), Some(replayed)) => {
            let same = |_: ()| ours.action == replayed.action && ours.through == replayed.through;
            ours.order == replayed.order && same(()) && ours.reason == replayed.reason
        }
        _ => false,
    };
    let pending = ours.key.source == *me
        && ours.recall.as_ref().map_or(0, |recall| recall.order)
            > replayed.recall.as_ref().map_or(0, |recall| recall.order);
    ours.guid == replayed.guid && ours.current == replayed.current && (same_recall || pending)
}

/// Whether what is known of an item depends on the order of arrival: two documents for one version, one guid for two
/// items, or a statement that was refused here because of what was known then.
fn is_disputed(real: &mut Writer, derived: &mut Tx, key: &ItemKey) -> Stored<bool> {
    for database in [real, derived.database()] {
        for row in database.versions_of(key)? {
            let refused = matches!(&row.state, VersionState::Refused(cause) if cause.as_str() == "guid-differs");
            if row.conflict || refused {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn versions(real: &mut Writer, derived: &mut Tx, me: &PartyId, gone: &LetGo, found: &mut Vec<Mismatch>) -> Stored<()> {
    let read = |database: &mut Writer, mut columns: Columns| {
        let key = database.item_key(&mut columns)?;
        Ok((key, columns.unsigned()?))
    };
    for (key, version) in keys(real, derived, "SELECT source, item, version FROM versions", read)? {
        let (ours, replayed) = (real.version(&key, version)?, derived.version(&key, version)?);
        let same =
            |a: &VersionRow, b: &VersionRow| (a.doc, a.status, &a.state, a.test) == (b.doc, b.status, &b.state, b.test);
        let what = match (&ours, &replayed) {
            (Some(ours), Some(replayed)) if same(ours, replayed) => continue,
            (Some(_), Some(_)) => NOT_JOURNALS,
            (None, Some(row)) if refused_by(real, me, &row.position)? => continue,
            (None, _) => MISSING,
            (Some(_), None) => EXTRA,
        };
        if !gone.items.contains(&key) && !is_disputed(real, derived, &key)? {
            found.push(differs(Subject::Version(key, version), what));
        }
    }
    Ok(())
}

/// Whether we have refused the statement: then what it announced need not be known here.
fn refused_by(real: &mut Writer, me: &PartyId, position: &Position) -> Stored<bool> {
    let acks = real.acks(position)?;
    Ok(acks.iter().any(|ack| ack.by == *me && matches!(ack.verdict, Verdict::Refused(_))))
}

/// What was said must be the same; of what we have not said yet, only that there is something to say.
fn words(acks: Vec<Ack>) -> Vec<Ack> {
    acks.into_iter().map(|ack| Ack { verdict: ack.at.map_or(Verdict::Received, |_| ack.verdict), ..ack }).collect()
}

fn acks(
    real: &mut Writer,
    derived: &mut Tx,
    me: &PartyId,
    scope: &BTreeSet<AgreementId>,
    found: &mut Vec<Mismatch>,
) -> Stored<()> {
    for place in keys(real, derived, "SELECT DISTINCT journal, idx FROM acks", position)? {
        if !scope.contains(&place.journal.agreement) {
            continue;
        }
        let (ours, replayed) = (words(real.acks(&place)?), words(derived.acks(&place)?));
        if ours != replayed {
            let said = |acks: &[Ack]| acks.iter().filter(|ack| ack.by != *me || ack.at.is_some()).cloned().collect();
            let (a, b): (Vec<Ack>, Vec<Ack>) = (said(&ours), said(&replayed));
            let what = if a.len() < b.len() { MISSING } else { NOT_JOURNALS };
            found.push(differs(Subject::Acks(place), what));
        }
    }
    Ok(())
}

fn answers(
    real: &mut Writer,
    derived: &mut Tx,
    scope: &BTreeSet<AgreementId>,
    found: &mut Vec<Mismatch>,
) -> Stored<()> {
    for place in keys(real, derived, "SELECT DISTINCT journal, idx FROM answers", position)? {
        if !scope.contains(&place.journal.agreement) {
            continue;
        }
        let sorted = |mut answers: Vec<interwire_core::exchange::store::AnswerRow>| {
            answers.sort_by(|a, b| (&a.by, a.answer).cmp(&(&b.by, b.answer)));
            answers
        };
        if sorted(real.answers(&place)?) != sorted(derived.answers(&place)?) {
            found.push(differs(Subject::Answers(place), NOT_JOURNALS));
        }
    }
    Ok(())
}

fn wants(
    real: &mut Writer,
    derived: &mut Tx,
    scope: &BTreeSet<AgreementId>,
    gone: &LetGo,
    found: &mut Vec<Mismatch>,
) -> Stored<()> {
    let sql = "SELECT journal, idx, hash FROM wants";
    let read = |database: &mut Writer, mut columns: Columns| {
        let place = database.position(&mut columns)?;
        Ok::<(Position, Hash), DbError>((place, columns.hash()?))
    };
    for (place, hash) in keys(real, derived, sql, read)? {
        let (ours, replayed) = (real.has_want(&place, &hash)?, derived.database().has_want(&place, &hash)?);
        if ours != replayed && scope.contains(&place.journal.agreement) && !gone.blobs.contains(&hash) {
            found.push(differs(Subject::Want(place, hash), if ours { EXTRA } else { MISSING }));
        }
    }
    Ok(())
}

/// What the journals say was sent must be known; more may be, that waits to be said.
fn sent(real: &mut Writer, derived: &mut Tx, found: &mut Vec<Mismatch>) -> Stored<()> {
    for key in keys(real, derived, "SELECT DISTINCT source, item FROM sent", item_key)? {
        let ours = real.sent(&key)?;
        if derived.sent(&key)?.iter().any(|agreement| !ours.contains(agreement)) {
            found.push(differs(Subject::Sent(key), MISSING));
        }
    }
    Ok(())
}
