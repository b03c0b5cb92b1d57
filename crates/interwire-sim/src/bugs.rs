//! Bugs that can be planted: in the exchange machine, and in the way it is driven.

#[cfg(feature = "planted")]
use interwire_core::exchange::Planted;

/// A bug in how a driver keeps the machine's promises to the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DriverBug {
    /// What a step returned is sent before the transaction is durable; a crash then undoes the step.
    AnswerBeforeCommit,
    /// Rows are durable before the blobs they speak of; a crash then loses blobs.
    BlobNotSynced,
    /// A step is several transactions; a crash leaves the first half of its writes.
    TornTransaction,
    /// After a start the machine writes at once, as if a person had confirmed each journal.
    ConfirmedByNobody,
    /// Statements that wait for a confirmation are kept in memory only.
    QueueInMemory,
}

/// A planted bug.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bug {
    /// In the machine.
    #[cfg(feature = "planted")]
    Machine(Planted),
    /// Around it.
    Driver(DriverBug),
}

impl Bug {
    /// All bugs that the checkers must find, by name.
    #[must_use]
    pub fn all() -> Vec<(String, Self)> {
        use DriverBug as D;
        let driver =
            [D::AnswerBeforeCommit, D::BlobNotSynced, D::TornTransaction, D::ConfirmedByNobody, D::QueueInMemory];
        let named = |bug: Self| match bug {
            #[cfg(feature = "planted")]
            Self::Machine(planted) => (format!("{planted:?}"), bug),
            Self::Driver(driver) => (format!("{driver:?}"), bug),
        };
        #[cfg(feature = "planted")]
        let machine = Planted::ALL.iter().map(|planted| Self::Machine(*planted));
        #[cfg(not(feature = "planted"))]
        let machine = std::iter::empty();
        machine.chain(driver.map(Self::Driver)).map(named).collect()
    }

    /// The bug of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, bug)| bug)
    }
}
