//! `user-*`: people of the house who may log in to the pages. What each role may do is the pages' own table.

use super::agreement::seal::Secret;
use super::{Ctx, Nothing, fault};
use crate::errors::{Code, Error};
use crate::store::users::UserRow;
use crate::users::{self, Role};
use serde::{Deserialize, Serialize};

/// A person.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// The name to log in with.
    pub name: String,
    /// What the person is to the node.
    pub role: String,
    /// Language of the pages; empty for the house's.
    pub language: String,
    /// Since when.
    pub created_at: String,
    /// May not log in.
    pub disabled: bool,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        let UserRow { name, role, language, created_at, disabled, .. } = row;
        Self { name, role, language, created_at: created_at.to_string(), disabled }
    }
}

/// Who may log in, by name.
///
/// # Errors
/// If the store fails.
pub async fn list(ctx: &Ctx, _: Nothing) -> Result<Vec<User>, Error> {
    Ok(ctx.node.db().users().await?.into_iter().map(User::from).collect())
}

/// A person to be added.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Add {
    /// The name to log in with.
    pub name: String,
    /// What the person is to the node.
    pub role: String,
    /// The first password.
    pub password: Secret,
}

/// Adds a person.
///
/// # Errors
/// If there is one of that name, or name, role or password cannot be used.
pub async fn add(ctx: &Ctx, input: Add) -> Result<User, Error> {
    let role = input.role.parse().map_err(|e| fault::unreadable("the role", &input.role, &e))?;
    let user = hashed(ctx, &input.name, input.password, role).await?;
    let who = ctx.who.clone();
    ctx.step(move |step| {
        if step.tx.user(&user.name)?.is_some() {
            let reason = "there is a user of that name; `interwire user reset` gives another password";
            return Ok(Err(fault::unreadable("the name", &user.name, &reason)));
        }
        users::add(step.tx, &user, &who, step.now)?;
        Ok(Ok(user.into()))
    })
    .await
}

/// Hashing takes its time, so it is done apart from everything else.
async fn hashed(ctx: &Ctx, name: &str, password: Secret, role: Role) -> Result<UserRow, Error> {
    let (asked, now) = (name.to_owned(), ctx.node.now());
    let made = tokio::task::spawn_blocking(move || users::new(&asked, password.text(), role, now)).await;
    let made = made.map_err(|e| Error::new(Code::StoreFailed).because(e))?;
    made.map_err(|e| fault::unreadable("the user", name, &e))
}

/// Another password.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Reset {
    /// The name.
    pub name: String,
    /// The password.
    pub password: Secret,
}

/// Gives a person another password and ends their sessions.
///
/// # Errors
/// If there is nobody of that name, or the password cannot be used.
pub async fn reset(ctx: &Ctx, input: Reset) -> Result<User, Error> {
    let fresh = hashed(ctx, &input.name, input.password, Role::ReadOnly).await?;
    change(ctx, input.name, "user password reset", move |user| user.password = fresh.password).await
}

/// Who is shut out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Disable {
    /// The name.
    pub name: String,
    /// Let the person in again.
    #[serde(default)]
    pub enable: bool,
}

/// Shuts a person out and ends their sessions, or lets the person in again.
///
/// # Errors
/// If there is nobody of that name.
pub async fn disable(ctx: &Ctx, input: Disable) -> Result<User, Error> {
    let what = if input.enable { "user enabled" } else { "user disabled" };
    change(ctx, input.name, what, move |user| user.disabled = !input.enable).await
}

/// Another role.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ChangeRole {
    /// The name.
    pub name: String,
    /// What the person is to the node from now on.
    pub role: String,
}

/// Gives a person another role and ends their sessions.
///
/// # Errors
/// If there is nobody of that name, or no such role.
pub async fn role(ctx: &Ctx, input: ChangeRole) -> Result<User, Error> {
    let role: Role = input.role.parse().map_err(|e| fault::unreadable("the role", &input.role, &e))?;
    change(ctx, input.name, "user role changed", move |user| user.role = role.word().to_owned()).await
}

/// Changes somebody else: nobody shuts themselves out, or takes away the role by which they could undo it.
async fn change(
    ctx: &Ctx,
    name: String,
    what: &'static str,
    change: impl FnOnce(&mut UserRow) + Send + 'static,
) -> Result<User, Error> {
    let who = ctx.who.clone();
    if who == name {
        return Err(fault::unreadable("the name", &name, &"it is your own; another administrator can change you"));
    }
    ctx.step(move |step| {
        let Some(mut user) = step.tx.user(&name)? else {
            return Ok(Err(Error::new(Code::UserUnknown).with("name", &name)));
        };
        let before = user.password.clone();
        change(&mut user);
        if user.password != before {
            step.tx.remove_link(&name)?;
        }
        step.tx.remove_sessions(Some(&name), step.now)?;
        step.tx.put_user(&user)?;
        step.tx.audit(step.now, &who, what, &name)?;
        Ok(Ok(user.into()))
    })
    .await
}
