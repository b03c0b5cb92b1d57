//! Saved searches are asked of what arrives, once; alerts go out by webhook and by mail, again if need be, and a kill
//! follows those that were told.

use super::hook;
use super::mail::{self, Server};
use super::ring::ring_some;
use super::send::send_due;
use super::standing::Saved;
use super::{Standing, Ways};
use crate::config::MailTls;
use crate::intake::row::row_of_item;
use crate::node::{House, Node};
use crate::store::Db;
use crate::store::alerts_out::{AlertKind, AlertRow, AlertState, Channel};
use crate::store::outlet::{OutletEvent, OutletKind};
use crate::store::searches::SearchRow;
use crate::store::testing::{item, item_row, party};
use crate::store::users::UserRow;
use crate::transport::client::{self, Client};
use crate::transport::guard::Guard;
use crate::transport::keys::Keyring;
use crate::transport::{Clock, system_clock};
use interwire_core::exchange::store::{ItemRow, RecallRow, Store};
use interwire_core::ids::{Hash, ItemKey};
use interwire_core::item::{Embargo, Item, Line, Moment};
use interwire_core::keys::{NodeKey, RootKey};
use interwire_core::protocol::v1::item::write_document;
use interwire_core::protocol::v1::statement::Action;
use interwire_core::query::Scratch;
use interwire_core::time::Time;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use wiremock::matchers::{header, method};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// A node whose clock is moved by hand, with one editor.
struct Desk {
    node: Node,
    standing: Arc<Standing>,
    client: Client,
    now: Arc<Mutex<Time>>,
    scratch: Scratch,
    mailed: BTreeMap<i64, Time>,
    _dir: tempfile::TempDir,
}

impl Desk {
    async fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let now = Arc::new(Mutex::new(system_clock()()));
        let told = Arc::clone(&now);
        let clock: Clock = Arc::new(move || *told.lock().unwrap());
        let house = House {
            me: party("hanoi"),
            name: "Hanoi".into(),
            key: NodeKey::from_seed(&[1; 32]),
            root: RootKey::from_seed(&[2; 32]).public(),
            certificates: Vec::new(),
            item_secret: [3; 32],
            base_url: Some("https://wire.hanoi.example".into()),
        };
        let db = Db::open(dir.path()).await.unwrap();
        let node = Node::start(house, db, Arc::clone(&clock), crate::intake::Limits::default()).await.unwrap();
        let keyring: Arc<dyn Keyring> = Arc::new(node.clone());
        let guard = Guard { allow_private: true, allow_plain: true };
        let settings = client::Settings { guard, ..client::Settings::default() };
        let client = Client::new(settings, party("hanoi"), keyring, clock).unwrap();
        let user = UserRow {
            name: "trang".into(),
            password: String::new(),
            role: "editor".into(),
            language: "vi".into(),
            created_at: Time::default(),
            disabled: false,
        };
        node.step(move |step| step.tx.put_user(&user)).await.unwrap();
        let standing = Arc::new(Standing::new(7));
        let mut desk =
            Self { node, standing, client, now, scratch: Scratch::new(), mailed: BTreeMap::new(), _dir: dir };
        assert_eq!(desk.ring().await, 0, "the first look begins with what comes after it");
        desk
    }

    async fn ring(&mut self) -> usize {
        ring_some(&self.node, &self.standing, &mut self.scratch).await.unwrap()
    }

    async fn send(&mut self, mail: Option<Arc<Server>>) {
        let ways = Ways { client: self.client.clone(), mail };
        send_due(&self.node, &self.standing, &ways, &mut self.mailed).await.unwrap();
    }

    fn later(&self, ms: i64) {
        let mut now = self.now.lock().unwrap();
        *now = now.plus_ms(ms);
    }

    async fn keep(&self, name: &str, query: &str, mail: Option<&str>, hook: Option<&str>) -> i64 {
        let row = SearchRow {
            id: 0,
            owner: "trang".into(),
            name: name.into(),
            query: query.into(),
            shared: false,
            on_board: true,
            mail: mail.map(str::to_owned),
            hook: hook.map(str::to_owned),
            hook_secret: hook.map(|_| vec![9; hook::SECRET_BYTES]),
            created_at: Time::default(),
        };
        let kept = row.clone();
        let id = self.node.step(move |step| step.tx.put_search(&kept)).await.unwrap();
        self.standing.put(Saved { row: SearchRow { id, ..row }, query: query.parse().unwrap() }).unwrap();
        id
    }

    /// A story of `astana` arrives.
    async fn arrive(&self, n: u32, headline: &str, kind: OutletKind) -> ItemKey {
        let key = item("astana", n);
        let mut news = Item {
            guid: Some(format!("urn:newsml:{n}").parse().unwrap()),
            headlines: vec![Line::of(headline)],
            languages: vec!["en".into()],
            ..Item::default()
        };
        if kind == OutletKind::Embargoed {
            news.times.embargoed = Some(Embargo::Until(Moment::new("2090-01-01T08:00:00Z")));
        }
        let doc = write_document(&news, &key.source, &key.item, [3; 16]).unwrap();
        let kept = key.clone();
        let put = self.node.step(move |step| {
            let hash = Hash::of(&doc);
            step.tx.put_blob(&hash, &doc)?;
            step.tx.put_item(&item_row(&kept, None, Some(1)))?;
            let guid = news.guid.clone().unwrap();
            step.tx.put_desk(&row_of_item(&kept, 1, &guid, hash, &news, step.now))?;
            put_event(step, &kept, kind, None)
        });
        put.await.unwrap();
        key
    }

    async fn kill(&self, key: &ItemKey) {
        let key = key.clone();
        let killed = self.node.step(move |step| {
            let recall = RecallRow { order: 1, action: Some(Action::Kill), through: 1, ..RecallRow::default() };
            step.tx.put_item(&ItemRow { recall: Some(recall), ..item_row(&key, None, Some(1)) })?;
            put_event(step, &key, OutletKind::Recalled, Some(Action::Kill))
        });
        killed.await.unwrap();
    }

    async fn alerts(&self) -> Vec<AlertRow> {
        let mut all = self.node.db().alerts_for("trang", None, None, 100).await.unwrap();
        all.reverse();
        all
    }

    async fn told(&self) -> Vec<(i64, Channel, AlertKind, AlertState)> {
        self.alerts().await.into_iter().map(|one| (one.search, one.channel, one.what, one.state)).collect()
    }
}

fn put_event(
    step: &mut crate::node::Step,
    key: &ItemKey,
    kind: OutletKind,
    action: Option<Action>,
) -> interwire_core::exchange::store::Stored<()> {
    let event = OutletEvent { seq: 0, kind, key: key.clone(), version: Some(1), action, reason: None, at: step.now };
    step.tx.put_outlet_event(&event).map(drop)
}

/// A mail server that keeps what it is given.
async fn sink() -> (Arc<Server>, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let kept = Arc::new(Mutex::new(Vec::new()));
    let into = Arc::clone(&kept);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (reader, mut writer) = stream.into_split();
            let mut lines = BufReader::new(reader).lines();
            writer.write_all(b"220 sink\r\n").await.unwrap();
            let (mut message, mut in_data) = (String::new(), false);
            while let Ok(Some(line)) = lines.next_line().await {
                let answer = match line.as_str() {
                    "." if in_data => {
                        in_data = false;
                        into.lock().unwrap().push(std::mem::take(&mut message));
                        "250 kept"
                    }
                    _ if in_data => {
                        message += &line;
                        message.push('\n');
                        continue;
                    }
                    "DATA" => {
                        in_data = true;
                        "354 go on"
                    }
                    line if line.contains("refused@") => "550 no such person",
                    "QUIT" => "221 bye",
                    _ => "250 fine",
                };
                writer.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        }
    });
    let settings = mail::Settings {
        host: "127.0.0.1".into(),
        port,
        tls: MailTls::None,
        from: "Interwire <wire@hanoi.example>".into(),
        login: None,
    };
    (Arc::new(Server::new(&settings).unwrap()), kept)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_arrives_is_held_against_saved_searches_once() {
    let mut desk = Desk::new().await;
    let oil = desk.keep("Oil", "oil", None, None).await;
    desk.keep("Gas", "gas", None, None).await;
    desk.arrive(1, "Oil price rises", OutletKind::Version).await;
    assert_eq!(desk.ring().await, 1);
    let once = [(oil, Channel::Board, AlertKind::Version, AlertState::Told)];
    assert_eq!(desk.told().await, once);
    // As after a crash in which the cursor, which is in the same transaction, could not move.
    desk.node.step(|step| step.tx.put_setting(super::CURSOR, "0")).await.unwrap();
    assert_eq!(desk.ring().await, 1);
    assert_eq!(desk.told().await, once);
    // A restarted node asks the same searches.
    let again = Standing::new(1);
    again.load(desk.node.db()).await.unwrap();
    assert_eq!(again.of("trang").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_signed_tried_again_and_told_of_a_kill() {
    let mut desk = Desk::new().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(503)).up_to_n_times(1).mount(&server).await;
    let taken = Mock::given(method("POST")).and(header("content-type", "application/json"));
    taken.respond_with(ResponseTemplate::new(204)).mount(&server).await;
    desk.keep("Oil", "oil", None, Some(&format!("{}/in", server.uri()))).await;
    let key = desk.arrive(1, "Oil price rises", OutletKind::Version).await;
    desk.ring().await;
    desk.send(None).await;
    let waiting = desk.alerts().await.pop().unwrap();
    assert_eq!((waiting.state, waiting.attempts), (AlertState::Waiting, 1));
    assert!(waiting.cause.unwrap().contains("IW-send-busy"));
    desk.send(None).await;
    assert_eq!(server.received_requests().await.unwrap().len(), 1, "it is not tried before its moment");
    desk.later(10_000);
    desk.send(None).await;
    assert_eq!(desk.alerts().await.pop().unwrap().state, AlertState::Told);
    desk.kill(&key).await;
    desk.ring().await;
    desk.send(None).await;
    let requests = server.received_requests().await.unwrap();
    let ids: Vec<_> = requests.iter().map(|one| one.headers["webhook-id"].to_str().unwrap().to_owned()).collect();
    assert!(ids[0] == ids[1] && ids[1] != ids[2], "{ids:?}");
    for request in &requests {
        let timestamp: i64 = request.headers["webhook-timestamp"].to_str().unwrap().parse().unwrap();
        let id = request.headers["webhook-id"].to_str().unwrap();
        let right = hook::headers(&[9; hook::SECRET_BYTES], id, Time::from_ms(timestamp * 1000), &request.body);
        assert_eq!(request.headers["webhook-signature"].to_str().unwrap(), right[2].1);
    }
    let bodies: Vec<serde_json::Value> = requests.iter().map(|one| one.body_json().unwrap()).collect();
    assert_eq!(
        (&bodies[1]["type"], &bodies[1]["data"]["headline"]),
        (&"item.version".into(), &"Oil price rises".into())
    );
    assert_eq!(
        (&bodies[2]["type"], &bodies[2]["data"]["headline"]),
        (&"item.recalled".into(), &serde_json::Value::Null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_webhook_waits_for_a_person_and_a_private_address_is_never_asked() {
    let mut desk = Desk::new().await;
    let server = MockServer::start().await;
    Mock::given(method("POST")).respond_with(ResponseTemplate::new(410)).mount(&server).await;
    desk.keep("Oil", "oil", None, Some(&server.uri())).await;
    desk.arrive(1, "Oil price rises", OutletKind::Version).await;
    desk.ring().await;
    desk.send(None).await;
    let failed = desk.alerts().await.pop().unwrap();
    assert_eq!(failed.state, AlertState::Failed);
    assert!(failed.cause.unwrap().contains("IW-send-refused"));
    let keyring: Arc<dyn Keyring> = Arc::new(desk.node.clone());
    let strict = Client::new(client::Settings::default(), party("hanoi"), keyring, system_clock()).unwrap();
    for address in [server.uri().as_str(), "https://127.0.0.1/in", "https://169.254.169.254/", "https://intranet/"] {
        assert!(strict.check_post(address).is_err(), "{address}");
        assert!(strict.post(address, "text/plain", &[], bytes::Bytes::new()).await.is_err(), "{address}");
    }
    assert_eq!(server.received_requests().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn mail_gathers_what_comes_and_a_refused_address_waits_for_a_person() {
    let mut desk = Desk::new().await;
    let (server, kept) = sink().await;
    let oil = desk.keep("Oil", "oil", Some("trang@hanoi.example"), None).await;
    let gas = desk.keep("Gas", "gas", Some("refused@hanoi.example"), None).await;
    for n in 1..=3 {
        desk.arrive(n, &format!("Oil price rises {n}"), OutletKind::Version).await;
    }
    desk.arrive(4, "Gas price", OutletKind::Version).await;
    desk.ring().await;
    desk.send(Some(Arc::clone(&server))).await;
    let mails = kept.lock().unwrap().clone();
    assert_eq!(mails.len(), 1);
    for text in
        ["Subject: [Oil] Oil price rises 1 (+2)", "Oil price rises 3", "To: trang@hanoi.example", "/items/astana/"]
    {
        assert!(mails[0].contains(text), "{text} is not in {}", mails[0]);
    }
    let mailed = |all: Vec<AlertRow>, search| {
        let own = all.into_iter().filter(move |one| one.channel == Channel::Mail && one.search == search);
        own.map(|one| one.state).collect::<Vec<_>>()
    };
    assert_eq!(mailed(desk.alerts().await, oil), [AlertState::Told; 3]);
    assert_eq!(mailed(desk.alerts().await, gas), [AlertState::Failed]);
    // The next mail of the same search waits a minute.
    desk.arrive(5, "Oil again", OutletKind::Version).await;
    desk.ring().await;
    desk.send(Some(Arc::clone(&server))).await;
    assert_eq!(kept.lock().unwrap().len(), 1);
    desk.later(60_000);
    desk.send(Some(server)).await;
    assert_eq!(kept.lock().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_embargoed_item_is_told_outside_of_the_board_only_when_it_is_free_and_a_killed_one_never() {
    let mut desk = Desk::new().await;
    let (server, kept) = sink().await;
    desk.keep("Oil", "oil", Some("trang@hanoi.example"), None).await;
    let key = desk.arrive(1, "Oil, for tomorrow", OutletKind::Embargoed).await;
    desk.ring().await;
    desk.send(Some(Arc::clone(&server))).await;
    let board = desk.told().await;
    assert_eq!(board.iter().map(|one| one.1).collect::<Vec<_>>(), [Channel::Board]);
    let freed = key.clone();
    desk.node.step(move |step| put_event(step, &freed, OutletKind::Freed, None)).await.unwrap();
    desk.ring().await;
    desk.kill(&key).await;
    desk.ring().await;
    desk.send(Some(server)).await;
    assert!(kept.lock().unwrap().is_empty());
    assert_eq!(desk.told().await.last().unwrap().3, AlertState::Dropped);
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_sent_for_somebody_who_may_not_log_in_any_more() {
    let mut desk = Desk::new().await;
    desk.keep("Oil", "oil", Some("trang@hanoi.example"), Some("https://hooks.example/")).await;
    let shut_out = desk.node.step(|step| {
        let user = step.tx.user("trang")?.unwrap();
        step.tx.put_user(&UserRow { disabled: true, ..user })
    });
    shut_out.await.unwrap();
    desk.arrive(1, "Oil price rises", OutletKind::Version).await;
    desk.ring().await;
    assert_eq!(desk.told().await.into_iter().map(|one| one.1).collect::<Vec<_>>(), [Channel::Board]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_goes_with_its_alerts_and_its_number_is_not_used_again() {
    let mut desk = Desk::new().await;
    let oil = desk.keep("Oil", "oil", None, None).await;
    desk.arrive(1, "Oil price rises", OutletKind::Version).await;
    desk.ring().await;
    desk.node.step(move |step| step.tx.remove_search(oil)).await.unwrap();
    desk.standing.remove(oil);
    assert_eq!((desk.alerts().await.len(), desk.node.db().searches().await.unwrap().len()), (0, 0));
    assert_eq!(desk.keep("Oil", "oil", None, None).await, oil + 1);
}
