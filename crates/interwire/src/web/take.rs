//! A person takes an item, so that two do not do the same story, or lets it go. Everybody's board shows it at once.

use super::Web;
use super::access::Access;
use super::failure::Failure;
use super::item::Found;
use crate::ops::desk::take as op;
use crate::users::Role;
use axum::extract::{Path, State};
use axum::response::Response;

/// `POST /items/{source}/{item}/take`
pub async fn take(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let key = Found::at(&web, &source, &item).await?.key;
    op::take(&web.ctx(&access), key.clone()).await?;
    web.desk().again(&key).await;
    Ok(web.go(&format!("/items/{source}/{item}")))
}

/// `POST /items/{source}/{item}/let-go`
pub async fn let_go(
    State(web): State<Web>,
    access: Access,
    Path((source, item)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let key = Found::at(&web, &source, &item).await?.key;
    let any = access.person.as_ref().is_some_and(|person| person.role == Role::Admin);
    op::let_go(&web.ctx(&access), key.clone(), any).await?;
    web.desk().again(&key).await;
    Ok(web.go(&format!("/items/{source}/{item}")))
}
