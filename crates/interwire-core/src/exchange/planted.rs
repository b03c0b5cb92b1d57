//! Bugs that can be planted to prove that the simulation finds them. Without the feature `planted` none exists.

/// A bug that somebody might write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the description; the simulation's table says what each breaks")]
pub enum Planted {
    RootUnchecked,
    ConsistencyUnchecked,
    CheckpointSignatureUnchecked,
    OverlapNotDropped,
    FoldCursorSkipsWaiting,
    OldVersionReplaces,
    RecallForgottenByNewVersion,
    OldOrderReplaces,
    BlobHashUnchecked,
    ItemSignatureUnchecked,
    AckBeforeBlobs,
    AckTwice,
    WriteBeforeConfirmed,
    ForkIgnored,
    RoleUnchecked,
    BlobServedToAnyone,
    QueueDropped,
    AnswersForgotten,
    ConfirmedByOne,
}

impl Planted {
    /// All of them.
    pub const ALL: [Self; 19] = [
        Self::RootUnchecked,
        Self::ConsistencyUnchecked,
        Self::CheckpointSignatureUnchecked,
        Self::OverlapNotDropped,
        Self::FoldCursorSkipsWaiting,
        Self::OldVersionReplaces,
        Self::RecallForgottenByNewVersion,
        Self::OldOrderReplaces,
        Self::BlobHashUnchecked,
        Self::ItemSignatureUnchecked,
        Self::AckBeforeBlobs,
        Self::AckTwice,
        Self::WriteBeforeConfirmed,
        Self::ForkIgnored,
        Self::RoleUnchecked,
        Self::BlobServedToAnyone,
        Self::QueueDropped,
        Self::AnswersForgotten,
        Self::ConfirmedByOne,
    ];
}

impl super::machine::Machine {
    /// Whether this bug is planted.
    #[cfg(feature = "planted")]
    pub(super) fn planted(&self, bug: Planted) -> bool {
        self.planted == Some(bug)
    }

    /// Whether this bug is planted: never.
    #[cfg(not(feature = "planted"))]
    #[allow(clippy::unused_self, reason = "same signature as with the feature")]
    pub(super) const fn planted(&self, _bug: Planted) -> bool {
        false
    }
}
