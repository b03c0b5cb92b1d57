//! Why a request to a partner did not succeed. Every cause has a code, is shown to a person, and says whether the
//! same may be tried again by itself. A refusal by the partner is never a success.

use super::guard::Blocked;
use super::receive::Broken;
use serde_json::Value;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SendCause {
    /// The address is not one that this node may connect to.
    Address,
    /// Nobody answers there: name, route, port or proxy.
    Unreachable,
    /// The secure connection failed: certificate, name or version.
    Tls,
    /// No answer within the time.
    Timeout,
    /// The answer came too slowly.
    TooSlow,
    /// The answer was larger than this request takes.
    TooLarge,
    /// The partner refused (4xx), see [`SendError::partner`].
    Refused,
    /// The partner asks to come later (429, 503).
    Busy,
    /// The partner failed (other 5xx).
    Failing,
    /// The answer was a redirect, which is never followed.
    Redirect,
    /// The answer was not one of this protocol.
    Garbage,
    /// The answer was not signed by the partner for this request.
    Signature,
    /// The answer ended before its end.
    Truncated,
    /// The bytes of a blob were not those of its hash.
    WrongBytes,
    /// The answer was signed by the partner, but what it brought does not agree with signatures or hashes.
    Forged,
    /// The answer was good, but nothing came of it.
    Fruitless,
    /// This node itself could not do it.
    Local,
}

impl SendCause {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::Address,
        Self::Unreachable,
        Self::Tls,
        Self::Timeout,
        Self::TooSlow,
        Self::TooLarge,
        Self::Refused,
        Self::Busy,
        Self::Failing,
        Self::Redirect,
        Self::Garbage,
        Self::Signature,
        Self::Truncated,
        Self::WrongBytes,
        Self::Forged,
        Self::Fruitless,
        Self::Local,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Address => "IW-send-address",
            Self::Unreachable => "IW-send-unreachable",
            Self::Tls => "IW-send-tls",
            Self::Timeout => "IW-send-timeout",
            Self::TooSlow => "IW-send-too-slow",
            Self::TooLarge => "IW-send-too-large",
            Self::Refused => "IW-send-refused",
            Self::Busy => "IW-send-busy",
            Self::Failing => "IW-send-failing",
            Self::Redirect => "IW-send-redirect",
            Self::Garbage => "IW-send-garbage",
            Self::Signature => "IW-send-signature",
            Self::Truncated => "IW-send-truncated",
            Self::WrongBytes => "IW-send-wrong-bytes",
            Self::Forged => "IW-send-forged",
            Self::Fruitless => "IW-send-fruitless",
            Self::Local => "IW-send-local",
        }
    }

    /// What it means, for a person.
    #[must_use]
    pub const fn what(self) -> &'static str {
        match self {
            Self::Address => "the address may not be used",
            Self::Unreachable => "nobody answers there",
            Self::Tls => "the secure connection failed",
            Self::Timeout => "no answer came in time",
            Self::TooSlow => "the answer came too slowly",
            Self::TooLarge => "the answer is too large",
            Self::Refused => "the partner refused",
            Self::Busy => "the partner asks to come later",
            Self::Failing => "the partner's node fails",
            Self::Redirect => "the answer points to another address",
            Self::Garbage => "the answer is not understood",
            Self::Signature => "the answer is not signed by the partner",
            Self::Truncated => "the answer broke off",
            Self::WrongBytes => "bytes came that are not what they should be",
            Self::Forged => "what came does not agree with its signatures",
            Self::Fruitless => "nothing came of a good answer",
            Self::Local => "this node itself could not do it",
        }
    }

    /// The next step for a person.
    #[must_use]
    pub const fn next(self) -> &'static str {
        match self {
            Self::Address => "Correct the partner's address, or permit private addresses in the configuration.",
            Self::Unreachable | Self::Timeout => {
                "It is tried again. If it lasts, check name, port, firewall and proxy."
            }
            Self::Tls => "It is tried again. If it lasts, check the certificate of the partner's address.",
            Self::TooSlow | Self::Truncated => "It is tried again. If it lasts, check the line to the partner.",
            Self::TooLarge | Self::Garbage | Self::Failing => {
                "It is tried again. If it lasts, call the partner's staff."
            }
            Self::Refused => "Read the partner's own message.",
            Self::Busy => "It is tried again at the time that the partner asked for.",
            Self::Redirect => "Enter the partner's final address.",
            Self::Signature => "It is tried again. If it lasts, compare the partner's key fingerprints by telephone.",
            Self::Forged => "It is asked for again. If it lasts, let both sides verify their journals.",
            Self::Fruitless => "It is tried again. If it lasts, ask the partner's staff what their node says.",
            Self::WrongBytes => "It is fetched again. If it lasts, the partner's store may be damaged: call its staff.",
            Self::Local => "Read this node's log; check its disk.",
        }
    }
}

/// What a partner's refusal said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartnerRefusal {
    /// Its code, as `IW-403-not-shared`.
    pub code: String,
    /// Its sentence.
    pub message: String,
    /// Its next step.
    pub next: String,
    /// Whether it says that the same may succeed later.
    pub retryable: Option<bool>,
}

/// A request that did not succeed.
#[derive(Debug)]
pub struct SendError {
    /// What went wrong.
    pub cause: SendCause,
    /// In which way, for a person.
    pub detail: String,
    /// The HTTP status, if there was an answer.
    pub status: Option<u16>,
    /// What the partner said.
    pub partner: Option<Box<PartnerRefusal>>,
    /// Whether the answer was signed by the partner; if not, any machine on the way may have said it.
    pub authentic: bool,
    /// How long the partner asked to wait.
    pub retry_after: Option<Duration>,
}

impl SendError {
    /// An error without an answer.
    #[must_use]
    pub fn new(cause: SendCause, detail: impl Into<String>) -> Self {
        Self { cause, detail: detail.into(), status: None, partner: None, authentic: false, retry_after: None }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.cause.code()
    }

    /// Whether it is to be tried again by itself. An unsigned refusal is: it may be a proxy's and pass.
    #[must_use]
    pub fn retryable(&self) -> bool {
        match self.cause {
            SendCause::Address => false,
            SendCause::Refused if self.authentic => {
                let said = self.partner.as_ref().and_then(|partner| partner.retryable);
                said.unwrap_or(matches!(self.status, Some(408 | 409 | 425)))
            }
            _ => true,
        }
    }

    /// The error of an answer with a status other than success.
    #[must_use]
    pub fn of_answer(status: u16, body: &[u8], authentic: bool, retry_after: Option<Duration>) -> Self {
        let cause = match status {
            300..=399 => SendCause::Redirect,
            429 | 503 => SendCause::Busy,
            400..=499 => SendCause::Refused,
            500..=599 => SendCause::Failing,
            _ => SendCause::Garbage,
        };
        let partner = partner_refusal(body).map(Box::new);
        let detail =
            partner.as_ref().map_or_else(|| format!("status {status}"), |p| format!("{}: {}", p.code, p.message));
        Self { cause, detail, status: Some(status), partner, authentic, retry_after }
    }
}

fn partner_refusal(body: &[u8]) -> Option<PartnerRefusal> {
    let json: Value = serde_json::from_slice(body).ok()?;
    let error = json.get("error")?;
    let text = |name: &str, max: usize| -> Option<String> {
        let text = error.get(name)?.as_str()?;
        Some(text.chars().filter(|c| !c.is_control()).take(max).collect())
    };
    Some(PartnerRefusal {
        code: text("code", 60)?,
        message: text("message", 500).unwrap_or_default(),
        next: text("next", 500).unwrap_or_default(),
        retryable: error.get("retryable").and_then(Value::as_bool),
    })
}

impl fmt::Display for SendError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}). {}", self.cause.what(), self.detail, self.code(), self.cause.next())
    }
}
impl Error for SendError {}

impl From<Blocked> for SendError {
    fn from(blocked: Blocked) -> Self {
        Self::new(SendCause::Address, blocked.to_string())
    }
}

impl From<Broken> for SendError {
    fn from(broken: Broken) -> Self {
        let cause = match &broken {
            Broken::TooLarge(_) => SendCause::TooLarge,
            Broken::TooSlow { .. } => SendCause::TooSlow,
            Broken::Truncated { .. } => SendCause::Truncated,
            Broken::Write(_) => SendCause::Local,
        };
        Self::new(cause, broken.to_string())
    }
}

impl From<reqwest::Error> for SendError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        let mut chain: Vec<String> = sources(&error).iter().map(ToString::to_string).collect();
        // The outer two say only that a request was made.
        if chain.len() > 2 {
            chain.drain(..2);
        }
        let cause = sources(&error).into_iter().find_map(cause_of).unwrap_or(match () {
            () if error.is_timeout() => SendCause::Timeout,
            () if error.is_connect() => SendCause::Unreachable,
            () if error.is_body() || error.is_decode() => SendCause::Truncated,
            () => SendCause::Unreachable,
        });
        Self::new(cause, chain.join(": "))
    }
}

/// An error and all that caused it, also those that an I/O error wraps.
fn sources<'e>(error: &'e (dyn Error + 'static)) -> Vec<&'e (dyn Error + 'static)> {
    let (mut chain, mut next) = (Vec::new(), Some(error));
    while let Some(error) = next {
        chain.push(error);
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        next = match wrapped {
            Some(inner) => Some(inner as &'e (dyn Error + 'static)),
            None => error.source(),
        };
    }
    chain
}

fn cause_of(error: &(dyn Error + 'static)) -> Option<SendCause> {
    if error.is::<Blocked>() {
        return Some(SendCause::Address);
    }
    if error.is::<rustls::Error>() {
        return Some(SendCause::Tls);
    }
    let hyper = error.downcast_ref::<hyper::Error>()?;
    if hyper.is_parse() || hyper.is_parse_status() || hyper.is_parse_too_large() {
        Some(SendCause::Garbage)
    } else if hyper.is_incomplete_message() {
        Some(SendCause::Truncated)
    } else {
        None
    }
}
