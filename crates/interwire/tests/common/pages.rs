//! Nodes with pages, people who read them, and things to read.
#![allow(dead_code, missing_docs, clippy::unwrap_used, reason = "shared by several test binaries; each uses a part")]

use super::Who;
use axum::Router;
use axum::body::to_bytes;
use http::{HeaderMap, Request, StatusCode, header};
use interwire::house::key_file::KeyFile;
use interwire::house::{Contents, Passphrase};
use interwire::ops::Ctx;
use interwire::running::{Running, Settings};
use interwire::transport::guard::Guard;
use interwire::users::{self, Role};
use interwire::web::{self, Web};
use interwire_core::exchange::recall::Publication;
use interwire_core::exchange::store::Store;
use interwire_core::ids::{AgreementId, Hash, ItemId, ItemKey};
use interwire_core::item::words::SafeNumber;
use interwire_core::item::{Body, Item, ItemType, Line, Markup, Version};
use interwire_core::protocol::v1::fields::BlobRef;
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::PubStatus;
use std::path::Path;
use std::sync::Arc;
use tower::ServiceExt;

pub const PASSWORD: &str = "đường dài mới biết";
pub const PASSPHRASE: &str = "ngựa hay mới biết đường dài";

/// A node with pages, and the pages alone.
pub async fn start(who: &Who, dir: &Path, port: u16) -> (Running, Router) {
    start_with(who, dir, port, |_, _| {}).await
}

/// The same, with other settings of the node and of its pages.
pub async fn start_with(
    who: &Who,
    dir: &Path,
    port: u16,
    change: impl FnOnce(&mut Settings, &mut web::Settings),
) -> (Running, Router) {
    let base = (port > 0).then(|| format!("http://127.0.0.1:{port}"));
    let mut settings = Settings::new(who.house(base.clone()), dir.to_owned(), ([127, 0, 0, 1], port).into());
    settings.client.guard = Guard { allow_private: true, allow_plain: true };
    let mut pages = web::Settings::new(base.as_deref());
    pages.zone = jiff::tz::TimeZone::get("Asia/Ho_Chi_Minh").unwrap();
    pages.metrics_token = Some("figures-for-machines".to_owned());
    change(&mut settings, &mut pages);
    let keys = dir.join("keys");
    write_keys(who, &keys);
    let mut kept = None;
    let running = Running::start(settings, |node, peers, client| {
        let (node, peers, client, who) = (node.clone(), Arc::clone(peers), client.clone(), "nobody".to_owned());
        let router = Web::new(Ctx { node, peers, client, keys, runs: true, who }, pages).router();
        kept = Some(router.clone());
        router
    });
    let running = running.await.unwrap();
    let router = kept.unwrap();
    for role in Role::ALL {
        let user = users::new(role.word(), PASSWORD, role, running.node.now()).unwrap();
        running.node.step(move |step| users::add(step.tx, &user, "console", step.now)).await.unwrap();
    }
    (running, router)
}

/// The folder of keys with which a house signs.
fn write_keys(who: &Who, keys: &Path) {
    std::fs::create_dir_all(keys.join("papers")).unwrap();
    let seed = [who.n + 100; 32];
    let seal = KeyFile::new(Contents::Seal, &who.id(), &seed, Some(&Passphrase::new(PASSPHRASE))).unwrap();
    let path = keys.join("seal.key");
    std::fs::write(&path, &*seal.to_bytes()).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    std::fs::write(keys.join("root.public"), who.root().public().to_string()).unwrap();
    for (number, paper) in who.house(None).certificates.iter().enumerate() {
        std::fs::write(keys.join(format!("papers/{number:04}.json")), paper).unwrap();
    }
}

/// A story in English.
pub fn item(guid: &str, headline: &str) -> Item {
    Item {
        guid: Some(guid.parse().unwrap()),
        kind: Some(ItemType::parse("text")),
        headlines: vec![Line::of(headline)],
        languages: vec!["en".to_owned()],
        bodies: vec![Body { markup: Markup::Html, text: "<p>The secret story.</p>".into(), ..Body::default() }],
        ..Item::default()
    }
}

/// A picture, as the bytes of a JPEG file.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let picture = image::RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, 99]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// Somebody with a browser.
pub struct Visitor {
    pub router: Router,
    pub cookie: Option<String>,
}

pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
}

impl Page {
    pub fn csrf(&self) -> String {
        let (_, rest) = self.text.split_once("name=\"csrf\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Visitor {
    pub fn new(router: &Router) -> Self {
        Self { router: router.clone(), cookie: None }
    }

    /// Somebody in that role, logged in through the form.
    pub async fn logged_in(router: &Router, role: Role) -> Self {
        let mut visitor = Self::new(router);
        let page = visitor.login(role.word(), PASSWORD).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        visitor
    }

    pub async fn login(&mut self, name: &str, password: &str) -> Page {
        let csrf = self.get("/login").await.csrf();
        self.post("/login", &[("csrf", &csrf), ("name", name), ("password", password)]).await
    }

    pub async fn get(&mut self, path: &str) -> Page {
        self.send(Request::get(path), axum::body::Body::empty()).await
    }

    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, axum::body::Body::from(form)).await
    }

    /// A form with the token of the session.
    pub async fn submit(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let csrf = self.get("/board").await.csrf();
        let fields: Vec<_> = [("csrf", csrf.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.post(path, &fields).await
    }

    async fn send(&mut self, request: http::request::Builder, body: axum::body::Body) -> Page {
        let request = match &self.cookie {
            Some(cookie) => request.header(header::COOKIE, cookie),
            None => request,
        };
        let response = self.router.clone().oneshot(request.body(body).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let set = parts.headers.get_all(header::SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
        if let Some(cookie) = set.filter_map(|text| text.split(';').next()).find(|pair| !pair.ends_with('=')) {
            self.cookie = Some(cookie.to_owned());
        }
        let live = parts.headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind == "text/event-stream");
        let bytes = if live { bytes::Bytes::new() } else { to_bytes(body, 1 << 22).await.unwrap() };
        let text = String::from_utf8_lossy(&bytes).into_owned();
        Page { status: parts.status, headers: parts.headers, text }
    }
}

/// Publishes a version of an item with its media.
pub async fn give(
    from: (&Who, &Running),
    under: &AgreementId,
    mut item: Item,
    version: u64,
    media: Vec<Vec<u8>>,
) -> ItemKey {
    let (who, running) = from;
    item.version = Version::Number(SafeNumber::new(version).unwrap());
    let id = ItemId::derive(&running.node.house().item_secret, item.guid.as_ref().unwrap());
    let doc = write_document(&item, &who.id(), &id, [3; 16]).unwrap();
    let publication = Publication {
        item: id.clone(),
        version,
        status: PubStatus::Usable,
        doc: BlobRef { hash: Hash::of(&doc), size: doc.len() as u64 },
        under: vec![(under.clone(), format!("news-{}", who.name).parse().unwrap())],
        test: false,
    };
    let done = running.node.step(move |step| {
        step.tx.put_blob(&publication.doc.hash, &doc)?;
        for bytes in media {
            step.tx.put_blob(&Hash::of(&bytes), &bytes)?;
        }
        step.exchange(|machine, turn| machine.publish(turn, &publication))
    });
    done.await.unwrap();
    ItemKey { source: who.id(), item: id }
}

/// Waits until a page shows a text.
pub async fn until_shown(visitor: &mut Visitor, path: &str, text: &str) -> Page {
    for _ in 0..1500 {
        let page = visitor.get(path).await;
        if page.text.contains(text) {
            return page;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("{path} does not show {text}");
}
