//! The pages against real nodes: who may see and do what, forms, headers.
#![allow(missing_docs, clippy::unwrap_used)]

mod common;

use common::pages::{Page, Visitor, give, item, start};
use common::{ASTANA, HANOI, agreement};
use expect_test::expect;
use http::{Method, StatusCode};
use interwire::users::Role;
use interwire::web::access::Who;
use interwire::web::routes::{ROUTES, Route};
use interwire_core::ids::Hash;

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
        GET  /welcome/{link}                                   anybody
        POST /welcome                                          anybody
        POST /logout                                           all
        GET  /me                                               all
        POST /me                                               all
        POST /me/password                                      all
        POST /me/logout                                        all
        GET  /board                                            all
        POST /board/seen                                       all
        GET  /events                                           all
        GET  /searches                                         all
        POST /searches                                         all
        POST /searches/{search}/remove                         all
        GET  /alerts                                           all
        POST /alerts/{alert}/retry                             all
        POST /alerts/{alert}/drop                              all
        GET  /items/{source}/{item}                            all
        GET  /items/{source}/{item}/{version}/media/{hash}     all
        GET  /items/{source}/{item}/{version}/media/{hash}/{size} all
        GET  /items/{source}/{item}/{version}/as               all
        GET  /items/{source}/{item}/{version}/as/{format}      all
        GET  /items/{source}/{item}/{version}/proof            all
        GET  /items/{source}/{item}/{version}/proof/file       editor cooperation technician admin auditor
        GET  /items/{source}/{item}/compare                    all
        GET  /items/{source}/{item}/recall                     editor admin
        POST /items/{source}/{item}/recall                     editor admin
        POST /items/{source}/{item}/release                    editor admin
        POST /items/{source}/{item}/take                       editor admin
        POST /items/{source}/{item}/let-go                     editor admin
        POST /items/{source}/{item}/used                       editor admin
        POST /items/{source}/{item}/use-ended                  editor admin
        POST /items/{source}/{item}/removed                    editor admin
        POST /items/{source}/{item}/approve                    editor admin
        POST /items/{source}/{item}/stop                       editor admin
        GET  /holds                                            editor cooperation technician admin auditor
        GET  /sent                                             editor cooperation technician admin auditor
        GET  /agreements                                       editor cooperation technician admin auditor
        GET  /agreements/{agreement}                           editor cooperation technician admin auditor
        GET  /agreements/{agreement}/text                      editor cooperation technician admin auditor
        GET  /agreements/{agreement}/sign                      cooperation admin
        POST /agreements/{agreement}/sign                      cooperation admin
        POST /agreements/{agreement}/decline                   cooperation admin
        POST /agreements/{agreement}/act                       cooperation admin
        POST /agreements/{agreement}/confirm                   technician admin
        GET  /partners                                         cooperation technician admin auditor
        POST /partners/{party}/try                             technician admin
        GET  /findings/{key}/evidence                          cooperation technician admin auditor
        GET  /dead-letters                                     technician admin auditor
        GET  /dead-letters/{id}                                technician admin auditor
        GET  /dead-letters/{id}/bytes                          technician admin auditor
        POST /dead-letters/{id}/retry                          technician admin
        POST /dead-letters/{id}/drop                           technician admin
        GET  /health                                           editor cooperation technician admin auditor
        GET  /keys                                             admin auditor
        GET  /storage                                          technician admin auditor
        GET  /audit                                            admin auditor
        GET  /users                                            admin
        POST /users                                            admin
        POST /users/role                                       admin
        POST /users/reset                                      admin
        POST /users/logout                                     admin
        POST /users/disable                                    admin
        GET  /healthz                                          anybody
        GET  /metrics                                          token technician admin
    "#]]
    .assert_eq(&table);
}

/// An address of a route: of things that are there, as far as the house has them.
fn filled(path: &str, key: &str, agreement: &str) -> String {
    path.replace("{source}/{item}", key)
        .replace("{agreement}", agreement)
        .replace("{party}", "astana")
        .replace("{version}/media/{hash}", &format!("1/media/{}", Hash::of(b"x")))
        .replace("{size}", "small")
        .replace("{version}/as", "1/as")
        .replace("{version}/proof", "1/proof")
        .replace("{format}", "ninjs")
        .replace("{key}", &Hash::of(b"x").to_string())
        .replace("{id}", "7")
        .replace("{link}", &"A".repeat(43))
        .replace("{version}/{name}", "v/pages.css")
}

/// What must be true of every answer to anybody.
fn guarded(page: &Page, name: &str) {
    assert!(!page.status.is_server_error(), "{name}\n{}", page.text);
    let policy = page.headers.get("content-security-policy").unwrap().to_str().unwrap();
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{name}: {policy}");
    for (header, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer")] {
        assert_eq!(page.headers.get(header).unwrap(), value, "{name}");
    }
}

async fn visit(visitor: &mut Visitor, route: &Route, path: &str, csrf: Option<&str>) -> Page {
    match route.method {
        Method::GET => visitor.get(path).await,
        _ => visitor.post(path, csrf.map(|csrf| ("csrf", csrf)).as_slice()).await,
    }
}

/// Whoever is not logged in is asked to be, and learns nothing. Returns the number of cases.
async fn is_shut_out(visitor: &mut Visitor, key: &str, agreement: &str) -> usize {
    let mut cases = 0;
    for route in ROUTES.iter().filter(|route| route.who != Who::Anybody) {
        let path = filled(route.path, key, agreement);
        let page = visit(visitor, route, &path, Some("AAAA")).await;
        assert!([StatusCode::SEE_OTHER, StatusCode::UNAUTHORIZED].contains(&page.status), "{path} {}", page.status);
        assert!(!page.text.contains("secret story"), "{path}");
        guarded(&page, &path);
        cases += 1;
    }
    cases
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
    let (nobodys, unknown) = (format!("baku/{}", "A".repeat(22)), "0f".repeat(16));
    let mut cases = 0;
    for (nth, role) in Role::ALL.into_iter().enumerate() {
        let mut person = Visitor::logged_in(&pages, role).await;
        let csrf = person.get("/board").await.csrf();
        let other = Role::ALL[(nth + 1) % Role::ALL.len()];
        let others = Visitor::logged_in(&pages, other).await.get("/board").await.csrf();
        // Logging out comes last: after it nothing is allowed any more.
        for route in ROUTES.iter().filter(|route| !route.path.starts_with("/log")) {
            let path = filled(route.path, &key, id.as_str());
            let page = visit(&mut person, route, &path, Some(&csrf)).await;
            let name = format!("{role} {} {path}: {}", route.method, page.status);
            assert_eq!(page.status == StatusCode::FORBIDDEN, !route.who.includes(role), "{name}\n{}", page.text);
            assert_ne!(page.status, StatusCode::UNAUTHORIZED, "{name}");
            guarded(&page, &name);
            cases += 1;
            // What is not there, and what is of others, is not found; a role that may not is not even told that.
            let elsewhere = filled(route.path, &nobodys, &unknown).replace("astana", "baku");
            if route.path.contains('{') && !route.path.starts_with("/static") {
                let page = visit(&mut person, route, &elsewhere, Some(&csrf)).await;
                let name = format!("{role} {} {elsewhere}: {}", route.method, page.status);
                assert_eq!(page.status == StatusCode::FORBIDDEN, !route.who.includes(role), "{name}");
                assert!(page.status.is_client_error(), "{name}\n{}", page.text);
                guarded(&page, &name);
                cases += 1;
            }
            if route.method == Method::POST {
                for wrong in [None, Some("AAAA"), Some(others.as_str())] {
                    let page = visit(&mut person, route, &path, wrong).await;
                    assert_eq!(page.status, StatusCode::FORBIDDEN, "{name} with token {wrong:?}");
                    guarded(&page, &name);
                    cases += 1;
                }
            }
        }
        let mut thief = Visitor { router: pages.clone(), cookie: person.cookie.clone() };
        let page = person.post("/logout", &[("csrf", &csrf)]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        assert_eq!(person.get("/board").await.headers.get("location").unwrap(), "/login?next=%2Fboard");
        cases += is_shut_out(&mut thief, &key, id.as_str()).await;
    }
    cases += is_shut_out(&mut Visitor::new(&pages), &key, id.as_str()).await;
    let forged = Some(format!("interwire={}", "A".repeat(43)));
    cases += is_shut_out(&mut Visitor { router: pages.clone(), cookie: forged }, &key, id.as_str()).await;
    println!("{cases} cases of access over {} routes", ROUTES.len());
    assert!(cases >= 300, "{cases}");
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
    let page = guesser.get("/items/nobody/nothing").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "who is not logged in learns nothing of addresses");
    let page = guesser.get("/metrics").await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(guesser.get("/healthz").await.status, StatusCode::OK);
    node.stop().await;
}
