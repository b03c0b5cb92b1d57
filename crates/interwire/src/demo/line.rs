//! A line between two nodes that fails on demand. It stands before one of them and passes bytes on; in trouble it does
//! what a bad line or a broken partner does, and the node behind it knows nothing of that.

use serde::Serialize;
use std::fmt;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};

/// Bytes a second that pass a slow line, each way.
const SLOW_BYTES: usize = 200;
/// The largest head of a request that a refusing partner reads before it refuses.
const HEAD_BYTES_MAX: usize = 64 << 10;
/// What a partner says that refuses everything.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 14\r\nConnection: close\r\n\r\nnot just now.\n";

/// What is wrong with a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Trouble {
    /// Bytes crawl.
    Slow,
    /// Every request is answered with 503.
    Refuse,
    /// Connections are made, and nothing ever comes through.
    Partition,
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Slow => "slow",
            Self::Refuse => "refuse",
            Self::Partition => "partition",
        })
    }
}

/// A line to one node.
pub struct Line {
    /// Where it is entered.
    pub address: SocketAddr,
    trouble: watch::Sender<Option<Trouble>>,
    accepting: JoinHandle<()>,
}

impl Line {
    /// A line to a node, in order at first.
    ///
    /// # Errors
    /// If the system has no port.
    pub async fn to(node: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", super::port::free_port()?)).await?;
        let address = listener.local_addr()?;
        let (trouble, told) = watch::channel(None);
        Ok(Self { address, trouble, accepting: tokio::spawn(accept(listener, node, told)) })
    }

    /// The address by which a partner reaches the node.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on this is wrong with it, or nothing. All connections break.
    pub fn be(&self, trouble: Option<Trouble>) {
        self.trouble.send_replace(trouble);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept(listener: TcpListener, node: SocketAddr, trouble: watch::Receiver<Option<Trouble>>) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((near, _)) = listener.accept().await else { continue };
        let mut told = trouble.clone();
        connections.spawn(async move {
            let now = *told.borrow_and_update();
            tokio::select! {
                _ = told.changed() => {}
                _ = pass(near, node, now) => {}
            }
        });
        while connections.try_join_next().is_some() {}
    }
}

async fn pass(mut near: TcpStream, node: SocketAddr, trouble: Option<Trouble>) -> std::io::Result<()> {
    match trouble {
        Some(Trouble::Partition) => std::future::pending().await,
        Some(Trouble::Refuse) => refuse(&mut near).await,
        Some(Trouble::Slow) => {
            let mut far = TcpStream::connect(node).await?;
            let ((from_near, to_near), (from_far, to_far)) = (near.split(), far.split());
            tokio::try_join!(crawl(from_near, to_far), crawl(from_far, to_near)).map(|_| ())
        }
        None => copy_bidirectional(&mut near, &mut TcpStream::connect(node).await?).await.map(|_| ()),
    }
}

/// Hears a request and refuses it.
async fn refuse(near: &mut TcpStream) -> std::io::Result<()> {
    let mut head = Vec::new();
    while !head.windows(4).any(|end| end == b"\r\n\r\n") && head.len() < HEAD_BYTES_MAX {
        if near.read_buf(&mut head).await? == 0 {
            return Ok(());
        }
    }
    near.write_all(REFUSAL).await?;
    near.shutdown().await
}

async fn crawl(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin) -> std::io::Result<()> {
    let mut some = [0; SLOW_BYTES / 4];
    loop {
        let count = from.read(&mut some).await?;
        if count == 0 {
            return to.shutdown().await;
        }
        to.write_all(some.get(..count).unwrap_or_default()).await?;
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A node that answers each connection with what it heard.
    async fn echo() -> SocketAddr {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                tokio::spawn(async move {
                    let (mut from, mut to) = stream.split();
                    tokio::io::copy(&mut from, &mut to).await
                });
            }
        });
        address
    }

    async fn say(line: &Line) -> TcpStream {
        let mut stream = TcpStream::connect(line.address).await.unwrap();
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        stream
    }

    #[tokio::test]
    async fn bytes_pass_a_line_in_order_and_come_back() {
        let line = Line::to(echo().await).await.unwrap();
        let mut heard = [0; 18];
        say(&line).await.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"GET / HTTP/1.1\r\n\r\n");
        line.be(Some(Trouble::Slow));
        say(&line).await.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"GET / HTTP/1.1\r\n\r\n");
    }

    #[tokio::test]
    async fn a_change_breaks_connections_and_a_refusal_is_said() {
        let line = Line::to(echo().await).await.unwrap();
        let mut heard = [0; 18];
        let mut stream = say(&line).await;
        stream.read_exact(&mut heard).await.unwrap();
        line.be(Some(Trouble::Refuse));
        assert!(matches!(stream.read(&mut heard).await, Ok(0) | Err(_)), "the old connection breaks");
        let mut answer = String::new();
        say(&line).await.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 503 ") && answer.ends_with("\r\n\r\nnot just now.\n"), "{answer}");
    }

    #[tokio::test]
    async fn nothing_passes_a_partition_until_it_ends() {
        let line = Line::to(echo().await).await.unwrap();
        line.be(Some(Trouble::Partition));
        let mut stream = say(&line).await;
        let mut heard = [0; 18];
        let silence = tokio::time::timeout(Duration::from_millis(300), stream.read(&mut heard)).await;
        assert!(silence.is_err(), "something came through: {silence:?}");
        line.be(None);
        say(&line).await.read_exact(&mut heard).await.unwrap();
        assert_eq!(&heard, b"GET / HTTP/1.1\r\n\r\n");
    }
}
