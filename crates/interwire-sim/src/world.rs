//! The world of one run: nodes, network, true time, and the queue of what happens next. Everything that happens
//! follows from the seed.

use crate::bugs::Bug;
use crate::check::Watch;
use crate::coverage::Coverage;
use crate::dice::Dice;
use crate::evil::Evil;
use crate::net::Net;
use crate::node::{Lane, Node};
use crate::party::{PARTIES_MAX, Party};
use crate::script::Script;
use interwire_core::exchange::message::{Request, Response};
use interwire_core::exchange::session::{Failure, Lane as Kind};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// A message under way.
#[derive(Debug, Clone)]
pub struct Message {
    /// Names the request, and its answer.
    pub id: u64,
    /// Which of all messages of the run it is.
    pub sent: u64,
    /// Who sends it.
    pub from: usize,
    /// To whom.
    pub to: usize,
    /// The lane that asked.
    pub lane: usize,
    /// What it says.
    pub body: Said,
}

/// What a message says.
#[derive(Debug, Clone)]
pub enum Said {
    /// A request.
    Ask(Request),
    /// Its answer.
    Answer(Result<Response, Failure>),
}

/// Something that happens.
#[derive(Debug)]
pub enum Event {
    /// A lane may speak.
    Lane(usize),
    /// A message arrives.
    Arrive(Box<Message>),
    /// The request of this id has waited long enough.
    Timeout(usize, u64),
    /// A node says what it has to say.
    Flush(usize),
    /// A node looks around, in this life.
    Beat(usize, u64),
    /// A node starts.
    Start(usize),
    /// The next act of the script.
    Act,
    /// A cut, or a firewall, ends.
    Rejoin,
    /// A house publishes a new item.
    Story(usize),
    /// The disk of `who` is replaced by an old copy, and `knows` is cut off.
    LoseDisk {
        /// Whose disk.
        who: usize,
        /// Who has what it loses.
        knows: usize,
    },
    /// Is all well in the end?
    Judge,
}

struct Scheduled(u64, u64, Event);

impl PartialEq for Scheduled {
    fn eq(&self, other: &Self) -> bool {
        (self.0, self.1) == (other.0, other.1)
    }
}
impl Eq for Scheduled {}
impl PartialOrd for Scheduled {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Scheduled {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (self.0, self.1).cmp(&(other.0, other.1))
    }
}

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// Which rule.
    pub rule: &'static str,
    /// How.
    pub text: String,
}

/// One run.
pub struct World {
    /// All chance.
    pub dice: Dice,
    /// True time since the beginning, in ms.
    pub now: u64,
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Their lanes.
    pub lanes: Vec<Lane>,
    /// What is between them.
    pub net: Net,
    /// What happens to them.
    pub script: Script,
    /// Who lies, and how.
    pub evil: Option<Evil>,
    /// What is checked all along.
    pub watch: Watch,
    /// Crashes of honest nodes, of a thousand steps.
    pub crashes: u64,
    /// Whether pages are given in pieces.
    pub in_pieces: bool,
    /// The planted bug.
    pub bug: Option<Bug>,
    /// What happened, if anybody wants to read it.
    pub trace: Option<Vec<String>>,
    /// The first rule that was broken.
    pub violation: Option<Violation>,
    /// Whether nothing goes wrong any more.
    pub healed: bool,
    /// Steps taken.
    pub steps: u64,
    /// What has happened, and how often.
    pub coverage: Coverage,
    /// Messages sent.
    pub(crate) sent: u64,
    /// The newest message that has arrived, by sender and receiver.
    pub(crate) arrived: BTreeMap<(usize, usize), u64>,
    /// A crash that comes after what is being sent.
    pub(crate) doomed: Option<usize>,
    queue: BinaryHeap<Reverse<Scheduled>>,
    sequence: u64,
    over: bool,
}

impl World {
    /// The world of a seed, before anything has happened.
    #[must_use]
    pub fn new(seed: u64, bug: Option<Bug>, trace: bool) -> Self {
        let mut dice = Dice::new(seed);
        let count = 2 + [0, 0, 0, 1, 1, 1, 2, 2, 3, 3][dice.index(10)];
        let nodes: Vec<_> = (0..count.min(PARTIES_MAX)).map(|n| Node::new(Party::new(n))).collect();
        let net = Net::new(&mut dice, count);
        let script = Script::new(&mut dice, &nodes);
        let evil = Evil::new(&mut dice, &nodes, &script);
        let crashes = if dice.chance(300) { 0 } else { dice.below(9) };
        let in_pieces = dice.chance(400);
        let mut world = Self {
            dice,
            now: 0,
            watch: Watch::new(nodes.len()),
            nodes,
            lanes: Vec::new(),
            net,
            script,
            evil,
            crashes,
            in_pieces,
            bug,
            trace: trace.then(Vec::new),
            violation: None,
            healed: false,
            steps: 0,
            coverage: Coverage::new(),
            sent: 0,
            arrived: BTreeMap::new(),
            doomed: None,
            queue: BinaryHeap::new(),
            sequence: 0,
            over: false,
        };
        world.saw_beginning();
        world.connect();
        world
    }

    /// Lanes between all that share an agreement; everybody starts within a few seconds.
    fn connect(&mut self) {
        for owner in 0..self.nodes.len() {
            for peer in 0..self.nodes.len() {
                if owner != peer && self.script.shares(owner, peer) {
                    self.lanes.extend([Kind::Pull, Kind::Push].map(|kind| Lane::new(owner, peer, kind)));
                }
            }
            let at = self.dice.below(3_000);
            self.start_in(owner, at);
        }
        self.at(5_000, Event::Act);
    }

    /// Schedules something in `wait` ms.
    pub fn after(&mut self, wait: u64, event: Event) {
        self.at(self.now + wait, event);
    }

    fn at(&mut self, time: u64, event: Event) {
        self.sequence += 1;
        self.queue.push(Reverse(Scheduled(time, self.sequence, event)));
    }

    /// Runs until a rule is broken or all is well in the end.
    pub fn run(&mut self) {
        while let Some(Reverse(Scheduled(time, _, event))) = self.queue.pop() {
            self.now = time;
            self.happen(event);
            if let Some(who) = self.doomed.take() {
                self.crash(who);
            }
            if self.violation.is_some() || self.over {
                return;
            }
        }
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Lane(lane) => self.speak(lane),
            Event::Arrive(message) => self.arrive(*message),
            Event::Timeout(lane, id) => self.time_out(lane, id),
            Event::Flush(who) => self.flush(who),
            Event::Beat(who, life) => self.beat(who, life),
            Event::Start(who) => self.start(who),
            Event::Act => self.act(),
            Event::Rejoin => self.net.rejoin(self.now),
            Event::Story(who) => self.new_story(who),
            Event::LoseDisk { who, knows } => self.lose_disk_apart(who, knows),
            Event::Judge => self.judge(),
        }
    }

    /// Ends the run.
    pub fn finish(&mut self) {
        self.over = true;
    }

    /// A rule is broken; the first one counts.
    pub fn broken(&mut self, rule: &'static str, text: String) {
        self.log(|_| format!("BROKEN {rule}: {text}"));
        if self.violation.is_none() {
            self.violation = Some(Violation { rule, text });
        }
    }

    /// Notes what happens, if anybody wants to read it.
    pub fn log(&mut self, line: impl FnOnce(&Self) -> String) {
        if self.trace.is_some() {
            let line = format!("{} {}", Seconds(self.now), line(self));
            self.trace.get_or_insert_default().push(line);
        }
    }

    /// Whether a node keeps the protocol.
    #[must_use]
    pub fn honest(&self, who: usize) -> bool {
        self.evil.as_ref().is_none_or(|evil| evil.who != who)
    }
}

struct Seconds(u64);

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:>6}.{:03}", self.0 / 1000, self.0 % 1000)
    }
}
