//! The pages against real nodes: who may see what, forms, headers, and what hostile sources come to.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::pages::{PASSPHRASE, Visitor, give, start, until_shown};
use common::{ASTANA, BAKU, HANOI, agreement, free_port, partners};
use expect_test::expect;
use http::{Method, StatusCode};
use interwire::users::Role;
use interwire::web::access::Who;
use interwire::web::routes::ROUTES;
use interwire_core::agreement::articles::texts::Texts;
use interwire_core::agreement::{Article, Terms, Wording};
use interwire_core::ids::Hash;
use interwire_core::item::{Blob, Body, Item, ItemType, Line, Markup, Rendition};
use interwire_core::protocol::v1::agreement::AgreementVersion;

fn item(guid: &str, headline: &str) -> Item {
    Item {
        guid: Some(guid.parse().unwrap()),
        kind: Some(ItemType::parse("text")),
        headlines: vec![Line::of(headline)],
        languages: vec!["en".to_owned()],
        bodies: vec![Body { markup: Markup::Html, text: "<p>The secret story.</p>".into(), ..Body::default() }],
        ..Item::default()
    }
}

#[test]
fn every_route_names_its_roles() {
    let mut table = String::new();
    for route in ROUTES {
        let who = match route.who {
            Who::Anybody => "anybody".to_owned(),
            Who::Roles(roles) if roles.len() == Role::ALL.len() => "all".to_owned(),
            Who::Roles(roles) => roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" "),
            Who::Scraper(roles) => {
                format!("token {}", roles.iter().map(|role| role.word()).collect::<Vec<_>>().join(" "))
            }
        };
        table += &format!("{:4} {:49} {who}\n", route.method.as_str(), route.path);
    }
    expect![[r#"
        GET  /                                                 all
        GET  /static/{version}/{name}                          anybody
        GET  /login                                            anybody
        POST /login                                            anybody
        POST /logout                                           all
        GET  /board                                            all
        GET  /events                                           all
        GET  /items/{source}/{item}                            all
        GET  /items/{source}/{item}/{version}/media/{hash}     all
        GET  /items/{source}/{item}/recall                     editor admin
        POST /items/{source}/{item}/recall                     editor admin
        GET  /sent                                             editor cooperation technician admin auditor
        GET  /agreements                                       editor cooperation technician admin auditor
        GET  /agreements/{agreement}                           editor cooperation technician admin auditor
        GET  /agreements/{agreement}/sign                      cooperation admin
        POST /agreements/{agreement}/sign                      cooperation admin
        POST /agreements/{agreement}/decline                   cooperation admin
        GET  /partners                                         cooperation technician admin auditor
        POST /partners/{party}/try                             technician admin
        GET  /findings/{key}/evidence                          cooperation technician admin auditor
        GET  /dead-letters                                     technician admin auditor
        GET  /dead-letters/{id}                                technician admin auditor
        GET  /dead-letters/{id}/bytes                          technician admin auditor
        POST /dead-letters/{id}/retry                          technician admin
        POST /dead-letters/{id}/drop                           technician admin
        GET  /healthz                                          anybody
        GET  /metrics                                          token technician admin
    "#]]
    .assert_eq(&table);
}

fn filled(path: &str, key: &str, agreement: &str) -> String {
    path.replace("{source}/{item}", key)
        .replace("{agreement}", agreement)
        .replace("{party}", "astana")
        .replace("{version}/media/{hash}", &format!("1/media/{}", Hash::of(b"x")))
        .replace("{key}", &Hash::of(b"x").to_string())
        .replace("{id}", "7")
        .replace("{version}/{name}", "v/pages.css")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_role_reaches_its_routes_and_no_other_and_every_answer_is_guarded() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let version = agreement(1, &[HANOI, ASTANA]);
    let (bytes, id) = (version.bytes.clone(), version.agreement.id.clone());
    node.node.exchange(move |m, t| m.offer(t, &bytes, &[], None)).await.unwrap().unwrap();
    let key = give((&HANOI, &node), &id, item("urn:hanoi:1", "One"), 1, vec![]).await;
    let key = format!("{}/{}", key.source, key.item);
    for role in Role::ALL {
        let mut person = Visitor::logged_in(&pages, role).await;
        let csrf = person.get("/board").await.csrf();
        // Logging out comes last: after it nothing is allowed any more.
        for route in ROUTES.iter().filter(|route| !route.path.starts_with("/log")) {
            let path = filled(route.path, &key, id.as_str());
            let page = match route.method {
                Method::GET => person.get(&path).await,
                _ => person.post(&path, &[("csrf", &csrf)]).await,
            };
            let name = format!("{role} {} {path}: {}", route.method, page.status);
            assert_eq!(page.status == StatusCode::FORBIDDEN, !route.who.includes(role), "{name}\n{}", page.text);
            assert_ne!(page.status, StatusCode::UNAUTHORIZED, "{name}");
            assert!(!page.status.is_server_error(), "{name}\n{}", page.text);
            let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap();
            assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{name}: {policy}");
            for (header, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
                assert_eq!(page.headers.get(header).unwrap(), value, "{name}");
            }
            if route.method == Method::POST {
                let unsigned = person.post(&path, &[]).await;
                assert_eq!(unsigned.status, StatusCode::FORBIDDEN, "{name} without token");
                let foreign = person.post(&path, &[("csrf", "AAAA")]).await;
                assert_eq!(foreign.status, StatusCode::FORBIDDEN, "{name} with another token");
            }
        }
        let page = person.post("/logout", &[("csrf", &csrf)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(person.get("/board").await.headers.get("location").unwrap(), "/login?next=%2Fboard");
    }
    let mut stranger = Visitor::new(&pages);
    for route in ROUTES.iter().filter(|route| route.who != Who::Anybody) {
        let path = filled(route.path, &key, id.as_str());
        let page = match route.method {
            Method::GET => stranger.get(&path).await,
            _ => stranger.post(&path, &[]).await,
        };
        assert!([StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED].contains(&page.status), "{path} {}", page.status);
        assert!(!page.text.contains("secret story"), "{path}");
    }
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn guessing_a_password_is_slowed_down_and_a_login_form_is_bound_to_its_browser() {
    let dir = tempfile::tempdir().unwrap();
    let (node, pages) = start(&HANOI, dir.path(), 0).await;
    let mut guesser = Visitor::new(&pages);
    let other = Visitor::new(&pages).get("/login").await.csrf();
    guesser.get("/login").await;
    let page = guesser.post("/login", &[("csrf", &other), ("name", "admin"), ("password", "x")]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text.contains("not accepted"), "{}", page.text);
    for _ in 0..5 {
        let page = guesser.login("admin", "not the password").await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(page.text.contains("Name or password is wrong"), "{}", page.text);
        assert!(!page.text.contains("not the password"));
    }
    let page = guesser.login("admin", common::pages::PASSWORD).await;
    assert!(page.text.contains("Too many failed attempts"), "{}", page.text);
    let page = guesser.get("/metrics").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(guesser.get("/healthz").await.status, StatusCode::OK);
    node.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_item_shows_its_order_and_its_content_only_to_those_who_check() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let (b, theirs) = start(&ASTANA, dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let key = give((&ASTANA, &b), &id, item("urn:astana:1", "Сұхбат"), 1, vec![]).await;
    let path = format!("/items/{}/{}", key.source, key.item);
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    until_shown(&mut editor, "/board", "Сұхбат").await;
    let page = until_shown(&mut editor, &path, "The secret story.").await;
    assert!(page.text.contains("The signature of astana over item"), "{}", page.text);
    let mut sender = Visitor::logged_in(&theirs, Role::Admin).await;
    common::news::kill(&b, &key).await;
    let page = until_shown(&mut editor, &path, "false-report").await;
    assert!(!page.text.contains("secret story") && page.text.contains("Killed"), "{}", page.text);
    assert!(editor.get("/board").await.text.contains("recalled"));
    let page = Visitor::logged_in(&pages, Role::Auditor).await.get(&path).await;
    assert!(page.text.contains("The secret story."), "an auditor checks what was killed");
    let page = until_shown(&mut sender, &path, "stopped it").await;
    assert!(page.text.contains("hanoi"), "{}", page.text);
    a.stop().await;
    b.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_offer_of_a_stranger_is_signed_by_passphrase_alone() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = BAKU.start_at(dir_b.path(), free_port()).await;
    let mut offer = agreement(3, &[BAKU, HANOI]).agreement;
    let texts = Texts { languages: vec!["en".parse().unwrap()], equally_authentic: true, prevails: None };
    let (id, terms) = ("texts".parse().unwrap(), Terms::Texts(texts));
    offer.articles.insert(0, Article { id, terms, sentence: Wording::new(), wording: Wording::new() });
    offer.write_sentences(&|_, _| None);
    let version = AgreementVersion::of(&offer).unwrap();
    let (bytes, sealed) = (version.bytes.clone(), BAKU.sealed(&version));
    let id = b.node.exchange(move |m, t| m.offer(t, &bytes, &[], Some(&sealed))).await.unwrap().unwrap();
    let asked = id.clone();
    let request = b.node.exchange(move |m, t| m.offer_request(t, &asked)).await.unwrap();
    let (base, root) = (format!("http://{}", a.address), HANOI.root().public());
    interwire::pump::carry::offer(&b.node, &b.client, &b.peers, &HANOI.id(), root, &base, request).await.unwrap();
    let mut officer = Visitor::logged_in(&pages, Role::Cooperation).await;
    let page = until_shown(&mut officer, "/agreements", "Offer of a stranger").await;
    assert!(page.text.contains("Waits for our signature"));
    let path = format!("/agreements/{id}/sign");
    let page = officer.get(&path).await;
    assert!(page.text.contains(&BAKU.root().public().fingerprint()), "{}", page.text);
    let hash = version.hash.to_string();
    let form = |passphrase: &'static str, compared: &'static str| {
        [
            ("version", hash.clone()),
            ("signatory", "Vũ Việt Trang".to_owned()),
            ("office", "Director General".to_owned()),
            ("place", "Hà Nội".to_owned()),
            ("compared", compared.to_owned()),
            ("passphrase", passphrase.to_owned()),
        ]
    };
    for (form, why) in
        [(form(PASSPHRASE, ""), "Compare the fingerprints"), (form("wrong one", "yes"), "not the passphrase")]
    {
        let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let page = officer.submit(&path, &fields).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.text.contains(why) && !page.text.contains("wrong one"), "{}", page.text);
    }
    let form = form(PASSPHRASE, "yes");
    let fields: Vec<_> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = officer.submit(&path, &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    let page = until_shown(&mut officer, &format!("/agreements/{id}"), "In force").await;
    assert!(page.text.contains("Vũ Việt Trang") && !page.text.contains("Offer of a stranger"), "{}", page.text);
    a.stop().await;
    b.stop().await;
}

/// 120 strings that a source may write to make a reader's browser act.
fn hostile() -> Vec<String> {
    let acts = [
        "<script>document.documentElement.dataset.pwned=1</script>",
        "<img src=x onerror=\"document.documentElement.dataset.pwned=1\">",
        "<svg onload=document.documentElement.dataset.pwned=1>",
        "<svg><script>document.documentElement.dataset.pwned=1</script></svg>",
        "<math><mtext><table><mglyph><style><img src=x onerror=document.documentElement.dataset.pwned=1>",
        "<a href=\"javascript:document.documentElement.dataset.pwned=1\">x</a>",
        "<a href=\"java\tscript:document.documentElement.dataset.pwned=1\">x</a>",
        "<a href=\"data:text/html,<script>1</script>\">x</a>",
        "<iframe srcdoc=\"<script>parent.document.documentElement.dataset.pwned=1</script>\"></iframe>",
        "<style>body{display:none}</style>",
        "<p style=\"position:fixed;inset:0\" onclick=\"document.documentElement.dataset.pwned=1\">x</p>",
        "<form action=//evil.example><button formaction=javascript:1>x</button></form>",
        "<meta http-equiv=refresh content=\"0;url=//evil.example\">",
        "<base href=//evil.example><link rel=stylesheet href=//evil.example>",
        "<noscript><p title=\"</noscript><img src=x onerror=document.documentElement.dataset.pwned=1>\">",
        "<template><script>document.documentElement.dataset.pwned=1</script></template>",
        "<details open ontoggle=document.documentElement.dataset.pwned=1>",
        "<object data=javascript:1></object><embed src=javascript:1>",
        "<video><source onerror=document.documentElement.dataset.pwned=1></video>",
        "\" autofocus onfocus=document.documentElement.dataset.pwned=1 x=\"",
    ];
    let around = ["{}", "</title>{}", "--><!-- {} -->", "<![CDATA[{}]]>", "\"'>{}", "</bdi></a></p></li>{}"];
    acts.iter().flat_map(|act| around.iter().map(move |frame| frame.replace("{}", act))).collect()
}

/// The tags of a page with their attributes, as a browser would see them.
fn tags(html: &str) -> Vec<(String, String)> {
    let mut tags = Vec::new();
    for piece in html.split('<').skip(1) {
        let name: String = piece.chars().take_while(|c| c.is_ascii_alphanumeric() || "/!?-".contains(*c)).collect();
        tags.push((name.to_lowercase(), piece.split('>').next().unwrap_or_default().to_lowercase()));
    }
    tags
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_a_hostile_source_writes_can_act_in_a_page() {
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let strings = hostile();
    assert_eq!(strings.len(), 120);
    let svg = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".to_vec();
    let blob = Blob { hash: Hash::of(&svg), size_bytes: svg.len() as u64 };
    let mut last = None;
    for (n, bad) in strings.chunks(5).enumerate() {
        let picture = Rendition {
            name: Some(bad[4].clone()),
            content_type: Some(if n % 2 == 0 { "image/png".into() } else { bad[3].clone() }),
            blob: Some(blob),
            ..Rendition::default()
        };
        let story = Item {
            headlines: vec![Line::of(&bad[1])],
            descriptions: vec![Line::of(&bad[2])],
            bylines: vec![Line::of(&bad[3])],
            sluglines: vec![Line { lang: Some(bad[3].clone()), ..Line::of(&bad[2]) }],
            languages: vec![bad[4].clone()],
            bodies: vec![Body { markup: Markup::Html, text: bad[0].clone(), ..Body::default() }],
            renditions: vec![picture],
            ..item(&format!("urn:astana:hostile-{n}"), "")
        };
        last = Some(give((&ASTANA, &b), &id, story, 1, vec![svg.clone()]).await);
    }
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let last = last.unwrap();
    let marker = format!("/items/{}/{}", last.source, last.item);
    let board = until_shown(&mut editor, "/board", &marker).await;
    let mut seen = 0;
    let links = board.text.split("href=\"").filter_map(|rest| rest.split('"').next());
    let items: std::collections::BTreeSet<_> = links.filter(|link| link.starts_with("/items/")).collect();
    for path in ["/board"].into_iter().chain(items.iter().copied()) {
        let page = editor.get(path).await;
        seen += 1;
        for (tag, inside) in tags(&page.text) {
            for never in [
                "svg",
                "math",
                "iframe",
                "object",
                "embed",
                "meta http",
                "base",
                "style",
                "template",
                "video",
                "noscript",
                "details",
            ] {
                assert!(!(tag.as_str() == never || inside.starts_with(&format!("{never} "))), "{path}: <{inside}>");
            }
            let script = tag == "script" && !inside.starts_with("script src=\"/static/");
            let quoted = inside.split('"').step_by(2).collect::<String>();
            let acts = quoted.contains(" on") && !quoted.contains(" only") || quoted.contains("style=");
            let leads = ["href", "src", "action"].iter().any(|name| {
                ["javascript", "data", "//evil"].iter().any(|bad| inside.contains(&format!(" {name}=\"{bad}")))
            });
            assert!(!script && !acts && !leads, "{path}: <{inside}>");
        }
    }
    assert_eq!(seen, 25, "{items:?}");
    let file = editor.get(&format!("{marker}/1/media/{}", blob.hash)).await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(file.headers.get("content-type").unwrap(), "application/octet-stream");
    assert!(file.headers.get("content-disposition").unwrap().to_str().unwrap().starts_with("attachment"));
    assert!(file.headers.get("content-security-policy").unwrap().to_str().unwrap().starts_with("sandbox"));
    a.stop().await;
    b.stop().await;
}
