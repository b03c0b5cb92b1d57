//! Where an example node listens.

use std::net::TcpListener;
use std::sync::atomic::{AtomicU32, Ordering};

/// A port of the loopback that nobody listens on. It is none of those from which systems take the near ends of their own
/// connections, so that none of them has it while a node is down that comes back there.
///
/// # Errors
/// If there is none.
pub fn free_port() -> std::io::Result<u16> {
    const FIRST: u16 = 12_000;
    const PORTS: u32 = 18_000;
    static NEXT: AtomicU32 = AtomicU32::new(0);
    // Programs that start together begin at different places.
    let first = std::process::id().wrapping_mul(97);
    for _ in 0..PORTS {
        let nth = first.wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed)) % PORTS;
        let port = FIRST + u16::try_from(nth).unwrap_or_default();
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return Ok(port);
        }
    }
    Err(std::io::ErrorKind::AddrInUse.into())
}
