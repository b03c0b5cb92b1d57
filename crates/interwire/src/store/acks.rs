//! What receivers say of published statements, and how they answer recalls.

use super::tables::{ACKS, ANSWERS};
use super::tx::limit_of;
use super::value::{Columns, Row};
use super::writer::Writer;
use super::{DbError, row};
use interwire_core::exchange::store::{Ack, AnswerRow, Verdict};
use interwire_core::ids::{AgreementId, PartyId, Position};
use interwire_core::protocol::v1::statement::Code;

fn verdict_of(cause: Option<Code>) -> Verdict {
    cause.map_or(Verdict::Received, Verdict::Refused)
}

impl Writer {
    pub(super) fn put_ack(&mut self, position: &Position, ack: &Ack) -> Result<(), DbError> {
        let cause = match &ack.verdict {
            Verdict::Received => None,
            Verdict::Refused(cause) => Some(cause.as_str()),
        };
        let mut row = self.place(position)?;
        row.extend(row![self.party(&ack.by)?, cause, ack.at]);
        self.put(&ACKS, row);
        Ok(())
    }

    /// By party.
    pub(crate) fn acks(&mut self, position: &Position) -> Result<Vec<Ack>, DbError> {
        let Some(place) = self.find_place(position)? else { return Ok(Vec::new()) };
        let mut acks = Vec::new();
        for mut row in self.under(&ACKS, &place)? {
            let mut columns = Columns::of(ACKS.name, row.split_off(place.len()));
            let by = columns.int()?;
            let (verdict, at) = (verdict_of(columns.parsed_option()?), columns.time_option()?);
            acks.push(Ack { by: self.party_named(by)?, verdict, at });
        }
        acks.sort_by(|a, b| a.by.cmp(&b.by));
        Ok(acks)
    }

    /// By journal and index; only our own words can be unsaid, so it is not asked whose they are.
    pub(super) fn unsaid(
        &mut self,
        agreement: &AgreementId,
        limit: usize,
    ) -> Result<Vec<(Position, Verdict)>, DbError> {
        let Some(number) = self.find_agreement(agreement)? else { return Ok(Vec::new()) };
        self.flush(&ACKS)?;
        let mut journals = Vec::new();
        for row in self.fetch("SELECT id FROM journals WHERE agreement = ?", &row![number])? {
            let id = Columns::of("journals", row).int()?;
            journals.push((self.journal_named(id)?, id));
        }
        journals.sort();
        let mut unsaid: Vec<(Position, Verdict)> = Vec::new();
        for (journal, id) in journals {
            let sql = "SELECT idx, cause FROM acks WHERE journal = ? AND at IS NULL ORDER BY idx, by LIMIT ?";
            for row in self.fetch(sql, &row![id, limit_of(limit.saturating_sub(unsaid.len()))])? {
                let mut columns = Columns::of(ACKS.name, row);
                let position = Position { journal: journal.clone(), index: columns.unsigned()? };
                unsaid.push((position, verdict_of(columns.parsed_option()?)));
            }
        }
        Ok(unsaid)
    }

    pub(super) fn put_answer(&mut self, position: &Position, answer: &AnswerRow) -> Result<(), DbError> {
        let place = self.place(position)?;
        let known = self.under(&ANSWERS, &place)?;
        let mut key = place;
        key.extend(row![self.party(&answer.by)?, answer.answer.word()]);
        if known.iter().any(|row| row.starts_with(&key)) {
            return Ok(());
        }
        key.extend(row![known.len() as u64, answer.at]);
        self.put(&ANSWERS, key);
        Ok(())
    }

    /// In the order in which they were put.
    pub(crate) fn answers(&mut self, position: &Position) -> Result<Vec<AnswerRow>, DbError> {
        let Some(place) = self.find_place(position)? else { return Ok(Vec::new()) };
        let mut answers = Vec::new();
        for mut row in self.under(&ANSWERS, &place)? {
            answers.push(self.answer_of(row.split_off(place.len()))?);
        }
        answers.sort_by_key(|(seq, _)| *seq);
        Ok(answers.into_iter().map(|(_, answer)| answer).collect())
    }

    fn answer_of(&mut self, row: Row) -> Result<(u64, AnswerRow), DbError> {
        let mut columns = Columns::of(ANSWERS.name, row);
        let (by, answer, seq, at) = (columns.int()?, columns.parsed()?, columns.unsigned()?, columns.time()?);
        let by: PartyId = self.party_named(by)?;
        Ok((seq, AnswerRow { by, answer, at }))
    }
}
