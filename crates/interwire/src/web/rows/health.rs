//! Figures for the metrics: counts that the database knows without reading everything.

use super::all;
use crate::store::value::Columns;
use crate::store::{Db, DbError};

/// A figure: metric, labels, value.
pub type Figure = (String, Vec<(&'static str, String)>, i64);

/// Sizes and counts, as the metrics give them.
///
/// # Errors
/// If the database cannot be read.
pub async fn figures(db: &Db) -> Result<Vec<Figure>, DbError> {
    let mut figures = counts(db).await?;
    let sql = "SELECT a.name, p.name, j.epoch, s.head_size FROM journal_state s JOIN journals j ON j.id = s.journal
        JOIN agreements a ON a.id = j.agreement JOIN parties p ON p.id = j.party ORDER BY 1, 2, 3";
    let journal = |columns: &mut Columns| {
        let labels = vec![
            ("agreement", columns.text()?),
            ("party", columns.text()?),
            ("epoch", columns.number32()?.to_string()),
        ];
        Ok(("interwire_journal_entries".to_owned(), labels, columns.int()?))
    };
    figures.extend(all(db, "journal_state", sqlx::query(sql), journal).await?);
    Ok(figures)
}

async fn counts(db: &Db) -> Result<Vec<Figure>, DbError> {
    // max(rowid) instead of count(*) where rows are never deleted: it reads one page.
    let sql = "SELECT 'interwire_desk_versions', coalesce(max(seq), 0) FROM desk
        UNION ALL SELECT 'interwire_intake_files', coalesce(max(id), 0) FROM intake
        UNION ALL SELECT 'interwire_outlet_events', coalesce(max(seq), 0) FROM outlet_events
        UNION ALL SELECT 'interwire_wanted_blobs', count(*) FROM wants
        UNION ALL SELECT 'interwire_dead_letters_open', count(*) FROM dead_letters WHERE state = 'open'
        UNION ALL SELECT 'interwire_findings_open', count(*) FROM findings WHERE closed_at IS NULL
        UNION ALL SELECT 'interwire_holds', count(*) FROM holds
        UNION ALL SELECT 'interwire_queued_statements', count(*) FROM queue
        UNION ALL SELECT 'interwire_database_bytes', (SELECT page_count FROM pragma_page_count())
            * (SELECT page_size FROM pragma_page_size())";
    all(db, "health", sqlx::query(sql), |columns| Ok((columns.text()?, Vec::new(), columns.int()?))).await
}
