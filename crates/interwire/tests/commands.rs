//! Two agencies as new users would begin: every step is a command of the real program.
#![allow(missing_docs, clippy::unwrap_used)]

mod house;

use house::{Agency, partners};
use serde_json::Value;

#[test]
fn an_agreement_is_drafted_offered_read_and_signed_while_both_nodes_run() {
    let (hanoi, astana) = partners();
    let nothing = Value::Array(Vec::new());
    let status = astana.until("nothing to do", &["status", "--json"], |status| status["to_do"] == nothing);
    assert_eq!((&status["running"], &status["party"]), (&true.into(), &"astana".into()));
    assert_eq!(status["partners"][0]["health"], "well", "{status}");
    let text = hanoi.ok(&["status"]);
    assert!(text.contains("hanoi (Hãng tin Hà Nội) runs") && text.contains("in force since"), "{text}");
    let again = astana.fails(&["agreement", "sign", "hanoi", "--signatory", "a", "--office", "b", "--place", "c"]);
    assert!(again.contains("you have signed it already") && again.contains("I0207"), "{again}");
    let unknown = hanoi.fails(&["agreement", "show", "baku"]);
    assert!(unknown.contains("I0205") && unknown.contains("interwire agreement list"), "{unknown}");
}

#[test]
fn a_command_does_the_same_beside_a_node_that_does_not_run() {
    let (mut hanoi, _astana) = partners();
    let running = hanoi.json(&["agreement", "list", "--json"]);
    hanoi.stop();
    let stopped = hanoi.json(&["agreement", "list", "--json"]);
    assert_eq!(running, stopped);
    assert_eq!(hanoi.json(&["status", "--json"])["running"], false);
    assert!(!hanoi.home().join("data/admin.json").exists());
}

#[test]
fn an_offer_waits_for_a_partner_that_is_down() {
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let mut baku = Agency::new("baku", "Əliyev və سفير");
    hanoi.serve();
    let draft = hanoi.dir.path().join("with-baku.toml");
    let (draft, key) = (draft.to_str().unwrap(), baku.made["root_key"].as_str().unwrap().to_owned());
    hanoi.ok(&["agreement", "new", "--partner", "baku", "--name", "Bakı", "--key", &key, "-o", draft]);
    let text = hanoi.ok(&["agreement", "offer", draft, "--to", &baku.base]);
    assert!(text.contains("does not have the offer yet") && text.contains("offered by hanoi"), "{text}");
    baku.serve();
    baku.until("the offer has come", &["agreement", "list", "--json"], |one| one["waits_for_us"] == true);
    let declined = baku.ok(&["agreement", "decline", "hanoi", "--reason", "terms-differ", "--yes"]);
    assert!(declined.contains("declined by baku"), "{declined}");
    assert!(baku.fails(&["agreement", "decline", "hanoi", "--yes"]).contains("the last offer was declined"));
    hanoi.until("declined", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "declined");
}

const STORY: &str = r#"{"uri": "tag:hanoi.example,2026:lua", "version": "1", "type": "text", "pubStatus": "usable",
  "language": "vi", "versionCreated": "2026-11-23T01:02:03Z", "headlines": [{"value": "Hanoi dự báo mưa lớn"}],
  "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>Hà Nội và Қазақстан theo dõi.</p>"}]}"#;

#[test]
fn a_story_is_taken_in_reaches_the_partner_and_is_killed_there() {
    let (hanoi, astana) = partners();
    let path = hanoi.dir.path().join("lua.json");
    std::fs::write(&path, STORY).unwrap();
    let taken = hanoi.json(&["ingest", path.to_str().unwrap(), "--json"]);
    let one = &taken["items"][0];
    assert_eq!((&one["fate"], &one["decisions"][0]["verdict"]), (&"new".into(), &"deliver".into()), "{taken}");
    let item = one["item"].as_str().unwrap();
    assert_eq!(hanoi.json(&["ingest", path.to_str().unwrap(), "--json"])["items"][0]["fate"], "known");

    let guid = "tag:hanoi.example,2026:lua";
    let received = |why: &Value| why["holders"][0]["versions"][0]["received_at"].is_string();
    let why = hanoi.until("received", &["why", item, "--json"], received);
    assert_eq!(why["versions"][0]["headline"], "Hanoi dự báo mưa lớn", "{why}");
    let there = astana.json(&["why", "tag:hanoi", "--json"]);
    assert_eq!((&there["source"], &there["guid"], &there["item"]), (&"hanoi".into(), &guid.into(), &item.into()));
    assert!(hanoi.ok(&["why", &item[..8]]).contains("astana: has version 1"));
    assert!(astana.fails(&["recall", guid, "--kill", "--yes"]).contains("I0220"));
    assert!(hanoi.fails(&["recall", guid, "--kill"]).contains("I0219"));

    let told = hanoi.ok(&["recall", guid, "--kill", "--reason", "false-report", "--yes"]);
    assert!(told.contains("astana: has version 1"), "{told}");
    let answered = |one: &Value| one["holders"][0]["order"]["answers"][0][0] == "stopped";
    let recalled = hanoi.until("answered", &["recall", guid, "--json"], answered);
    assert_eq!(recalled["in_force"], "kill");
    assert!(recalled["holders"][0]["order"]["answered_in_ms"].is_i64(), "{recalled}");
    let there = astana.json(&["why", item, "--json"]);
    assert_eq!((&there["recall"]["order"], &there["recall"]["reason"]), (&"kill".into(), &"false-report".into()));
    assert!(hanoi.fails(&["recall", guid, "--correct", "--yes"]).contains("I0221"));
    hanoi.ok(&["release", guid, "--yes"]);
    astana.until("released", &["why", item, "--json"], |why| why["recall"]["order"] == "release");
}

/// A film does not travel as an argument: the node reads it where it lies, keeps it and describes it by its metadata.
#[test]
fn a_film_is_taken_in_from_its_folder() {
    let film = concat!(env!("CARGO_MANIFEST_DIR"), "/../interwire-formats/tests/samples/media/clip.mp4");
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    hanoi.serve();
    let path = hanoi.dir.path().join("film.mp4");
    std::fs::copy(film, &path).unwrap();
    let path = path.to_str().unwrap();
    let taken = hanoi.json(&["ingest", path, "--json"]);
    let one = &taken["items"][0];
    assert_eq!((&taken["format"], &one["fate"]), (&"media".into(), &"new".into()), "{taken}");
    let why = hanoi.json(&["why", one["item"].as_str().unwrap(), "--json"]);
    assert_eq!(why["versions"][0]["headline"], "Lũ lớn ở Huế", "{why}");
    assert_eq!(hanoi.json(&["ingest", path, "--json"])["items"][0]["fate"], "known");
    // What cannot be found there is refused, and nothing is taken in.
    std::fs::remove_file(path).unwrap();
    assert!(hanoi.fails(&["ingest", path]).contains("film.mp4"));
}

#[test]
fn a_use_is_told_ended_and_its_item_proven_by_commands() {
    let (hanoi, astana) = partners();
    let item = hanoi.publish("tag:hanoi.example,2026:lua", "Hanoi dự báo mưa lớn");
    hanoi.until_received(&item);
    let guid = "tag:hanoi.example,2026:lua";
    let place = ["--outlet", "Portal", "--address", "https://astana.example/1", "--at", "2026-11-30T14:00:00+05:00"];
    let told = astana.ok(&[&["used", guid], &place[..]].concat());
    assert!(told.contains("astana uses version 1 since 2026-11-30T09:00:00.000Z, web, vi"), "{told}");
    assert!(told.contains("outlet: Portal"), "{told}");
    assert!(astana.fails(&[&["used", guid], &place[..]].concat()).contains("I0227"));
    assert!(astana.fails(&["used", guid, "--at", "yesterday"]).contains("I0202"));
    assert!(hanoi.fails(&["used", guid]).contains("I0227"), "it is our own");
    let seen =
        hanoi.until("the use", &["recall", guid, "--json"], |one| one["holders"][0]["uses"][0]["by"] == "astana");
    let used = &seen["holders"][0]["uses"][0];
    assert_eq!((&used["address"], &used["house"]), (&"https://astana.example/1".into(), &Value::Null), "{seen}");
    assert!(hanoi.ok(&["recall", guid]).contains("    astana uses version 1 since"));

    let file = astana.dir.path().join("lua.dossier.txt");
    let file = file.to_str().unwrap();
    astana.ok(&["proof", guid, "-o", file]);
    let fingerprint = hanoi.made["root_fingerprint"].as_str().unwrap().to_owned();
    let key = ["verify", "--proof", file, "--key", &fingerprint];
    assert!(astana.ok(&key).contains("Everything holds, by the root key of hanoi that you trust."));
    let stranger = ["verify", "--proof", file, "--key", "00000 00000 00000 00000 00000 00000"];
    let wrong = astana.run(&stranger);
    assert_eq!(wrong.status.code(), Some(3));
    let text = std::fs::read_to_string(file).unwrap();
    std::fs::write(file, text.replace("mưa lớn", "nắng to")).unwrap();
    assert!(astana.fails(&["verify", "--proof", file]).contains("I0230"), "its length is another");
    std::fs::write(file, text.replace("Hanoi d", "Hanoi b")).unwrap();
    let wrong = astana.run(&["verify", "--proof", file]);
    assert_eq!(wrong.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&wrong.stdout).contains("WRONG (document-differs)"));

    hanoi.ok(&["recall", guid, "--kill", "--reason", "false-report", "--note", "not for partners", "--yes"]);
    astana.until("killed", &["why", guid, "--json"], |why| why["recall"]["order"] == "kill");
    assert!(astana.fails(&["used", guid, "--medium", "print"]).contains("I0228"));
    assert!(astana.fails(&["removed", guid]).contains("end them first"));
    let ended = astana.ok(&["use-ended", guid, "--which", "Portal"]);
    assert!(ended.contains("astana used version 1 from"), "{ended}");
    astana.ok(&["removed", guid]);
    let gone = |one: &Value| one["holders"][0]["order"]["answers"][1][0] == "removed";
    let recalled = hanoi.until("gone", &["recall", guid, "--json"], gone);
    assert_eq!(recalled["notes"][0]["note"], "not for partners", "{recalled}");
    assert!(recalled["holders"][0]["uses"][0]["until"].is_string(), "{recalled}");
}

#[test]
fn what_cannot_be_read_is_a_dead_letter_that_a_person_puts_away() {
    let hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let path = hanoi.dir.path().join("broken.xml");
    std::fs::write(&path, "<newsItem").unwrap();
    let taken = hanoi.run(&["ingest", path.to_str().unwrap()]);
    assert_eq!(taken.status.code(), Some(3));
    let letter = hanoi.json(&["dead-letter", "list", "--json"])["letter"].to_string();
    assert!(hanoi.ok(&["status"]).contains("1 dead letters"));
    hanoi.ok(&["dead-letter", "drop", &letter]);
    assert_eq!(hanoi.json(&["dead-letter", "list", "--json"]), Value::Null);
    assert!(hanoi.fails(&["dead-letter", "retry", &letter]).contains("I0222"));
}

#[test]
fn a_signature_given_while_the_node_does_not_run_counts_as_soon_as_it_does() {
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let mut baku = Agency::new("baku", "Əliyev və سفير");
    hanoi.serve();
    baku.serve();
    let draft = hanoi.dir.path().join("with-baku.toml");
    let (draft, key) = (draft.to_str().unwrap(), baku.made["root_key"].as_str().unwrap().to_owned());
    hanoi.ok(&["agreement", "new", "--partner", "baku", "--name", "Bakı", "--key", &key, "-o", draft]);
    let person = ["--signatory", "Vũ Việt Trang", "--office", "Director", "--place", "Hà Nội"];
    hanoi.ok(&[&["agreement", "offer", draft, "--to", &baku.base], &person[..]].concat());
    baku.stop();
    let sign = [&["agreement", "sign", "hanoi"], &person[..]].concat();
    let waits = baku.ok(&sign);
    assert!(waits.contains("what you said waits until the partners are in touch: signed"), "{waits}");
    assert!(baku.fails(&sign).contains("your answer waits until the partner is in touch"));
    baku.serve();
    hanoi.until("in force", &["agreement", "list", "--json"], |one| one["standing"]["state"] == "in-force");
}

#[test]
fn a_query_is_tried_on_all_that_a_node_holds() {
    let (hanoi, mut astana) = partners();
    let flood = hanoi.publish("tag:hanoi.example,2026:1", "Lũ lớn ở miền Trung");
    let visit = hanoi.publish("tag:hanoi.example,2026:2", "Đại sứ thăm Huế");
    for item in [&flood, &visit] {
        astana.until_held(item);
    }
    let held = |query: &str| -> Vec<Value> {
        let lines = astana.ok(&["match", "--held", "--query", query, "--json"]);
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let found = held("headline:lũ source:hanoi");
    assert_eq!((found.len(), &found[0]["item"], &found[0]["usable"]), (1, &flood.as_str().into(), &true.into()));
    assert_eq!((held("language:vi").len(), held("source:baku").len()), (2, 0));
    hanoi.ok(&["recall", &flood, "--kill", "--yes"]);
    astana.until("the kill has come", &["why", &flood, "--json"], |why| why["recall"]["order"] == "kill");
    let killed = &held("headline:lũ")[0];
    assert_eq!((&killed["usable"], &killed["headline"]), (&false.into(), &Value::Null), "what is killed is not shown");
    astana.stop();
    let text = astana.ok(&["match", "--held", "--query", "language:vi"]);
    assert!(text.contains("Đại sứ thăm Huế") && text.ends_with("2 looked at, 2 taken\n"), "{text}");
    let wrong = astana.fails(&["match", "--held", "--query", "lang:("]);
    assert!(wrong.contains("I03"), "{wrong}");
    assert!(astana.fails(&["match", "--language", "xx", "--query", "a"]).contains("a query can be said in en"));
}

#[test]
fn an_offer_to_a_wrong_address_is_seen_and_sent_to_the_right_one() {
    let mut hanoi = Agency::new("hanoi", "Hãng tin Hà Nội");
    let mut baku = Agency::new("baku", "Əliyev və سفير");
    let nobody = format!("http://127.0.0.1:{}", interwire::demo::port::free_port().unwrap());
    hanoi.serve();
    baku.serve();
    let draft = hanoi.dir.path().join("with-baku.toml");
    let (draft, key) = (draft.to_str().unwrap(), baku.made["root_key"].as_str().unwrap().to_owned());
    hanoi.ok(&["agreement", "new", "--partner", "baku", "--name", "Bakı", "--key", &key, "-o", draft]);
    let nonsense = hanoi.fails(&["agreement", "offer", draft, "--to", "nonsense"]);
    assert!(nonsense.contains("nonsense"), "{nonsense}");
    let offered = hanoi.json(&["agreement", "offer", draft, "--to", &nobody, "--json"]);
    assert_eq!(offered["delivered"][0]["delivered"], false, "{offered}");
    let waits = |status: &Value| status["to_do"].to_string().contains("has not arrived at baku");
    hanoi.until("it is said that it waits", &["status", "--json"], waits);
    hanoi.ok(&["partner", "address", "baku", &baku.base]);
    baku.until("the offer has come", &["agreement", "list", "--json"], |one| one["waits_for_us"] == true);
    let awaited = |status: &Value| {
        let baku = &status["partners"][0];
        baku["health"] == "awaited" && baku["trouble"].is_null() && !status["to_do"].to_string().contains("baku")
    };
    hanoi.until("baku is awaited, which is no trouble", &["status", "--json"], awaited);
}

#[test]
fn a_recall_names_no_version_that_is_not_there() {
    let (hanoi, astana) = partners();
    let item = hanoi.publish("tag:hanoi.example,2026:1", "Một");
    astana.until_held(&item);
    let refused = hanoi.fails(&["recall", &item, "--correct", "--through", "99", "--yes"]);
    assert!(refused.contains("there is no version 99 yet, the newest is 1"), "{refused}");
    hanoi.ok(&["recall", &item, "--correct", "--through", "1", "--yes"]);
}

#[test]
fn the_board_is_measured_with_nodes_and_browsers_of_its_own() {
    let words = ["bench", "board", "--items", "300", "--readers", "3", "--per-s", "5", "--seconds", "2", "--json"];
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_interwire")).args(words).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let report: Value = serde_json::from_slice(&run.stdout).unwrap();
    assert_eq!((&report["stories"], &report["lines"], &report["missing"]), (&10.into(), &30.into(), &0.into()));
    let number = |value: &Value| value.as_f64().unwrap();
    assert!(number(&report["lag_ms"][0]) > 0.0 && number(&report["memory_mb"][0]) > 1.0, "{report}");
    let page = &report["first"]["page_bytes"];
    assert!(number(&page[1]) > 1000.0 && number(&page[0]) > 2.0 * number(&page[1]), "{report}");
}
