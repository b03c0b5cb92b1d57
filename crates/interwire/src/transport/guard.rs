//! Which addresses this node may connect to. Addresses of partners come from strangers, so one could point at a
//! machine inside the house; only public ones are permitted unless the configuration says otherwise.
//!
//! A name is checked when it is resolved for the very connection ([`GuardedResolver`]), so a name that changes its
//! address between check and use gains nothing. Redirects are not followed at all (see [`super::client`]).
//! Through an outgoing proxy it is the proxy that resolves: then literal addresses and house names are still refused.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// What the configuration permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Guard {
    /// Permit loopback and private networks, and with them plain http (demo, tests, partners inside one network).
    pub allow_private: bool,
    /// Permit plain http to public addresses; requests are signed all the same, but can be read on the way.
    pub allow_plain: bool,
}

/// Why an address is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Blocked {
    /// It is not a URL.
    #[error("not an address: {0}")]
    NotUrl(String),
    /// It is neither https nor permitted http.
    #[error("addresses with {0}: are not permitted here")]
    Scheme(String),
    /// It has a user name or password.
    #[error("an address with a user name or password is not permitted")]
    UserInfo,
    /// It has a fragment, or a query where none belongs.
    #[error("an address with a query or fragment is not permitted here")]
    Tail,
    /// It has no host, or a name that only means something inside a house.
    #[error("{0} is not a public name")]
    Name(String),
    /// It leads to an address that is not permitted.
    #[error("{0} is not a public address; a private one needs allow_private in the configuration")]
    Address(IpAddr),
    /// The name has no address, or no permitted one.
    #[error("{0} has no permitted address")]
    Unresolved(String),
}

impl Guard {
    /// Reads an address and refuses what must never be connected to. Names are looked up later.
    ///
    /// # Errors
    /// [`Blocked`], with what is wrong.
    pub fn check(&self, text: &str) -> Result<Url, Blocked> {
        let printable = |c: char| !c.is_control() && !c.is_whitespace();
        if !text.chars().all(printable) || text.contains('\\') {
            return Err(Blocked::NotUrl("it has spaces, control characters or backslashes".to_owned()));
        }
        let url = Url::parse(text).map_err(|error| Blocked::NotUrl(error.to_string()))?;
        match url.scheme() {
            "https" => {}
            "http" if self.allow_private || self.allow_plain => {}
            other => return Err(Blocked::Scheme(other.to_owned())),
        }
        // An empty user name ("https://@host") does not survive parsing, so the text is looked at too.
        let authority = text.split_once("//").map_or("", |(_, rest)| rest.split(['/', '?', '#']).next().unwrap_or(""));
        if !url.username().is_empty() || url.password().is_some() || authority.contains('@') {
            return Err(Blocked::UserInfo);
        }
        if url.fragment().is_some() {
            return Err(Blocked::Tail);
        }
        match url.host() {
            Some(Host::Ipv4(ip)) => self.permit(IpAddr::V4(ip))?,
            Some(Host::Ipv6(ip)) => self.permit(IpAddr::V6(ip))?,
            Some(Host::Domain(name)) => self.check_name(name)?,
            None => return Err(Blocked::Name(String::new())),
        }
        Ok(url)
    }

    /// As [`Guard::check`] for the base address of a node: no query, and no slash at the end of its path.
    ///
    /// # Errors
    /// [`Blocked`], with what is wrong.
    pub fn check_base(&self, text: &str) -> Result<Url, Blocked> {
        let mut url = self.check(text)?;
        if url.query().is_some() {
            return Err(Blocked::Tail);
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        Ok(url)
    }

    fn check_name(&self, name: &str) -> Result<(), Blocked> {
        let bare = name.trim_end_matches('.').to_ascii_lowercase();
        let under = |zone: &str| bare == zone || bare.strip_suffix(zone).is_some_and(|rest| rest.ends_with('.'));
        let inside = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain"];
        let refused = bare.is_empty() || !bare.contains('.') || inside.iter().any(|zone| under(zone));
        if refused && !self.allow_private { Err(Blocked::Name(name.to_owned())) } else { Ok(()) }
    }

    /// Refuses an address that is not public, or not permitted by the configuration.
    ///
    /// # Errors
    /// [`Blocked::Address`].
    pub fn permit(&self, ip: IpAddr) -> Result<(), Blocked> {
        let permitted = match ip {
            IpAddr::V4(ip) => is_public_v4(ip) || (self.allow_private && is_private_v4(ip)),
            IpAddr::V6(ip) => is_public_v6(ip) || (self.allow_private && is_private_v6(ip)),
        };
        if permitted { Ok(()) } else { Err(Blocked::Address(ip)) }
    }
}

/// Everything but the special blocks of the IANA registry (RFC 6890 and its successors).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let within = |block: [u8; 4], bits: u32| (ip.to_bits() ^ Ipv4Addr::from(block).to_bits()) >> (32 - bits) == 0;
    let special = [
        ([0, 0, 0, 0], 8),
        ([10, 0, 0, 0], 8),
        ([100, 64, 0, 0], 10),
        ([127, 0, 0, 0], 8),
        ([169, 254, 0, 0], 16),
        ([172, 16, 0, 0], 12),
        ([192, 0, 0, 0], 24),
        ([192, 0, 2, 0], 24),
        ([192, 31, 196, 0], 24),
        ([192, 52, 193, 0], 24),
        ([192, 88, 99, 0], 24),
        ([192, 168, 0, 0], 16),
        ([192, 175, 48, 0], 24),
        ([198, 18, 0, 0], 15),
        ([198, 51, 100, 0], 24),
        ([203, 0, 113, 0], 24),
        ([224, 0, 0, 0], 3),
    ];
    !special.into_iter().any(|(block, bits)| within(block, bits))
}

/// What `allow_private` adds: loopback, private and carrier networks. Link-local stays refused: there sit the
/// services that hand out a machine's credentials.
fn is_private_v4(ip: Ipv4Addr) -> bool {
    ip.is_loopback() || ip.is_private() || (ip.octets()[0] == 100 && ip.octets()[1] & 0xc0 == 64)
}

/// Global unicast (2000::/3) without the blocks that embed or tunnel other addresses, or are for documents.
/// IPv4-mapped, IPv4-translated, unique-local, link-local and multicast addresses lie outside 2000::/3.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [a, b, ..] = ip.segments();
    let special = (a == 0x2001 && (b < 0x0200 || b == 0x0db8)) || a == 0x2002 || (a == 0x3fff && b < 0x1000);
    a & 0xe000 == 0x2000 && !special
}

fn is_private_v6(ip: Ipv6Addr) -> bool {
    ip.is_loopback() || ip.segments()[0] & 0xfe00 == 0xfc00
}

/// Looks up the addresses of a name.
pub type Lookup =
    Arc<dyn Fn(String) -> futures::future::BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// The system's own name lookup.
#[must_use]
pub fn system_lookup() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move { Ok(tokio::net::lookup_host((name, 0)).await?.map(|found| found.ip()).collect()) })
    })
}

/// Resolves names for connections and passes on permitted addresses only.
#[derive(Clone)]
pub struct GuardedResolver {
    guard: Guard,
    lookup: Lookup,
    /// The host of the outgoing proxy: it alone is then connected to, wherever it is.
    proxy: Option<String>,
}

impl GuardedResolver {
    /// A resolver under `guard`; `proxy` is the host name of the outgoing proxy, if there is one.
    #[must_use]
    pub fn new(guard: Guard, lookup: Lookup, proxy: Option<String>) -> Self {
        Self { guard, lookup, proxy }
    }

    /// The permitted addresses of `name`.
    ///
    /// # Errors
    /// [`Blocked::Unresolved`] or [`Blocked::Address`] if there is none; the lookup's own error.
    pub async fn addresses(&self, name: &str) -> Result<Vec<SocketAddr>, Box<dyn std::error::Error + Send + Sync>> {
        if self.proxy.as_deref().is_some_and(|proxy| proxy != name) {
            return Err(Blocked::Name(name.to_owned()).into());
        }
        let found = (self.lookup)(name.to_owned()).await?;
        let is_permitted = |ip: &IpAddr| self.proxy.is_some() || self.guard.permit(*ip).is_ok();
        let permitted: Vec<_> = found.iter().copied().filter(is_permitted).map(|ip| SocketAddr::new(ip, 0)).collect();
        match (permitted.is_empty(), found.first()) {
            (false, _) => Ok(permitted),
            (true, Some(ip)) => Err(Blocked::Address(*ip).into()),
            (true, None) => Err(Blocked::Unresolved(name.to_owned()).into()),
        }
    }
}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let addresses = resolver.addresses(name.as_str()).await?;
            Ok(Box::new(addresses.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[path = "guard_tests.rs"]
mod tests;
