//! People of the house who may log in: their roles, and their passwords, of which only an argon2id hash is kept.
//! The command `user` and the pages both come here; the rows are in `store::users`.

pub mod link;
pub mod preferences;

use crate::store::tx::Tx;
use crate::store::users::UserRow;
use crate::store::{Db, DbError};
use argon2::{Argon2, PasswordHasher, PasswordVerifier};
use interwire_core::exchange::store::{StoreError, Stored};
use interwire_core::time::Time;
use std::fmt;
use std::str::FromStr;

/// The fewest characters of a password.
pub const PASSWORD_CHARS_MIN: usize = crate::house::passphrase::CHARS_MIN;
/// The most bytes of a password: more only costs time.
pub const PASSWORD_BYTES_MAX: usize = 1024;
/// The most characters of a name.
pub const NAME_CHARS_MAX: usize = 64;

/// What a person is to the node. What each may do is one table, `web::routes`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Works at the desk: sees everything that arrives and went out, recalls items of the house.
    Editor,
    /// Runs the agreements: signs and declines.
    Cooperation,
    /// Connects feeds and partners, mends what could not be read.
    Technician,
    /// May do everything the pages offer.
    Admin,
    /// Sees everything, recalled items too, and changes nothing.
    Auditor,
    /// Sees the board and its items.
    ReadOnly,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 6] =
        [Self::Editor, Self::Cooperation, Self::Technician, Self::Admin, Self::Auditor, Self::ReadOnly];

    /// Its word, as in commands and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Editor => "editor",
            Self::Cooperation => "cooperation",
            Self::Technician => "technician",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
            Self::ReadOnly => "read-only",
        }
    }

    /// Whether the content of a recalled item may be shown to it. All others see the order, not the body.
    #[must_use]
    pub fn sees_recalled(self) -> bool {
        matches!(self, Self::Admin | Self::Auditor)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Role {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let words = || Self::ALL.map(Self::word).join(", ");
        Self::ALL.into_iter().find(|role| role.word() == text).ok_or_else(|| format!("a role is one of: {}", words()))
    }
}

/// Why somebody cannot be added.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadUser {
    /// The name is empty, too long, or has control characters or white space around it.
    #[error("a name has 1 to {NAME_CHARS_MAX} characters, without control characters or space around it")]
    Name,
    /// The password is too short or too long.
    #[error("a password has at least {PASSWORD_CHARS_MIN} characters and at most {PASSWORD_BYTES_MAX} bytes")]
    Password,
    /// The system gives no random bytes, or the hash fails.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
}

/// A person with the hash of their password. Hashing takes about 50 ms and 19 MiB, so it is apart from the writing.
///
/// # Errors
/// If the name or the password cannot be used.
pub fn new(name: &str, password: &str, role: Role, now: Time) -> Result<UserRow, BadUser> {
    let user = without_password(name, role, now)?;
    Ok(UserRow { password: hashed(password)?, ..user })
}

/// A person who has no password yet, and so cannot log in before they have set one by a link.
///
/// # Errors
/// If the name cannot be used.
pub fn without_password(name: &str, role: Role, now: Time) -> Result<UserRow, BadUser> {
    let usable = !name.is_empty() && name.trim() == name && !name.chars().any(char::is_control);
    if !usable || name.chars().count() > NAME_CHARS_MAX {
        return Err(BadUser::Name);
    }
    Ok(UserRow {
        name: name.to_owned(),
        password: String::new(),
        role: role.word().to_owned(),
        language: String::new(),
        created_at: now,
        disabled: false,
    })
}

/// The hash of a password. It takes about 50 ms and 19 MiB.
///
/// # Errors
/// If the password cannot be used.
pub fn hashed(password: &str) -> Result<String, BadUser> {
    if password.chars().count() < PASSWORD_CHARS_MIN || password.len() > PASSWORD_BYTES_MAX {
        return Err(BadUser::Password);
    }
    hash(password)
}

/// Adds a person, or replaces the one of that name and ends their sessions.
///
/// # Errors
/// If the store fails.
pub fn add(tx: &mut Tx, user: &UserRow, by: &str, now: Time) -> Stored<()> {
    tx.remove_sessions(Some(&user.name), now)?;
    tx.put_user(user)?;
    tx.audit(now, by, "user added", &format!("{} as {}", user.name, user.role))
}

/// The person, if name and password are right and they may log in. It takes as long for a name that is not known.
///
/// # Errors
/// If the database cannot be read.
pub async fn verify(db: &Db, name: &str, password: &str) -> Result<Option<UserRow>, StoreError> {
    let found = db.user(name).await?.filter(|user| !user.disabled);
    // Who has no password yet is like nobody: it takes as long.
    let kept = found.as_ref().map(|user| user.password.clone()).filter(|kept| !kept.is_empty());
    let password = password.to_owned();
    let right = tokio::task::spawn_blocking(move || matches(&password, kept.as_deref()));
    let right = right.await.map_err(|e| StoreError(e.to_string()))?;
    Ok(found.filter(|_| right))
}

/// The role of a row.
///
/// # Errors
/// If the row names none.
pub fn role(user: &UserRow) -> Result<Role, DbError> {
    user.role.parse().map_err(DbError::Row)
}

fn hash(password: &str) -> Result<String, BadUser> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|e| BadUser::Hash(e.to_string()))?;
    let hashed = Argon2::default().hash_password_with_salt(password.as_bytes(), &salt);
    hashed.map(|hash| hash.to_string()).map_err(|e| BadUser::Hash(e.to_string()))
}

/// Whether the password belongs to the hash. Without a hash it works as long, and it does not.
fn matches(password: &str, kept: Option<&str>) -> bool {
    if password.len() > PASSWORD_BYTES_MAX {
        return false;
    }
    match kept {
        Some(kept) => Argon2::default().verify_password(password.as_bytes(), kept).is_ok(),
        None => {
            let _ = Argon2::default().hash_password_with_salt(password.as_bytes(), &[0; 16]);
            false
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_recognised_by_its_hash_alone() {
        let user = new("Vũ Việt Trang", "đường dài mới biết", Role::Editor, Time::default()).unwrap();
        assert!(user.password.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{}", user.password);
        assert!(matches("đường dài mới biết", Some(&user.password)));
        assert!(!matches("đường dài mới biết ", Some(&user.password)));
        assert!(!matches("", None));
    }

    #[test]
    fn names_and_passwords_that_cannot_be_used_are_refused() {
        let long = "x".repeat(2000);
        for (name, password, expected) in [
            ("", "long enough 1", BadUser::Name),
            (" a", "long enough 1", BadUser::Name),
            ("a\nb", "long enough 1", BadUser::Name),
            ("a", "short", BadUser::Password),
            ("a", &long, BadUser::Password),
        ] {
            assert_eq!(new(name, password, Role::Admin, Time::default()), Err(expected), "{name:?}");
        }
    }

    #[test]
    fn every_role_has_one_word() {
        for role in Role::ALL {
            assert_eq!(role.word().parse(), Ok(role));
        }
        assert!("root".parse::<Role>().is_err());
    }
}
