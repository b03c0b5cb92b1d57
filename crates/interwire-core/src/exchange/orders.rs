//! What is in force of the orders about one item: nothing, a correction, or a stop. They may come by several
//! agreements and in any sequence; the outcome is the same. A stop holds until a release with a greater number: a
//! correction does not soften it.

use super::store::RecallRow;
use crate::protocol::v1::statement::{Action, Code};
use crate::time::Time;

/// One order of the source.
#[derive(Debug, Clone)]
pub(super) struct Given {
    /// Its number.
    pub order: u64,
    /// What it orders; a release orders nothing.
    pub action: Option<Action>,
    /// The newest version it is about.
    pub through: u64,
    /// Why.
    pub reason: Option<Code>,
    /// When the source said so.
    pub at: Time,
}

fn stops(action: Action) -> bool {
    action != Action::Correct
}

impl RecallRow {
    /// Lets an order take effect, unless it has already.
    pub(super) fn take(&mut self, given: &Given) {
        let corrected_before = self.corrected > self.released;
        let newest_stop = given.order >= self.stopped;
        match given.action {
            None => self.released = self.released.max(given.order),
            Some(Action::Correct) => {
                if given.order > self.released {
                    self.through = if corrected_before { self.through.max(given.through) } else { given.through };
                }
                self.corrected = self.corrected.max(given.order);
            }
            Some(_) => {
                self.through = self.through.max(given.through);
                self.stopped = self.stopped.max(given.order);
            }
        }
        self.action = self.in_force(given.action.filter(|action| stops(*action) && newest_stop));
        if self.action.is_none() {
            self.through = 0;
        }
        if given.order > self.order {
            (self.order, self.reason, self.at) = (given.order, given.reason.clone(), given.at);
        }
    }

    /// What is in force now; of stops, the one with the greatest number, which may be `newest`.
    fn in_force(&self, newest: Option<Action>) -> Option<Action> {
        // Of a stop and a release with one number, which only a restored source can give, the stop holds.
        if self.stopped > 0 && self.stopped >= self.released {
            return newest.or(self.action.filter(|action| stops(*action)));
        }
        (self.corrected > self.released).then_some(Action::Correct)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn given(order: u64, action: Option<Action>) -> Given {
        Given { order, action, through: order, reason: None, at: Time::from_ms(1) }
    }

    fn after(orders: &[Given]) -> (Option<Action>, u64) {
        let mut row = RecallRow::default();
        orders.iter().for_each(|order| row.take(order));
        (row.action, row.order)
    }

    #[test]
    fn a_correction_does_not_soften_a_kill() {
        let (kill, correct) = (given(1, Some(Action::Kill)), given(2, Some(Action::Correct)));
        assert_eq!(after(&[kill.clone(), correct.clone()]).0, Some(Action::Kill));
        assert_eq!(after(&[correct.clone(), kill.clone()]).0, Some(Action::Kill));
        assert_eq!(after(&[kill, correct, given(3, None)]).0, None);
    }

    #[test]
    fn a_release_ends_only_what_came_before_it() {
        let (release, correct) = (given(2, None), given(3, Some(Action::Correct)));
        assert_eq!(after(&[given(1, Some(Action::Kill)), correct, release]).0, Some(Action::Correct));
    }

    proptest! {
        #[test]
        fn the_sequence_in_which_orders_come_does_not_matter(
            actions in proptest::collection::vec(0..4_u8, 1..6),
            shuffle in proptest::collection::vec(0..100_usize, 6),
        ) {
            let word = |n: u8| [None, Some(Action::Correct), Some(Action::Withhold), Some(Action::Kill)][usize::from(n)];
            let orders: Vec<_> = actions.iter().zip(1..).map(|(n, order)| given(order, word(*n))).collect();
            let mut mixed: Vec<_> = orders.iter().cloned().zip(shuffle).collect();
            mixed.sort_by_key(|(_, at)| *at);
            let mixed: Vec<_> = mixed.into_iter().map(|(order, _)| order).collect();
            prop_assert_eq!(after(&orders), after(&mixed));
            let twice: Vec<_> = mixed.iter().chain(&orders).cloned().collect();
            prop_assert_eq!(after(&orders), after(&twice));
        }
    }
}
