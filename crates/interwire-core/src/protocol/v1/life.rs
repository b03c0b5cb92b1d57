//! Statements that are events in the life of an agreement, as `agreement::life` takes them.

use super::statement::{AgreementAct, Body, Statement};
use crate::agreement::life::{LifeEvent, Mark, Offer, Seen, What};
use crate::ids::{Hash, PartyId};

/// An `offered` statement whose document is not held, or does not say what the statement says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoOffer {
    /// The document has not arrived: apply the statement, and all that come after it in the journal, once it has.
    #[error("the document of the offered version is not held")]
    Missing(Hash),
    /// The document names another predecessor than the statement, or cannot be read: the statement has no effect.
    #[error("the document of the offered version does not say what the statement says")]
    Other(Hash),
}

/// What the author had seen, by one statement.
#[must_use]
pub fn seen(statement: &Statement) -> Seen {
    let mut seen = Seen::default();
    for head in &statement.after {
        seen.add(head.party.clone(), head.epoch, head.size);
    }
    seen
}

/// The event a statement is, or none if it is of another kind (tell those with `Life::saw`). `offers` gives the offer
/// of a version whose document is held. Whether the seal of a `signed` is good is for the caller to verify first.
///
/// # Errors
/// If it offers a version whose document is not there or says otherwise.
pub fn event(
    author: &PartyId,
    mark: Mark,
    statement: &Statement,
    offers: impl Fn(&Hash) -> Option<Offer>,
) -> Result<Option<LifeEvent>, NoOffer> {
    let what = match &statement.body {
        Body::Offered { agreement_version, predecessor, .. } => {
            let offer = offers(agreement_version).ok_or(NoOffer::Missing(*agreement_version))?;
            if offer.version != *agreement_version || offer.predecessor != *predecessor {
                return Err(NoOffer::Other(*agreement_version));
            }
            What::Offered(Box::new(offer))
        }
        Body::Withdrawn { agreement_version } => What::Withdrawn(*agreement_version),
        Body::Signed { agreement_version, .. } => What::Signed(*agreement_version),
        Body::Declined { agreement_version, .. } => What::Declined(*agreement_version),
        Body::Agreement { act, agreement_version, .. } => match act {
            AgreementAct::Suspended => What::Suspended(*agreement_version),
            AgreementAct::Resumed => What::Resumed(*agreement_version),
            AgreementAct::Notice => What::Notice(*agreement_version),
            AgreementAct::Ended => What::Ended(*agreement_version),
        },
        _ => return Ok(None),
    };
    Ok(Some(LifeEvent { author: author.clone(), at: statement.at, mark, seen: seen(statement), what }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::agreement::samples;
    use crate::protocol::v1::agreement::AgreementVersion;
    use crate::protocol::v1::statement;
    use crate::time::Time;

    #[test]
    fn an_offer_becomes_an_event_only_with_its_document() {
        let version = AgreementVersion::of(&samples::agreement()).unwrap();
        let (author, mark) = ("hanoi".parse().unwrap(), Mark { epoch: 0, index: 0 });
        let body = Body::Offered { agreement_version: version.hash, predecessor: None, blobs: vec![] };
        let head = statement::Seen { party: "astana".parse().unwrap(), epoch: 0, size: 1, root: Hash::of(b"") };
        let said = Statement::new(Time::from_ms(1), vec![head], body);
        let offer = Offer::of(version.hash, &version.agreement);
        assert_eq!(event(&author, mark, &said, |_| None), Err(NoOffer::Missing(version.hash)));
        let other = Offer { predecessor: Some(version.hash), ..offer.clone() };
        assert_eq!(event(&author, mark, &said, |_| Some(other.clone())), Err(NoOffer::Other(version.hash)));
        let found = event(&author, mark, &said, |_| Some(offer.clone())).unwrap().unwrap();
        assert_eq!(found.what, What::Offered(Box::new(offer.clone())));
        assert!(found.seen.has(&"astana".parse().unwrap(), mark));
    }
}
