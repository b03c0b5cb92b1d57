//! Alerts as mail, through the mail server of the house. A message has no news in it beyond headlines, because mail
//! cannot be taken back.

use super::send::Outcome;
use crate::config::MailTls;
use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use std::time::Duration;
use tokio::time::timeout;
use zeroize::Zeroizing;

/// A message is given to the server within this time, or later.
const PATIENCE: Duration = Duration::from_secs(30);
/// Characters of a subject.
const SUBJECT_CHARS_MAX: usize = 180;

/// Where mail is handed over.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The server's name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is kept private.
    pub tls: MailTls,
    /// Who writes.
    pub from: String,
    /// The user and the password, if the server asks for them.
    pub login: Option<(String, Zeroizing<String>)>,
}

/// The mail server of the house.
pub struct Server {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl Server {
    /// Nothing is sent yet.
    ///
    /// # Errors
    /// If the server's name or the sender is none; in words.
    pub fn new(settings: &Settings) -> Result<Self, String> {
        type Smtp = AsyncSmtpTransport<Tokio1Executor>;
        let from = settings.from.parse().map_err(|e| format!("{} is no sender: {e}", settings.from))?;
        let builder = match settings.tls {
            MailTls::Always => Smtp::relay(&settings.host),
            MailTls::StartTls => Smtp::starttls_relay(&settings.host),
            MailTls::None => Ok(Smtp::builder_dangerous(settings.host.as_str())),
        };
        let mut builder = builder.map_err(|e| e.to_string())?.port(settings.port).timeout(Some(PATIENCE));
        if let Some((user, password)) = &settings.login {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_string()));
        }
        Ok(Self { transport: builder.build(), from })
    }

    /// Hands over a message; `id` is the same if it is tried again.
    pub async fn send(&self, to: &str, id: &str, subject: &str, body: String) -> Outcome {
        let to: Mailbox = match address(to) {
            Ok(to) => to,
            Err(cause) => return Outcome::Refused(cause),
        };
        let subject: String = subject.split_whitespace().collect::<Vec<_>>().join(" ");
        let subject: String = subject.chars().take(SUBJECT_CHARS_MAX).collect();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            .subject(subject)
            .header(ContentType::TEXT_PLAIN)
            .body(body);
        let message = match message {
            Ok(message) => message,
            Err(cause) => return Outcome::Refused(cause.to_string()),
        };
        match timeout(PATIENCE, self.transport.send(message)).await {
            Ok(Ok(_)) => Outcome::Told,
            Ok(Err(e)) if e.is_permanent() => Outcome::Refused(format!("the mail server refused it: {e}")),
            Ok(Err(e)) => Outcome::Again(format!("the mail server did not take it: {e}")),
            Err(_) => Outcome::Again(format!("the mail server did not answer within {} s", PATIENCE.as_secs())),
        }
    }
}

/// An address to which mail can go.
///
/// # Errors
/// If it is none; in words.
pub fn address(text: &str) -> Result<Mailbox, String> {
    text.parse().map_err(|e| format!("{text} is no address for mail: {e}"))
}
