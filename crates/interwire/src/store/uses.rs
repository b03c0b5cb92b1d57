//! Who uses an item and where, as parties say it in their journals, statements of ours that wait to be written included;
//! and what only the house knows of its own uses. Nothing is derived beforehand: two indexes find the statements.

use super::items::bytes_of_item;
use super::tables::{QUEUE, USES};
use super::tx::{Tx, failed};
use super::value::{Columns, Row, row, row_of};
use super::{Db, DbError};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash, ItemKey, JournalId, PartyId, Position};
use interwire_core::protocol::v1::statement::{Body, Statement, Used};
use interwire_core::time::Time;

/// A use that a party has told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SaidUse {
    /// Who uses the item.
    pub by: PartyId,
    /// Under which agreement it was told.
    pub agreement: AgreementId,
    /// Where the statement stands, the newest if it was told again in a later epoch; `None` while it waits to be written.
    pub position: Option<Position>,
    /// What it says.
    pub used: Used,
    /// When it was written.
    pub at: Time,
    /// Until when, once its end was told.
    pub until: Option<Time>,
}

impl SaidUse {
    /// Names what the statement says, whatever its place.
    #[must_use]
    pub fn mark(&self) -> Hash {
        mark(&self.used)
    }

    /// It goes on.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.until.is_none()
    }

    /// It was told by mistake: it ended when it began.
    #[must_use]
    pub fn taken_back(&self) -> bool {
        self.until.is_some_and(|until| until <= self.used.since)
    }
}

/// The hash of what a statement of use says. The same use told again, as after an epoch, has the same.
#[must_use]
pub fn mark(used: &Used) -> Hash {
    let bytes = Statement::new(Time::default(), Vec::new(), Body::Used(used.clone())).to_bytes();
    Hash::of(&bytes.unwrap_or_default())
}

/// What only the house knows of a use of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct HouseUse {
    /// The outlet, as the house calls it.
    pub outlet: String,
    /// The credit as it was given there.
    pub credit: String,
    /// A note.
    pub note: String,
    /// Who said so.
    pub who: String,
    /// When.
    pub at: Time,
}

const USED: &str = "SELECT agreements.name, parties.name, journals.epoch, entries.idx, entries.bytes, (
        SELECT ends.bytes FROM entries AS ends INDEXED BY entries_use_ended
        WHERE instr(ends.bytes, X'226B696E64223A227573655F656E64656422') > 0
            AND ends.journal = entries.journal AND ends.idx > entries.idx AND entries.idx =
            CAST(CAST(substr(ends.bytes, instr(ends.bytes, X'22696E646578223A') + 8, 16) AS TEXT) AS INTEGER)
        ORDER BY ends.idx LIMIT 1)
    FROM entries JOIN journals ON journals.id = entries.journal JOIN agreements ON agreements.id = journals.agreement
    JOIN parties ON parties.id = journals.party
    WHERE instr(entries.bytes, X'226B696E64223A227573656422') > 0
        AND substr(entries.bytes, instr(entries.bytes, X'226974656D223A22') + 8, 22) = ?
    ORDER BY agreements.id, parties.id, journals.epoch, entries.idx";
const QUEUED: &str = "SELECT agreements.name, queue.bytes FROM queue JOIN agreements ON agreements.id = queue.agreement
    WHERE instr(queue.bytes, X'226B696E64223A22757365') > 0 ORDER BY queue.seq";
const PASSED_ON: &str = "SELECT DISTINCT parties.name, agreements.name, about.version FROM about
    JOIN journals ON journals.id = about.journal JOIN agreements ON agreements.id = journals.agreement
    JOIN parties ON parties.id = journals.party JOIN parties AS sources ON sources.id = about.source
    WHERE sources.name = ? AND about.item = ? AND about.kind = 'published' AND journals.party != about.source
    ORDER BY parties.name, agreements.name, about.version";

impl Db {
    /// Who has told that they use an item, oldest first for each party; ours that wait to be written last.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn uses(&self, key: &ItemKey, me: &PartyId) -> Stored<Vec<SaidUse>> {
        let query = sqlx::query(USED).bind(key.item.as_str().as_bytes());
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        let mut all: Vec<SaidUse> = Vec::new();
        for row in &rows {
            let Some(told) = told(row_of(row)?, key)? else { continue };
            let again =
                |one: &&mut SaidUse| one.by == told.by && one.agreement == told.agreement && one.mark() == told.mark();
            // Told again in a later epoch, where its end can be told.
            match all.iter_mut().find(again) {
                Some(known) => *known = SaidUse { at: known.at, until: told.until.or(known.until), ..told },
                None => all.push(told),
            }
        }
        self.add_waiting(&mut all, key, me).await?;
        Ok(all)
    }

    /// What waits until our journal may be written: uses, and ends of uses.
    async fn add_waiting(&self, all: &mut Vec<SaidUse>, key: &ItemKey, me: &PartyId) -> Stored<()> {
        let rows = sqlx::query(QUEUED).fetch_all(self.reader()).await.map_err(failed)?;
        for row in &rows {
            let mut columns = Columns::of(QUEUE.name, row_of(row)?);
            let agreement: AgreementId = columns.parsed()?;
            let Ok(statement) = Statement::from_bytes(&columns.bytes()?) else { continue };
            match statement.body {
                Body::Used(used) if is_of(&used, key) => {
                    let (by, position, until) = (me.clone(), None, None);
                    all.push(SaidUse { by, agreement, position, used, at: statement.at, until });
                }
                Body::UseEnded { index, until } => {
                    let ended = |one: &&mut SaidUse| {
                        one.by == *me
                            && one.agreement == agreement
                            && one.position.as_ref().is_some_and(|at| at.index == index)
                    };
                    if let Some(ended) = all.iter_mut().find(ended) {
                        ended.until = Some(until);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Other parties that made versions of an item available under an agreement of ours: who, under which, which version.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn passed_on(&self, key: &ItemKey) -> Stored<Vec<(PartyId, AgreementId, u64)>> {
        let query = sqlx::query(PASSED_ON).bind(key.source.as_str()).bind(bytes_of_item(&key.item)?);
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        let read = |row| {
            let mut columns = Columns::of("about", row_of(row)?);
            Ok((columns.parsed()?, columns.parsed()?, columns.unsigned()?))
        };
        rows.iter().map(read).collect()
    }

    /// What the house knows of its own uses of an item, by their marks.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn house_uses(&self, key: &ItemKey) -> Stored<Vec<(Hash, HouseUse)>> {
        let sql = "SELECT mark, outlet, credit, note, who, at FROM uses JOIN parties ON parties.id = source
            WHERE parties.name = ? AND item = ?";
        let query = sqlx::query(sql).bind(key.source.as_str()).bind(bytes_of_item(&key.item)?);
        let rows = query.fetch_all(self.reader()).await.map_err(failed)?;
        rows.iter().map(|row| Ok(house_use(&mut Columns::of(USES.name, row_of(row)?))?)).collect()
    }
}

fn house_use(columns: &mut Columns) -> Result<(Hash, HouseUse), DbError> {
    let mark = columns.hash()?;
    let (outlet, credit, note) = (columns.text()?, columns.text()?, columns.text()?);
    Ok((mark, HouseUse { outlet, credit, note, who: columns.text()?, at: columns.time()? }))
}

fn is_of(used: &Used, key: &ItemKey) -> bool {
    used.item == key.item && used.source == key.source
}

/// A use as its row tells it; `None` if the statement is no use of the item after all.
fn told(row: Row, key: &ItemKey) -> Result<Option<SaidUse>, DbError> {
    let mut columns = Columns::of("entries", row);
    let (agreement, by): (AgreementId, PartyId) = (columns.parsed()?, columns.parsed()?);
    let (epoch, index) = (columns.number32()?, columns.unsigned()?);
    let statement = Statement::from_bytes(&columns.bytes()?).ok();
    let end = columns.bytes_option()?.and_then(|bytes| Statement::from_bytes(&bytes).ok());
    let until = end.and_then(|end| match end.body {
        Body::UseEnded { index: of, until } if of == index => Some(until),
        _ => None,
    });
    let Some(Statement { body: Body::Used(used), at, .. }) = statement else { return Ok(None) };
    if !is_of(&used, key) {
        return Ok(None);
    }
    let journal = JournalId { agreement: agreement.clone(), party: by.clone(), epoch };
    Ok(Some(SaidUse { by, agreement, position: Some(Position { journal, index }), used, at, until }))
}

impl Tx<'_> {
    /// Keeps what only the house knows of a use of its own.
    ///
    /// # Errors
    /// If the store fails.
    pub fn put_house_use(&mut self, key: &ItemKey, mark: &Hash, of: &HouseUse) -> Stored<()> {
        let mut row = self.writer.item_columns(key)?;
        row.extend(row![*mark, of.outlet.as_str(), of.credit.as_str(), of.note.as_str(), of.who.as_str(), of.at]);
        self.put(&USES, row);
        Ok(())
    }

    /// Whether the house has told this very use.
    ///
    /// # Errors
    /// If the store fails.
    pub fn has_house_use(&mut self, key: &ItemKey, mark: &Hash) -> Stored<bool> {
        let Some(mut columns) = self.writer.find_item(key)? else { return Ok(false) };
        columns.extend(row![*mark]);
        Ok(self.get(&USES, &columns)?.is_some())
    }

    /// Forgets what the house knew of a use that it has told nobody.
    ///
    /// # Errors
    /// If the store fails.
    pub fn remove_house_use(&mut self, key: &ItemKey, mark: &Hash) -> Stored<()> {
        let mut columns = self.writer.item_columns(key)?;
        columns.extend(row![*mark]);
        self.writer.remove(&USES, columns);
        Ok(())
    }
}
