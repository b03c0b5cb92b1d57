//! The doors of the house: a watched folder and HTTP in, a folder and HTTP out, on two real nodes.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::audit::memory_mb;
use common::doors::{Pair, TOKEN, ask, key, names, picture, story};
use common::{ASTANA, until};
use interwire::config::Embargoed;
use interwire::intake::folder::{Folder, Watcher};
use interwire::outlet::folder::{Folder as Outlet, write_some};
use interwire_core::exchange::store::Store;
use interwire_core::item::{Item, ItemType, Limits, Line};
use interwire_formats::photo;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_growing_file_is_left_alone_and_a_whole_one_is_taken_once() {
    let pair = Pair::new().await;
    let mut watcher = pair.watcher();
    let whole = story("urn:hanoi:folder", "1", "usable").to_string();
    let file = pair.inbox().join("tin.json");
    let folder = Folder { path: pair.inbox().to_owned(), service: None, hint: None, stable_for_s: 1 };
    let mut patient = Watcher::new(pair.a.node.clone(), folder);
    for end in [10, 20, whole.len()] {
        std::fs::write(&file, &whole[..end]).unwrap();
        assert_eq!(patient.look().await.unwrap(), 0, "it has just changed");
    }
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    assert_eq!(patient.look().await.unwrap(), 1);
    assert_eq!(
        (names(pair.inbox()), names(&pair.inbox().join("done"))),
        (vec!["done".into()], vec!["tin.json".into()])
    );
    pair.arrived("urn:hanoi:folder", 1).await;
    // As after a crash between the commit and the move: the same file is there again.
    std::fs::rename(pair.inbox().join("done/tin.json"), &file).unwrap();
    assert_eq!(watcher.look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("done")), ["tin.json"]);
    assert_eq!(pair.b.node.db().outlet_events(0, 10).await.unwrap().len(), 1);
    std::fs::write(pair.inbox().join("bad.json"), "{\"no\":1}").unwrap();
    assert_eq!(watcher.look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("failed")), ["bad.json"]);
    assert_eq!(pair.a.node.db().dead_letters(true, None, 9).await.unwrap()[0].code, "unknown_format");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_waits_for_its_file_and_comes_out_beside_the_item_until_it_is_killed() {
    let pair = Pair::new().await;
    let mut watcher = pair.watcher();
    std::fs::write(pair.inbox().join("anh.json"), picture("urn:hanoi:picture").to_string()).unwrap();
    assert_eq!(watcher.look().await.unwrap(), 0, "its file is not there yet");
    std::fs::write(pair.inbox().join("ảnh.jpg"), vec![7; 200_000]).unwrap();
    assert_eq!(watcher.look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("done")), ["anh.json", "ảnh.jpg"]);
    pair.arrived("urn:hanoi:picture", 1).await;
    let outlet = pair.outlet(Embargoed::Hold);
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let written = names(pair.outbox());
    assert_eq!(written.len(), 2, "{written:?}");
    assert!(written[0].starts_with("00000001-") && written[0].contains("-v1-m0-"), "{written:?}");
    assert!(written[1].ends_with("-v1.ninjs.json"), "{written:?}");
    let item: Value = serde_json::from_slice(&std::fs::read(pair.outbox().join(&written[1])).unwrap()).unwrap();
    assert_eq!(item["renditions"][0]["href"], written[0].as_str());
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 0);
    // As after a crash between the file and the cursor.
    pair.b.node.step(|step| step.tx.put_outlet_cursor("folder:cms", 0, step.now)).await.unwrap();
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    assert_eq!(names(pair.outbox()), written);
    let kill = story("urn:hanoi:picture", "2", "canceled").to_string();
    std::fs::write(pair.inbox().join("kill.json"), kill).unwrap();
    watcher.look().await.unwrap();
    watcher.look().await.unwrap();
    pair.arrived("urn:hanoi:picture", 2).await;
    while write_some(&pair.b.node, &outlet).await.unwrap() > 0 {}
    let left = names(pair.outbox());
    assert!(left.len() == 1 && left[0].contains("-kill-"), "{left:?}");
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_format_that_cannot_carry_an_item_keeps_no_other_from_it() {
    let pair = Pair::new().await;
    let untimed = story("urn:hanoi:formats", "1", "usable").to_string();
    std::fs::write(pair.inbox().join("tin.json"), untimed).unwrap();
    assert_eq!(pair.watcher().look().await.unwrap(), 1);
    pair.arrived("urn:hanoi:formats", 1).await;
    let formats = ["iptc-7901", "newsml-g2", "ninjs"].map(str::to_owned).to_vec();
    let outlet = Outlet { formats, ..pair.outlet(Embargoed::Hold) };
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let written = names(pair.outbox());
    assert!(written.len() == 2 && written[0].ends_with(".newsml-g2.xml"), "{written:?}");
    let letters = pair.b.node.db().dead_letters(true, None, 9).await.unwrap();
    assert_eq!((letters.len(), letters[0].code.as_str()), (1, "not_written"));
    assert!(letters[0].message.contains("charset_cannot_carry"), "{}", letters[0].message);
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_system_of_the_house_brings_asks_orders_and_follows_events() {
    let pair = Pair::new().await;
    let item = story("urn:hanoi:api", "1", "usable").to_string().into_bytes();
    assert_eq!(ask(&pair.a, "POST", "/api/v1/items", "wrong", item.clone()).await.0, 401);
    assert_eq!(ask(&pair.a, "POST", "/api/v1/items", TOKEN, b"Vu Viet Trang".to_vec()).await.0, 422);
    assert_eq!(ask(&pair.a, "POST", "/api/v1/items", TOKEN, b"{}".to_vec()).await.0, 422, "it has no guid");
    let (status, told) = ask(&pair.a, "POST", "/api/v1/items?name=tin", TOKEN, item).await;
    assert_eq!((status, told["items"][0]["outcome"].as_str()), (200, Some("new")), "{told}");
    assert_eq!(told["items"][0]["decisions"][0]["verdict"], "deliver");
    let mut other = story("urn:hanoi:api", "1", "usable");
    other["language"] = "vi".into();
    let (status, told) = ask(&pair.a, "POST", "/api/v1/items", TOKEN, other.to_string().into_bytes()).await;
    assert_eq!((status, told["items"][0]["outcome"].as_str()), (409, Some("conflict")), "{told}");
    let path = format!("/api/v1/items/hanoi/{}", key("urn:hanoi:api").item);
    let waiting = ask(&pair.b, "GET", "/api/v1/events?after=0&wait_s=20", TOKEN, Vec::new());
    let (_, events) = waiting.await;
    assert_eq!((&events["cursor"], &events["events"][0]["kind"]), (&json!(1), &json!("version")), "{events}");
    let (status, document) = ask(&pair.b, "GET", &format!("{path}/document"), TOKEN, Vec::new()).await;
    assert_eq!((status, &document["uri"]), (200, &json!("urn:hanoi:api")));
    let used = json!({"version": 1, "language": "kk", "medium": "web", "address": "https://astana.example/1"});
    let (status, told) = ask(&pair.b, "POST", &format!("{path}/used"), TOKEN, used.to_string().into_bytes()).await;
    assert_eq!(status, 200, "{told}");
    let (status, _) = ask(&pair.b, "POST", &format!("{path}/removed"), TOKEN, b"{}".to_vec()).await;
    assert_eq!(status, 409, "it is not recalled");
    let (status, _) = ask(&pair.b, "POST", &format!("{path}/recall"), TOKEN, b"{\"action\":\"kill\"}".to_vec()).await;
    assert_eq!(status, 404, "it is not ours");
    let (status, told) =
        ask(&pair.a, "POST", &format!("{path}/recall"), TOKEN, b"{\"action\":\"kill\"}".to_vec()).await;
    assert_eq!((status, told["told_under"].as_array().map(Vec::len)), (200, Some(1)), "{told}");
    let (_, events) = ask(&pair.b, "GET", "/api/v1/events?after=1&wait_s=20", TOKEN, Vec::new()).await;
    assert_eq!((&events["events"][0]["kind"], &events["events"][0]["action"]), (&json!("recalled"), &json!("kill")));
    let (status, _) = ask(&pair.b, "GET", &format!("{path}/document"), TOKEN, Vec::new()).await;
    assert_eq!(status, 410);
    let (status, told) = ask(&pair.b, "POST", &format!("{path}/removed"), TOKEN, b"{}".to_vec()).await;
    assert_eq!((status, told["told_under"].as_array().map(Vec::len)), (200, Some(1)), "{told}");
    until("the answer came", || async {
        let parties = |_: &_| vec![ASTANA.id()];
        let all = interwire::intake::recall::holders(pair.a.node.db(), &key("urn:hanoi:api"), parties).await.unwrap();
        all[0].order.as_ref().is_some_and(|order| order.answers.len() == 2)
    })
    .await;
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_uploaded_file_is_attached_and_fetched_by_its_hash() {
    let pair = Pair::new().await;
    let (status, told) = ask(&pair.a, "PUT", "/api/v1/media/%E1%BA%A3nh.jpg", TOKEN, vec![9; 100_000]).await;
    assert_eq!(status, 200, "{told}");
    assert_eq!(ask(&pair.a, "PUT", "/api/v1/media/a%2Fb.jpg", TOKEN, vec![9]).await.0, 400);
    let body = picture("urn:hanoi:uploaded").to_string().into_bytes();
    assert_eq!(ask(&pair.a, "POST", "/api/v1/items", TOKEN, body).await.0, 200);
    pair.arrived("urn:hanoi:uploaded", 1).await;
    let hash = told["hash"].as_str().unwrap();
    let path = format!("/api/v1/items/hanoi/{}/media/{hash}", key("urn:hanoi:uploaded").item);
    assert_eq!(ask(&pair.b, "GET", &path, TOKEN, Vec::new()).await.0, 200);
    let other = path.replace(hash, &"0".repeat(64));
    assert_eq!(ask(&pair.b, "GET", &other, TOKEN, Vec::new()).await.0, 404);
    let held = hash.parse().unwrap();
    assert!(pair.b.node.step(move |step| step.tx.has_blob(&held)).await.unwrap());
    pair.stop().await;
}

/// The smallest photograph, six by four.
const PHOTOGRAPH: &[u8] =
    b"\xff\xd8\xff\xc0\0\x0b\x08\0\x04\0\x06\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0image\xff\xd9";

fn captioned(guid: &str) -> Item {
    let headlines = vec![Line::of("Lũ lớn ở Қазақстан")];
    Item { guid: Some(guid.parse().unwrap()), headlines, kind: Some(ItemType::Picture), ..Item::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_photograph_is_an_item_of_its_own_and_its_file_is_itself() {
    let pair = Pair::new().await;
    let photo = photo::embed(PHOTOGRAPH, &captioned("urn:hanoi:photo"), &Limits::default()).unwrap().bytes;
    std::fs::write(pair.inbox().join("lũ.jpg"), &photo).unwrap();
    assert_eq!(pair.watcher().look().await.unwrap(), 0, "an item may name it yet");
    let folder = Folder { path: pair.inbox().to_owned(), service: None, hint: Some("photo".into()), stable_for_s: 0 };
    let mut watcher = Watcher::new(pair.a.node.clone(), folder);
    assert_eq!(watcher.look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("done")), ["lũ.jpg"]);
    pair.arrived("urn:hanoi:photo", 1).await;
    let outlet = pair.outlet(Embargoed::Hold);
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let written = names(pair.outbox());
    assert!(written[0].contains("-v1-m0-"), "{written:?}");
    assert!(
        std::fs::read(pair.outbox().join(&written[0])).unwrap() == photo,
        "the partner holds the photograph itself"
    );

    // One that says nothing, and what a file beside it says.
    std::fs::write(pair.inbox().join("đập.jpg"), PHOTOGRAPH).unwrap();
    let sidecar = interwire_formats::write("xmp", &captioned("urn:hanoi:beside")).unwrap().bytes;
    std::fs::write(pair.inbox().join("đập.xmp"), sidecar).unwrap();
    assert_eq!(watcher.look().await.unwrap(), 1, "the two are one item");
    assert_eq!(names(&pair.inbox().join("done")), ["lũ.jpg", "đập.jpg", "đập.xmp"]);
    pair.arrived("urn:hanoi:beside", 1).await;
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let files = names(pair.outbox()).into_iter().filter(|name| !written.contains(name)).collect::<Vec<_>>();
    assert!(std::fs::read(pair.outbox().join(&files[0])).unwrap() == PHOTOGRAPH, "{files:?}");
    let item: Value = serde_json::from_slice(&std::fs::read(pair.outbox().join(&files[1])).unwrap()).unwrap();
    assert_eq!((&item["renditions"][0]["width"], &item["type"]), (&json!(6), &json!("picture")));
    pair.stop().await;
}

fn atom(name: &[u8; 4], inside: &[u8]) -> Vec<u8> {
    let size = u32::try_from(inside.len() + 8).unwrap();
    [&size.to_be_bytes(), name.as_slice(), inside].concat()
}

/// A film of two seconds that says what it shows; its pictures are still to come.
fn film(guid: &str) -> Vec<u8> {
    let mark = [0xbe, 0x7a, 0xcf, 0xcb, 0x97, 0xa9, 0x42, 0xe8, 0x9c, 0x71, 0x99, 0x94, 0x91, 0xe3, 0xaf, 0xac];
    let said = interwire_formats::write("xmp", &captioned(guid)).unwrap().bytes;
    let fields = [0_u32, 3_800_000_000, 0, 600, 1200].map(u32::to_be_bytes).concat();
    let head = atom(b"mvhd", &[fields, vec![0; 80]].concat());
    [atom(b"ftyp", b"isom\0\0\0\0isom"), atom(b"uuid", &[mark.as_slice(), &said].concat()), atom(b"moov", &head)]
        .concat()
}

/// Forty frames of silence.
fn sound() -> Vec<u8> {
    [[0xff, 0xfb, 0x90, 0x00].as_slice(), &[0; 413]].concat().repeat(40)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_is_an_item_of_its_own_and_a_sound_is_one_with_its_sidecar() {
    let pair = Pair::new().await;
    let bytes = [film("urn:hanoi:film"), atom(b"mdat", &[7; 100_000])].concat();
    std::fs::write(pair.inbox().join("lũ.mp4"), &bytes).unwrap();
    assert_eq!(pair.watcher().look().await.unwrap(), 0, "an item may name it yet");
    let folder = Folder { path: pair.inbox().to_owned(), service: None, hint: Some("media".into()), stable_for_s: 0 };
    let mut watcher = Watcher::new(pair.a.node.clone(), folder);
    assert_eq!(watcher.look().await.unwrap(), 1);
    assert_eq!(names(&pair.inbox().join("done")), ["lũ.mp4"]);
    pair.arrived("urn:hanoi:film", 1).await;
    let outlet = pair.outlet(Embargoed::Hold);
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let written = names(pair.outbox());
    assert!(std::fs::read(pair.outbox().join(&written[0])).unwrap() == bytes, "the partner holds the film itself");

    std::fs::write(pair.inbox().join("đập.mp3"), sound()).unwrap();
    let sidecar = interwire_formats::write("xmp", &captioned("urn:hanoi:sound")).unwrap().bytes;
    std::fs::write(pair.inbox().join("đập.xmp"), sidecar).unwrap();
    assert_eq!(watcher.look().await.unwrap(), 1, "the two are one item");
    assert_eq!(names(&pair.inbox().join("done")), ["lũ.mp4", "đập.mp3", "đập.xmp"]);
    pair.arrived("urn:hanoi:sound", 1).await;
    assert_eq!(write_some(&pair.b.node, &outlet).await.unwrap(), 1);
    let files = names(pair.outbox()).into_iter().filter(|name| !written.contains(name)).collect::<Vec<_>>();
    assert!(std::fs::read(pair.outbox().join(&files[0])).unwrap() == sound(), "{files:?}");
    let item: Value = serde_json::from_slice(&std::fs::read(pair.outbox().join(&files[1])).unwrap()).unwrap();
    assert_eq!((&item["renditions"][0]["contentType"], &item["type"]), (&json!("audio/mpeg"), &json!("audio")));
    pair.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_larger_than_any_source_is_taken_without_being_in_memory() {
    let pair = Pair::new().await;
    let size = 96 << 20;
    assert!(size > Limits::default().bytes_max as u64);
    let pictures = [u32::try_from(size).unwrap().to_be_bytes().as_slice(), b"mdat"].concat();
    let head = [film("urn:hanoi:long"), pictures].concat();
    let path = pair.inbox().join("dài.mp4");
    std::fs::write(&path, &head).unwrap();
    let file = std::fs::File::options().write(true).open(&path).unwrap();
    file.set_len(head.len() as u64 + size - 8).unwrap();
    let folder = Folder { path: pair.inbox().to_owned(), service: None, hint: Some("media".into()), stable_for_s: 0 };
    let memory = memory_mb();
    assert_eq!(Watcher::new(pair.a.node.clone(), folder).look().await.unwrap(), 1);
    let grown = memory_mb().saturating_sub(memory);
    assert!(grown < 64, "memory grew by {grown} MB");
    assert_eq!(names(&pair.inbox().join("done")), ["dài.mp4"]);
    let item = key("urn:hanoi:long");
    assert!(pair.a.node.step(move |step| Ok(step.tx.desk(&item, 1)?.is_some())).await.unwrap());
    pair.stop().await;
}
