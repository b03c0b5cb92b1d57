//! The network: it loses, repeats, delays and so reorders, cuts nodes apart, and hides nodes behind firewalls that let
//! them speak but not be spoken to. It knows nothing of what it carries.

use crate::dice::Dice;

/// No message arrives later than this after it was sent, in ms. A disk takes longer to be restored.
pub const DELAY_MAX_MS: u64 = 60_000;

/// How bad the network is.
#[derive(Debug)]
pub struct Net {
    /// Messages lost, of a thousand.
    pub loss: u64,
    /// Messages that arrive twice, of a thousand.
    pub repeat: u64,
    /// Answers that arrive as garbage, of a thousand.
    pub garbage: u64,
    /// Messages that are late, of a thousand.
    pub late: u64,
    /// The common delay, in ms.
    pub delay_ms: u64,
    /// Whether nobody can open a connection to this node.
    pub hidden: Vec<bool>,
    /// Which side of the cut each node is on.
    pub side: Vec<u8>,
    /// The cut stays as it is until then, in ms.
    pub held_until: u64,
}

impl Net {
    /// A network for `nodes` nodes, as bad as the dice say.
    pub fn new(dice: &mut Dice, nodes: usize) -> Self {
        let calm = dice.chance(250);
        let up_to = |dice: &mut Dice, most| if calm { 0 } else { dice.below(most) };
        Self {
            loss: up_to(dice, 150),
            repeat: up_to(dice, 100),
            garbage: up_to(dice, 30),
            late: up_to(dice, 80),
            delay_ms: dice.between(5, 300),
            hidden: vec![false; nodes],
            side: vec![0; nodes],
            held_until: 0,
        }
    }

    /// From now on nothing goes wrong.
    pub fn heal(&mut self) {
        (self.loss, self.repeat, self.garbage, self.late) = (0, 0, 0, 0);
        self.hidden.fill(false);
        self.side.fill(0);
    }

    /// Cuts and firewalls end, but for a cut that stays longer.
    pub fn rejoin(&mut self, now: u64) {
        self.hidden.fill(false);
        if now >= self.held_until {
            self.side.fill(0);
        }
    }

    /// Whether a request of `from` can come to `to` now.
    #[must_use]
    pub fn reaches(&self, from: usize, to: usize) -> bool {
        self.side.get(from) == self.side.get(to) && self.hidden.get(to) != Some(&true)
    }

    /// The delays after which a request arrives: none if it is lost, several if it is repeated.
    pub fn request(&self, dice: &mut Dice, from: usize, to: usize) -> Vec<u64> {
        if self.reaches(from, to) { self.carry(dice) } else { Vec::new() }
    }

    /// The same for an answer, which travels back on the asker's connection.
    pub fn answer(&self, dice: &mut Dice, from: usize, to: usize) -> Vec<u64> {
        if self.side.get(from) == self.side.get(to) { self.carry(dice) } else { Vec::new() }
    }

    fn carry(&self, dice: &mut Dice) -> Vec<u64> {
        if dice.chance(self.loss) {
            return Vec::new();
        }
        let copies = if dice.chance(self.repeat) { 2 } else { 1 };
        (0..copies).map(|_| self.delay(dice)).collect()
    }

    fn delay(&self, dice: &mut Dice) -> u64 {
        if dice.chance(self.late) {
            return if dice.chance(100) { dice.below(DELAY_MAX_MS) } else { dice.below(9_000) };
        }
        1 + dice.below(2 * self.delay_ms)
    }
}
