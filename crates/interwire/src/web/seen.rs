//! What each person has seen of the board: lines that are new to them are marked. It is kept in the database, and
//! remembered here, because every event of the live board asks for it.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use crate::ops::desk::reading as op;
use crate::store::reading::Reading;
use axum::Form;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

/// What people who have the board open have seen.
#[derive(Default)]
pub struct Readings(RwLock<HashMap<String, Reading>>);

impl Readings {
    fn known(&self, name: &str) -> Option<Reading> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned()
    }

    fn put(&self, name: &str, reading: Reading) {
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), reading);
    }

    /// Whether somebody has seen what is at a place; whoever is not known here has.
    pub fn has(&self, name: &str, seq: i64) -> bool {
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner);
        known.get(name).is_none_or(|reading| reading.has(seq))
    }
}

impl Web {
    /// What the reader has seen. To a person who comes for the first time, only what arrives from then on is new.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn reading(&self, access: &Access) -> Result<Reading, Failure> {
        if let Some(known) = self.readings().known(access.name()) {
            return Ok(known);
        }
        let reading = match self.node().db().reading(access.name()).await? {
            Some(reading) => reading,
            None => {
                let (newest, _) = self.node().db().newest_of_desk().await?;
                op::see_through(&self.ctx(access), newest).await?
            }
        };
        self.readings().put(access.name(), reading.clone());
        Ok(reading)
    }

    /// The reader has opened what is at a place.
    ///
    /// # Errors
    /// If the store fails.
    pub async fn saw(&self, access: &Access, seq: i64) -> Result<(), Failure> {
        if !self.reading(access).await?.has(seq) {
            self.readings().put(access.name(), op::see(&self.ctx(access), seq).await?);
        }
        Ok(())
    }
}

/// Up to where.
#[derive(Deserialize)]
pub struct Asked {
    through: i64,
    #[serde(default)]
    back: String,
}

/// `POST /board/seen`: everything up to a place counts as seen.
pub async fn through(State(web): State<Web>, access: Access, Form(asked): Form<Asked>) -> Result<Response, Failure> {
    let (newest, _) = web.node().db().newest_of_desk().await?;
    let reading = op::see_through(&web.ctx(&access), asked.through.min(newest)).await?;
    web.readings().put(access.name(), reading);
    Ok(web.go(&format!("/board?{}", asked.back.replace(['\r', '\n'], ""))))
}
