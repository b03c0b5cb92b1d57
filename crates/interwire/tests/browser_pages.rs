//! Every page in a real browser, where one is found: by axe-core, in both colour schemes, on a desk and on a phone.
//! `INTERWIRE_SCREENSHOTS` may name a folder for a picture of each.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::axe::Axe;
use common::chromium::{self, Chromium};
use common::exhibit::{self, Exhibit};
use http::Method;
use interwire::users::Role;
use interwire::web::access::Who;
use interwire::web::routes::ROUTES;
use std::path::PathBuf;

/// Width, height, dark. Each follows from the one before by one step only.
const LOOKS: [(u32, u32, bool); 4] = [(1440, 900, false), (1440, 900, true), (390, 844, true), (390, 844, false)];
/// The routes whose pages offer each role something else.
const BY_ROLE: [&str; 8] = [
    "/board",
    "/items/{source}/{item}",
    "/items/{source}/{item}/recall",
    "/agreements",
    "/agreements/{agreement}",
    "/partners",
    "/dead-letters/{id}",
    "/health",
];

/// Things that are in the house, by what pages show them: their addresses.
struct Things {
    items: Vec<(&'static str, String)>,
    own: String,
    agreements: Vec<(&'static str, String)>,
    offered: String,
    link: String,
}

/// The examples of a route, each with a name; none if it is no page but a file or a stream.
fn examples(path: &str, things: &Things) -> Vec<(String, String)> {
    let one = |name: &str, path: &str| vec![(name.to_owned(), path.to_owned())];
    let each = |all: &[(&str, String)], after: &str| {
        all.iter()
            .map(|(name, path)| (format!("{name}{}", after.replace('/', "-")), format!("{path}{after}")))
            .collect()
    };
    let versions: Vec<_> = things.items.iter().filter(|(name, _)| *name == "vietnamese").cloned().collect();
    match path {
        "/" => one("start", "/"),
        "/login" => one("login", "/login"),
        "/welcome/{link}" => {
            [one("welcome", &things.link), one("welcome-gone", &format!("/welcome/{}", "A".repeat(43)))].concat()
        }
        "/board" => [
            one("board", "/board"),
            one("board-narrowed", "/board?q=~%22ha+noi%22+OR+qala&urgency=5.."),
            one("board-wrong", "/board?q=oil+%28"),
            one("board-nothing", "/board?q=xyzzy"),
        ]
        .concat(),
        "/searches" => [one("searches", "/searches"), one("searches-new", "/searches?q=oil")].concat(),
        "/alerts" => [one("alerts", "/alerts"), one("alerts-failed", "/alerts?state=failed")].concat(),
        "/items/{source}/{item}" => each(&things.items, ""),
        "/items/{source}/{item}/{version}/as" => each(&versions, "/1/as"),
        "/items/{source}/{item}/{version}/proof" => each(&versions, "/1/proof"),
        "/items/{source}/{item}/compare" => each(&versions, "/compare"),
        "/items/{source}/{item}/recall" => one("recall", &format!("{}/recall", things.own)),
        "/agreements/{agreement}" => each(&things.agreements, ""),
        "/agreements/{agreement}/text" => each(&things.agreements[..1], "/text"),
        "/agreements/{agreement}/sign" => one("sign", &format!("{}/sign", things.offered)),
        "/dead-letters/{id}" => one("dead-letter", "/dead-letters/1"),
        "/me" | "/holds" | "/sent" | "/agreements" | "/partners" | "/dead-letters" | "/health" | "/keys"
        | "/storage" | "/audit" | "/users" => one(&path[1..], path),
        "/static/{version}/{name}"
        | "/events"
        | "/items/{source}/{item}/{version}/media/{hash}"
        | "/items/{source}/{item}/{version}/media/{hash}/{size}"
        | "/items/{source}/{item}/{version}/as/{format}"
        | "/items/{source}/{item}/{version}/proof/file"
        | "/findings/{key}/evidence"
        | "/dead-letters/{id}/bytes"
        | "/healthz"
        | "/metrics" => Vec::new(),
        _ => panic!("{path}: give an example of this page"),
    }
}

/// Where the first link of a page leads that a selector finds and that has this text.
fn link(browser: &mut Chromium, page: &str, selector: &str, text: &str) -> String {
    browser.go(page);
    let found = browser.eval(&format!(
        "[...document.querySelectorAll('{selector}')].find((one) => one.textContent.includes({}))?.pathname ?? ''",
        serde_json::json!(text)
    ));
    assert_ne!(found, "", "{page} has no {selector} with {text}");
    found.as_str().unwrap().to_owned()
}

/// What the admin does before, so that no page is empty; and what there is to be seen.
async fn prepare(exhibit: &Exhibit, browser: &mut Chromium) -> Things {
    let base = &exhibit.base;
    browser.go(&format!("{base}/me"));
    let looks = [("language", "vi"), ("scheme", "system"), ("density", "comfortable"), ("text_size", "normal")];
    browser.submit("form[action='/me']", &looks);
    for (name, query, more) in [("Hà Nội", "~\"ha noi\"", "on_board"), ("Mọi tin", "status:usable", "shared")] {
        browser.go(&format!("{base}/searches"));
        let hook = if more == "shared" { "https://hooks.astana.invalid/interwire" } else { "" };
        browser.submit("main form.stack", &[("name", name), ("query", query), (more, "yes"), ("hook", hook)]);
    }
    let vietnamese = exhibit.publish(&exhibit::vietnamese(), 1).await;
    let mut corrected = exhibit::vietnamese();
    corrected.bodies[0].text = corrected.bodies[0].text.replace("sáng nay", "chiều nay");
    exhibit.publish(&corrected, 2).await;
    let mut items = vec![
        ("vietnamese", vietnamese),
        ("arabic", exhibit.publish(&exhibit::arabic(), 1).await),
        ("unbroken", exhibit.publish(&exhibit::unbroken(), 1).await),
        ("audio", exhibit.publish(&exhibit::sound(), 1).await),
    ];
    let row = ".row:not(.recalled) .headline a";
    for medium in ["picture", "graphic"] {
        items.push((medium, link(browser, &format!("{base}/board?media={medium}"), row, "")));
    }
    let stories = interwire::demo::story::all().unwrap();
    for (medium, slug) in [("video", "ferry-video"), ("package", "day-package"), ("own-killed", "museum-alarm")] {
        let story = stories.iter().find(|story| story.slug == slug).unwrap();
        items.push((medium, link(browser, &format!("{base}/sent"), ".headline a", &story.headline)));
    }
    items.push(("killed", link(browser, &format!("{base}/board"), ".row.recalled .headline a", "")));
    let own = link(browser, &format!("{base}/sent"), row, "");
    items.push(("own", own.clone()));
    items.push(("held", link(browser, &format!("{base}/holds"), ".cards h3 a", "")));
    let page = format!("{base}/agreements");
    let agreement = link(browser, &page, ".cards h3 a", "between Hanoi and Astana");
    let offered = link(browser, &page, ".cards h3 a", "Yearly plan");
    // The last page: it shows the link this once.
    browser.go(&format!("{base}/users"));
    browser.submit("form[action='/users']", &[("name", "nguyen.van.an"), ("role", "editor")]);
    let welcome = browser.eval("new URL(document.querySelector('.secret').textContent, location.href).pathname");
    let welcome = welcome.as_str().unwrap().to_owned();
    let agreements = vec![("agreement", agreement), ("agreement-offered", offered.clone())];
    Things { items, own, agreements, offered, link: welcome }
}

/// Looks at the page that is open in every way.
struct Eye {
    axe: Axe,
    folder: Option<PathBuf>,
    found: Vec<String>,
    looked: usize,
}

impl Eye {
    fn look(&mut self, browser: &mut Chromium, name: &str) {
        self.look_at(browser, name, &LOOKS);
    }

    fn look_at(&mut self, browser: &mut Chromium, name: &str, looks: &[(u32, u32, bool)]) {
        self.axe.enter(browser);
        for &(width, height, dark) in looks {
            browser.size(width, height, dark);
            let at = format!("{name} at {width}{}", if dark { " in the dark" } else { "" });
            let wide = browser.eval("document.documentElement.scrollWidth");
            if wide.as_u64().is_none_or(|wide| wide > u64::from(width)) {
                self.found.push(format!("{at}: {wide} wide"));
            }
            if let Some(folder) = &self.folder {
                let scheme = if dark { "dark" } else { "light" };
                browser.shot(&folder.join(format!("{name}-{width}-{scheme}.png")));
            }
            let found = self.axe.findings(browser, dark);
            self.found.extend(found.into_iter().map(|one| format!("{at}: {one}")));
            self.looked += 1;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_page_is_accessible_in_both_schemes_on_a_desk_and_on_a_phone() {
    let Some(program) = chromium::find() else { return };
    let exhibit = Exhibit::open().await;
    let mut browser = Chromium::open(&program);
    let folder = std::env::var_os("INTERWIRE_SCREENSHOTS").map(PathBuf::from);
    let mut eye = Eye { axe: Axe::of(&mut browser), folder, found: Vec::new(), looked: 0 };
    browser.noticed();
    exhibit.log_in(&mut browser, Role::Admin);
    let things = prepare(&exhibit, &mut browser).await;
    eye.look(&mut browser, "users-invited");
    let pages = |nobody: bool| {
        let routes =
            ROUTES.iter().filter(move |route| route.method == Method::GET && (route.who == Who::Anybody) == nobody);
        routes.flat_map(|route| examples(route.path, &things))
    };
    for (name, path) in pages(false) {
        browser.go(&format!("{}{path}", exhibit.base));
        eye.look(&mut browser, &name);
    }
    browser.noticed().check(&exhibit.base, "the admin's pages");
    let usual = "/items/{source}/{item}";
    for (nth, role) in [Role::Editor, Role::Technician, Role::Cooperation, Role::Auditor].into_iter().enumerate() {
        exhibit.log_in(&mut browser, role);
        let routes = ROUTES.iter().filter(|route| route.method == Method::GET && route.who.includes(role));
        for route in routes.filter(|route| BY_ROLE.contains(&route.path)) {
            let mut all = examples(route.path, &things);
            // Of items, one of another house and the last of our own.
            all.retain(|(name, _)| route.path != usual || ["vietnamese", "own"].contains(&name.as_str()));
            for (name, path) in all {
                browser.go(&format!("{}{path}", exhibit.base));
                eye.look_at(&mut browser, &format!("{name}-{role}"), &LOOKS[nth..=nth]);
            }
        }
        browser.noticed().check(&exhibit.base, &format!("what the {role} sees"));
    }
    exhibit.log_in(&mut browser, Role::ReadOnly);
    eye.look(&mut browser, "board-read-only");
    for (name, path) in [("forbidden", "/users"), ("not-found", "/nothing")] {
        browser.go(&format!("{}{path}", exhibit.base));
        eye.look(&mut browser, name);
    }
    browser.call("Network.clearBrowserCookies", serde_json::json!({}));
    for (name, path) in pages(true) {
        browser.go(&format!("{}{path}", exhibit.base));
        eye.look(&mut browser, &name);
    }
    drop(browser);
    exhibit.close().await;
    println!("{} looks at pages", eye.looked);
    assert!(eye.found.is_empty(), "{}", eye.found.join("\n"));
}
