//! The board in a real browser, where one is found: searched with and without diacritics, worked by keyboard, while
//! stories arrive and are taken.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::chromium::{self, Chromium};
use common::pages::{Visitor, give, item, start, until_shown};
use common::{ASTANA, HANOI, free_port, partners};
use interwire::users::Role;
use interwire_core::item::{Body, Item, Markup};
use serde_json::json;

fn story(n: u32, headline: &str, body: &str, urgency: u8) -> Item {
    Item {
        languages: vec!["vi".into()],
        urgency: Some(urgency),
        bodies: vec![Body { markup: Markup::Html, text: format!("<p>{body}</p>"), ..Body::default() }],
        ..item(&format!("urn:astana:{n}"), headline)
    }
}

/// Presses a key, as a person does.
fn press(browser: &mut Chromium, key: &str) {
    let text = if key == "Enter" { "\r" } else { key };
    let code = if key == "Enter" { 13 } else { 0 };
    let down = json!({"type": "keyDown", "key": key, "text": text, "windowsVirtualKeyCode": code});
    browser.call("Input.dispatchKeyEvent", down);
    browser.call("Input.dispatchKeyEvent", json!({"type": "keyUp", "key": key, "windowsVirtualKeyCode": code}));
}

/// The headline of the line that has the focus.
fn focused(browser: &mut Chromium) -> String {
    let text = browser.eval("document.activeElement.closest('.row')?.querySelector('.headline').textContent ?? ''");
    text.as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_board_is_searched_and_worked_by_keyboard_while_news_comes() {
    let Some(program) = chromium::find() else { return };
    let (dir_a, dir_b) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let (a, pages) = start(&HANOI, dir_a.path(), free_port()).await;
    let b = ASTANA.start_at(dir_b.path(), free_port()).await;
    let id = partners((&HANOI, &a), (&ASTANA, &b), 1).await.agreement.id.clone();
    let base = format!("http://{}", a.address);
    let give = async |item| give((&ASTANA, &b), &id, item, 1, vec![]).await;
    let mut editor = Visitor::logged_in(&pages, Role::Editor).await;
    let mut admin = Visitor::logged_in(&pages, Role::Admin).await;
    let looks = [("scheme", "system"), ("density", "compact"), ("text_size", "normal"), ("sounds", "yes")];
    let own: Vec<_> = [("language", ""), ("zone", "")].into_iter().chain(looks).collect();
    editor.submit("/me", &own).await;
    editor.submit("/searches", &[("name", "Dầu khí"), ("query", "~dau"), ("on_board", "yes")]).await;
    let first = give(story(1, "Lễ ký kết tại Hà Nội", "Sáng nay, hai bên ký thỏa thuận.", 4)).await;
    give(story(2, "Thời tiết các vùng", "Trời mưa ở <b>Hà Nội</b> và các tỉnh lân cận.", 5)).await;
    until_shown(&mut admin, "/board", "Thời tiết").await;

    let mut browser = Chromium::open(&program);
    browser.cookie(&base, editor.cookie.as_deref().unwrap());
    browser.size(1200, 900, false);
    browser.go(&format!("{base}/board"));
    browser.until("document.querySelector('#live') && !document.querySelector('#live').hidden");
    give(story(3, "Giá dầu tăng mạnh", "Giá dầu thô tăng.", 1)).await;
    browser.until("document.querySelector('.row').textContent.includes('Giá dầu tăng mạnh')");
    browser.until("document.querySelector('#calls').textContent.includes('Flash: Giá dầu tăng mạnh')");
    browser.until("document.querySelector('#calls').textContent.includes('Dầu khí')");
    browser.until("document.querySelector('[data-count]').textContent === '1'");
    assert_eq!(browser.eval("document.querySelector('#calls').dataset.sounded"), "flash");
    admin.submit(&format!("/items/{}/{}/take", first.source, first.item), &[]).await;
    browser.until("document.querySelector('.taken')?.textContent === 'Taken by admin'");
    assert_eq!(browser.eval("performance.getEntriesByType('navigation').length"), 1);

    press(&mut browser, "j");
    assert_eq!(focused(&mut browser), "Giá dầu tăng mạnh");
    press(&mut browser, "j");
    press(&mut browser, "j");
    press(&mut browser, "j");
    assert_eq!(focused(&mut browser), "Lễ ký kết tại Hà Nội", "the last line is the last");
    press(&mut browser, "k");
    assert_eq!(focused(&mut browser), "Thời tiết các vùng");
    press(&mut browser, "?");
    assert_eq!(browser.eval("document.querySelector('#keys').matches(':popover-open')"), true);
    press(&mut browser, "?");
    assert_eq!(browser.eval("document.querySelector('#keys').matches(':popover-open')"), false);
    press(&mut browser, "/");
    assert_eq!(browser.eval("document.activeElement.id"), "q");
    until_shown(&mut editor, "/board?q=~%22ha+noi%22", "2 items").await;
    for (words, count) in [("\"hà nội\"", 2), ("~\"ha noi\"", 2), ("\"ha noi\"", 0)] {
        browser.eval("document.querySelector('#q').value = ''");
        browser.eval("document.querySelector('#q').focus()");
        browser.call("Input.insertText", json!({"text": words}));
        press(&mut browser, "Enter");
        browser.until(&format!(
            "new URLSearchParams(location.search).get('q') === {} && document.readyState === 'complete'",
            json!(words)
        ));
        assert_eq!(browser.eval("document.querySelectorAll('.row').length"), count, "{words}");
        let marks = browser.eval("document.querySelectorAll('.row mark').length");
        assert_eq!(marks.as_u64().unwrap() > 0, count > 0, "{words}");
    }
    browser.go(&format!("{base}/board?q=oil+%28"));
    browser.until("document.querySelector('#wrong mark')?.textContent === '\\u00a0'");
    browser.noticed().check(&base, "the board");
    drop(browser);
    a.stop().await;
    b.stop().await;
}
