//! Two nodes with their doors: a watched folder and HTTP at one, a folder out and HTTP at the other.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::{ASTANA, HANOI, free_port, partners, until};
use axum::body::Body;
use interwire::config::Embargoed;
use interwire::intake::api::{Tokens, router};
use interwire::intake::folder::{Folder, Watcher};
use interwire::outlet::folder::Folder as Outlet;
use interwire::running::{Running, Settings};
use interwire_core::ids::{AgreementId, ItemId, ItemKey};
use serde_json::{Value, json};
use std::path::Path;
use tower::ServiceExt;

pub const TOKEN: &str = "0123456789abcdef";

pub struct Pair {
    pub a: Running,
    pub b: Running,
    pub agreement: AgreementId,
    dirs: [tempfile::TempDir; 4],
}

impl Pair {
    pub async fn new() -> Self {
        Self::with(|_| ()).await
    }
    /// The first with other settings.
    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        let dirs = [(); 4].map(|()| tempfile::tempdir().unwrap());
        let port = free_port();
        let a = HANOI.start_as(dirs[0].path(), port, Some(format!("http://127.0.0.1:{port}")), change).await;
        let b = ASTANA.start_at(dirs[1].path(), free_port()).await;
        let agreement = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
        Self { a, b, agreement, dirs }
    }
    /// The watched folder of the first.
    pub fn inbox(&self) -> &Path {
        self.dirs[2].path()
    }
    /// The outlet of the second.
    pub fn outbox(&self) -> &Path {
        self.dirs[3].path()
    }
    /// The outlet folder of the second.
    pub fn outlet(&self, embargoed: Embargoed) -> Outlet {
        Outlet { name: "cms".into(), path: self.outbox().to_owned(), formats: vec!["ninjs".into()], embargoed }
    }
    pub fn watcher(&self) -> Watcher {
        let folder = Folder { path: self.inbox().to_owned(), service: None, hint: None, stable_for_s: 0 };
        Watcher::new(self.a.node.clone(), folder)
    }
    /// Its nodes and folders, to be stopped and opened by hand.
    pub fn apart(self) -> (Running, Running, [tempfile::TempDir; 4]) {
        (self.a, self.b, self.dirs)
    }
    pub async fn stop(self) {
        self.a.stop().await;
        self.b.stop().await;
    }
    pub async fn arrived(&self, guid: &str, version: u64) {
        until("it arrived", || async {
            let key = key(guid);
            self.b.node.step(move |step| Ok(step.tx.desk(&key, version)?.is_some())).await.unwrap()
        })
        .await;
    }
}

pub fn key(guid: &str) -> ItemKey {
    ItemKey { source: HANOI.id(), item: ItemId::derive(&[HANOI.n; 32], &guid.parse().unwrap()) }
}

pub fn story(guid: &str, version: &str, status: &str) -> Value {
    json!({
        "standard": {"name": "ninjs", "version": "3.1"}, "uri": guid, "type": "text", "version": version,
        "pubStatus": status, "headlines": [{"value": "Əliyev təbrik etdi"}], "language": "az",
    })
}

pub fn picture(guid: &str) -> Value {
    let mut item = story(guid, "1", "usable");
    item["type"] = "picture".into();
    item["renditions"] = json!([
        {"name": "main", "href": "ảnh.jpg", "contentType": "image/jpeg"},
        {"name": "web", "href": "https://hanoi.example/anh.jpg", "contentType": "image/jpeg"},
    ]);
    item
}

pub fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .map(|all| all.map(|one| one.unwrap().file_name().into_string().unwrap()).collect())
        .unwrap_or_default();
    names.sort();
    names
}

pub async fn ask(node: &Running, method: &str, path: &str, token: &str, body: Vec<u8>) -> (u16, Value) {
    ask_as(Embargoed::Hold, node, method, path, token, body).await
}

pub async fn ask_as(
    embargoed: Embargoed,
    node: &Running,
    method: &str,
    path: &str,
    token: &str,
    body: Vec<u8>,
) -> (u16, Value) {
    let api = router(node.node.clone(), Tokens::read(&format!("{TOKEN} cms\n")).unwrap(), embargoed);
    let request = http::Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", format!("Bearer {token}"))
        .header("content-type", "application/json")
        .body(Body::from(body))
        .unwrap();
    let answer = api.oneshot(request).await.unwrap();
    let status = answer.status().as_u16();
    let bytes = axum::body::to_bytes(answer.into_body(), 1 << 24).await.unwrap();
    (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
}
