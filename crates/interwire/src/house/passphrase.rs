//! Passphrases: from a file, from the environment (for automation) or from the person at the terminal, unseen.

use super::unreadable;
use crate::errors::{Code, Error};
use icu_normalizer::ComposingNormalizerBorrowed;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The fewest characters of a new passphrase.
pub const CHARS_MIN: usize = 12;

/// A passphrase in one spelling: Unicode NFC, so that the same letters open a key whatever keyboard wrote them.
/// Wiped from memory when dropped and never shown.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// From a text as it was typed; line ends at its end do not count.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let nfc = ComposingNormalizerBorrowed::new_nfc();
        Self(Zeroizing::new(nfc.normalize(text.trim_end_matches(['\r', '\n'])).into_owned()))
    }

    /// Its bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// Refuses one that is too short to protect a new key.
    ///
    /// # Errors
    /// If it has fewer than [`CHARS_MIN`] characters.
    pub fn good_enough(self) -> Result<Self, Error> {
        if self.0.chars().count() < CHARS_MIN {
            return Err(Error::new(Code::PassphraseShort).with("least", CHARS_MIN));
        }
        Ok(self)
    }
}

/// Where a passphrase may come from, in this order.
pub struct Sources<'a> {
    /// A file that holds it on its first line.
    pub file: Option<PathBuf>,
    /// A variable of the environment.
    pub variable: &'a str,
    /// What it is for, as the terminal asks it.
    pub prompt: &'a str,
}

impl Sources<'_> {
    /// The passphrase of a key that is there.
    ///
    /// # Errors
    /// If there is none to be had.
    pub fn ask(&self) -> Result<Passphrase, Error> {
        match self.given()? {
            Some(given) => Ok(given),
            None => self.typed(self.prompt),
        }
    }

    /// A passphrase for a new key: long enough, and typed twice if it is typed.
    ///
    /// # Errors
    /// If there is none to be had, it is too short, or the two are not the same.
    pub fn choose(&self) -> Result<Passphrase, Error> {
        if let Some(given) = self.given()? {
            return given.good_enough();
        }
        let first = self.typed(self.prompt)?.good_enough()?;
        let second = self.typed("The same once more")?;
        if first.as_bytes() == second.as_bytes() { Ok(first) } else { Err(Error::new(Code::PassphraseTwice)) }
    }

    /// From the file or the environment.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn given(&self) -> Result<Option<Passphrase>, Error> {
        if let Some(path) = &self.file {
            return from_file(path).map(Some);
        }
        Ok(std::env::var(self.variable).ok().map(|text| Passphrase::new(&Zeroizing::new(text))))
    }

    fn typed(&self, prompt: &str) -> Result<Passphrase, Error> {
        let missing = || Error::new(Code::PassphraseUnasked).with("variable", self.variable);
        if !std::io::stdin().is_terminal() {
            return Err(missing());
        }
        let text = rpassword::prompt_password(format!("{prompt}: ")).map_err(|cause| missing().because(cause))?;
        Ok(Passphrase::new(&Zeroizing::new(text)))
    }
}

fn from_file(path: &Path) -> Result<Passphrase, Error> {
    let text = std::fs::read_to_string(path).map_err(|cause| unreadable(path).because(cause))?;
    let text = Zeroizing::new(text);
    Ok(Passphrase::new(text.lines().next().unwrap_or_default()))
}
