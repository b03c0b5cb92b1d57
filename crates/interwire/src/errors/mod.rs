//! The catalogue of what can go wrong in front of a person: each error has a code, a sentence with values, and a page
//! in Markdown beside this file that says what happened and what to do. The page is the only place of the words.
//!
//! A new error is one page and one line in the table below. Refusals between nodes are `transport::refusal`.

mod page;

pub use page::Page;

use std::error::Error as StdError;
use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// Which error. The number is for ever: a code that is no longer used is not given to another error.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All of them, by number.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as people read it out: `I0001`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The name in the program, by which the tests look for its use.
            #[cfg(test)]
            fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// Its page.
            #[must_use]
            pub fn page(self) -> Page {
                match self { $(Self::$name => Page::of(include_str!(concat!($code, ".md"))),)* }
            }
        }
    };
}

// I00 is the command line's, I01 the store's, I03 that of queries, I04 the desk's.
codes! {
    /// A file or folder cannot be read.
    FileUnreadable = "I0001",
    /// A file or folder cannot be written.
    FileUnwritable = "I0002",
    /// The output of the command cannot be written.
    OutputBroken = "I0003",
    /// No error has that code, or no command that name.
    HelpUnknown = "I0004",
    /// The file is in no format that is read, or is broken.
    NewsUnreadable = "I0005",
    /// The file has several items or none, where one is needed.
    ItemChoice = "I0006",
    /// The item cannot be written in that format.
    NewsUnwritable = "I0007",
    /// A setting is wrong.
    ConfigWrong = "I0008",
    /// The folder holds no node.
    NoNode = "I0009",
    /// What was to be made is there already.
    AlreadyThere = "I0010",
    /// A key file is not the key that is needed.
    KeyUnusable = "I0011",
    /// A key file can be read by others.
    KeyOpen = "I0012",
    /// The passphrase is not the one of the key.
    PassphraseWrong = "I0013",
    /// A sealed key was to be opened without a passphrase.
    PassphraseMissing = "I0014",
    /// A new passphrase is too short.
    PassphraseShort = "I0015",
    /// A new passphrase was typed in two ways.
    PassphraseTwice = "I0016",
    /// There is nobody to ask for the passphrase.
    PassphraseUnasked = "I0017",
    /// No random bytes, or no memory to seal a key.
    SealingFailed = "I0018",
    /// Partners are told with different numbers of ids, keys and names.
    PartnersUneven = "I0019",
    /// A draft cannot be understood.
    DraftUnreadable = "I0020",
    /// The node did not start, for a reason that has no page of its own.
    StartFailed = "I0021",
    /// Another program has the data directory.
    DirectoryLocked = "I0101",
    /// There is no node in the directory.
    NodeAbsent = "I0102",
    /// The database is of another version.
    DatabaseVersion = "I0103",
    /// The database is damaged.
    DatabaseDamaged = "I0104",
    /// The database failed.
    DatabaseFailed = "I0105",
    /// A file of the data directory cannot be read or written.
    DataFile = "I0106",
    /// The folder for a backup or a restored node has something in it.
    FolderNotEmpty = "I0107",
    /// The folder is not a backup.
    NotBackup = "I0108",
    /// A file of a backup is damaged.
    BackupDamaged = "I0109",
    /// Nothing says whose a data directory is.
    OwnerUnknown = "I0110",
    /// A backup was to be repaired.
    IsBackup = "I0111",
    /// A backup is of another party's node.
    OtherParty = "I0112",
    /// There is no room for it on the disk.
    DiskFull = "I0113",
    /// The node's store failed.
    StoreFailed = "I0201",
    /// What was given does not read as what is needed.
    ArgumentWrong = "I0202",
    /// The running node answered in a way that the command does not understand.
    NodeUnclear = "I0203",
    /// The running node does not answer.
    NodeSilent = "I0204",
    /// No agreement is meant by what was given.
    AgreementUnknown = "I0205",
    /// Several things are meant by what was given.
    Ambiguous = "I0206",
    /// No version of the agreement waits for our signature.
    NothingToSign = "I0207",
    /// Several versions wait, and none was named.
    VersionChoice = "I0208",
    /// What was to be said of an agreement would have no effect.
    ActNotPossible = "I0209",
    /// A partner's node could not be asked.
    PartnerUnreachable = "I0210",
    /// No Interwire node answers at that address.
    NoNodeThere = "I0211",
    /// No agreement is shared with that party.
    PartnerUnknown = "I0212",
    /// An agreement may not be signed by this program.
    MayNotSign = "I0213",
    /// A draft may not be offered.
    MayNotOffer = "I0214",
    /// An agreement names another root key than a party has.
    RootDiffers = "I0215",
    /// It is not known where a party's node is.
    AddressMissing = "I0216",
    /// The node at an address is of a party that the agreement does not have.
    OtherPartyThere = "I0217",
    /// An agreement was to be signed and nobody was named to sign it.
    SignatoryMissing = "I0218",
    /// A person did not confirm.
    NotConfirmed = "I0219",
    /// No item is meant by what was given.
    ItemUnknown = "I0220",
    /// An order about an item is not possible.
    OrderNotPossible = "I0221",
    /// A dead letter is not open, or has no bytes.
    LetterClosed = "I0222",
    /// A folder or file that was to be taken in has nothing in it.
    NothingThere = "I0223",
    /// Nobody of that name may log in.
    UserUnknown = "I0224",
    /// A link to set a password was used, is too old, or never was.
    LinkUnusable = "I0225",
    /// The password so far is another.
    PasswordWrong = "I0226",
    /// A use of an item, or its end, cannot be told.
    UseNotPossible = "I0227",
    /// An item that may not be used was to be used.
    UseOfRecalled = "I0228",
    /// A dossier of a version cannot be made.
    NoDossier = "I0229",
    /// A file is no dossier.
    NotDossier = "I0230",
    /// A query cannot be read.
    QueryWrong = "I0301",
    /// A query is longer, deeper or broader than queries may be.
    QueryTooLarge = "I0302",
    /// Somebody else has taken the item.
    TakenByOther = "I0401",
    /// It was not taken by whoever lets it go.
    NotTaken = "I0402",
    /// There is no such search, or it is another's.
    SearchUnknown = "I0403",
    /// Somebody keeps too many searches.
    SearchesMany = "I0404",
    /// The alert is told, waits by itself, or was put away.
    AlertClosed = "I0405",
}

impl Code {
    /// The code of that name, in either case.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str().eq_ignore_ascii_case(text))
    }
}

/// Something that went wrong, told to a person by code and values, with its technical cause for the log.
pub struct Error(Box<Inner>);

struct Inner {
    code: Code,
    values: Vec<(&'static str, String)>,
    cause: Option<Box<dyn StdError + Send + Sync>>,
}

impl Error {
    /// An error without values.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, values: Vec::new(), cause: None }))
    }

    /// Fills `{name}` of its page; a second value for the same name replaces the first.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.0.values.retain(|(known, _)| *known != name);
        self.0.values.push((name, value.to_string()));
        self
    }

    /// Fills a name of its page with a value told by another program; a name that the page does not have is passed over.
    #[must_use]
    pub fn retold(self, name: &str, value: impl ToString) -> Self {
        match self.0.code.page().names().find(|known| *known == name) {
            Some(known) => self.with(known, value),
            None => self,
        }
    }

    /// The values of its page.
    pub fn values(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.values.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// Names the technical cause; it also fills `{cause}`.
    #[must_use]
    pub fn because(mut self, cause: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        let cause = cause.into();
        let text = cause.to_string();
        self.0.cause = Some(cause);
        self.with("cause", text)
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// What happened, in one sentence.
    #[must_use]
    pub fn sentence(&self) -> String {
        page::fill(self.0.code.page().title, &self.0.values)
    }

    /// What to do next, in a sentence or two.
    #[must_use]
    pub fn next_step(&self) -> String {
        page::fill(&self.0.code.page().next_step(), &self.0.values)
    }

    /// For the log: the code, the values and the chain of causes on one line.
    #[must_use]
    pub fn log(&self) -> String {
        let mut line = self.0.code.as_str().to_owned();
        for (name, value) in &self.0.values {
            line += &format!(" {name}={value:?}");
        }
        let mut cause = self.0.cause.as_deref().and_then(|cause| cause.source());
        while let Some(deeper) = cause {
            line += &format!(" because={:?}", deeper.to_string());
            cause = deeper.source();
        }
        line
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})\n{}", self.sentence(), self.0.code.as_str(), self.next_step())
    }
}
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.log())
    }
}
impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.cause.as_deref().map(|cause| cause as &(dyn StdError + 'static))
    }
}

#[cfg(test)]
mod tests;
