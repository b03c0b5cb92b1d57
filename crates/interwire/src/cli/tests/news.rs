//! `read`, `convert` and `formats` on files of our own, and `read` over the corpus.

use super::hear;
use crate::cli::{Cli, Done};
use crate::errors::Code;
use clap::Parser;
use expect_test::expect;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::time::Instant;

const STORY: &str = r#"{"uri":"tag:hanoi.example,2026:story-1","standard":{"name":"ninjs","version":"3.1"},
 "type":"text","version":"2","language":"vi","pubStatus":"usable","headlines":[{"value":"Vũ Việt Trang  thăm Baku"}],
 "bodies":[{"contentType":"text/plain","value":"Một đoạn văn."}],"subjects":[{"uri":"medtop:11000000"}]}"#;

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    fs::write(folder.path().join("b/story.json"), STORY).unwrap();
    fs::write(folder.path().join("a.txt"), "no news at all").unwrap();
    fs::write(folder.path().join("c.json"), "").unwrap();
    folder
}

fn told(folder: &Path, text: &str) -> String {
    text.replace(folder.to_str().unwrap(), "FOLDER")
}

#[test]
fn read_gives_a_line_for_each_item_and_each_fault_in_the_order_of_the_names() {
    let folder = folder();
    let path = folder.path().to_str().unwrap();
    let (text, remarks, ended) = hear(&["read", "--json", path, "nowhere.xml"]);
    expect![[r#"
        {"path":"FOLDER/a.txt","error":{"code":"unknown_format","message":"no known news format begins like this"}}
        {"path":"FOLDER/b/story.json","format":"ninjs","index":0,"guid":"tag:hanoi.example,2026:story-1","version":"2","type":"text","pub_status":"usable","headline":"Vũ Việt Trang thăm Baku","language":"vi","version_created":null,"embargoed":null,"signals":[],"subjects":["medtop:11000000"],"renditions":[],"body_chars":13,"body_sha":"d9527fb53fb2b602","notes":[]}
        {"path":"FOLDER/c.json","error":{"code":"empty","message":"there is nothing in it"}}
        {"path":"nowhere.xml","error":{"code":"not_found","message":"No such file or directory (os error 2)"}}
    "#]]
    .assert_eq(&told(folder.path(), &text));
    assert_eq!((remarks.as_str(), ended.unwrap()), ("", Done::Fine));
}

#[test]
fn read_describes_a_film_longer_than_a_source_may_be() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("film.mov");
    let film = fs::File::create(&path).unwrap();
    fs::write(&path, b"\0\0\0\x10ftypqt  \0\0\0\0\0\0\0\0mdat").unwrap();
    film.set_len(interwire_core::item::Limits::default().bytes_max as u64 + 1).unwrap();
    let (text, _, _) = hear(&["read", "--json", path.to_str().unwrap()]);
    let line: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (&line["format"], &line["type"], &line["notes"][0]["code"]),
        (&"media".into(), &"video".into(), &"no_tracks".into())
    );
}

#[test]
fn read_tells_people_the_same() {
    let folder = folder();
    let (text, _, _) = hear(&["read", folder.path().to_str().unwrap()]);
    expect![[r#"
        FOLDER/a.txt
          not read: no known news format begins like this (unknown_format)
        FOLDER/b/story.json [ninjs] 0
          headline  Vũ Việt Trang thăm Baku
          guid      tag:hanoi.example,2026:story-1
          version   2 of not stated
          status    usable
          kind      text, language vi
          holds     story of 13 characters, 1 subject, 0 media files
        FOLDER/c.json
          not read: there is nothing in it (empty)
        3 files, 1 item, 2 not read
    "#]]
    .assert_eq(&told(folder.path(), &text));
}

#[test]
fn convert_refuses_what_it_cannot_do() {
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let code = |words: &[&str]| hear(words).2.unwrap_err().code();
    assert_eq!(code(&["convert", "--to", "ninjs", &at("nowhere.xml")]), Code::FileUnreadable);
    assert_eq!(code(&["convert", "--to", "ninjs", &at("a.txt")]), Code::NewsUnreadable);
    assert_eq!(code(&["convert", "--to", "telex", &at("b/story.json")]), Code::NewsUnwritable);
    assert_eq!(code(&["convert", "--to", "ninjs", "--index", "1", &at("b/story.json")]), Code::ItemChoice);
}

#[test]
fn read_gives_every_file_of_the_corpus_at_least_one_line() {
    let Ok(corpus) = std::env::var("INTERWIRE_CORPUS") else {
        println!("INTERWIRE_CORPUS is not set: the corpus is skipped");
        return;
    };
    let started = Instant::now();
    let (text, _, ended) = hear(&["read", "--json", &corpus]);
    assert_eq!(ended.unwrap(), Done::Fine);
    let paths: Vec<String> = text
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].as_str().unwrap().into())
        .collect();
    let corpus = Path::new(&corpus);
    let manifest = fs::read_to_string(corpus.join("MANIFEST.tsv")).unwrap();
    let files: Vec<&str> = manifest.lines().skip(1).filter_map(|row| row.split('\t').next()).collect();
    for file in &files {
        let path = corpus.join(file);
        assert!(paths.iter().any(|told| Path::new(told) == path), "{file} has no line");
    }
    println!("{} files, {} lines in {:.1} s", files.len(), paths.len(), started.elapsed().as_secs_f64());
}
#[test]
fn convert_writes_one_item_and_says_what_is_lost() {
    let folder = folder();
    let story = folder.path().join("b/story.json");
    let (text, _, ended) = hear(&["convert", "--to", "ninjs", story.to_str().unwrap()]);
    assert_eq!(ended.unwrap(), Done::Fine);
    let written: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(written["uri"], "tag:hanoi.example,2026:story-1");
    let target = folder.path().join("out.json");
    let words = ["convert", "--to", "ninjs", story.to_str().unwrap(), "-o", target.to_str().unwrap()];
    assert!(hear(&words).2.is_ok());
    assert_eq!(fs::read_to_string(&target).unwrap(), text);
    assert_eq!(hear(&words).2.unwrap_err().code(), Code::FileUnwritable, "it never writes over a file");
}

#[test]
fn convert_writes_into_a_photograph_and_leaves_it_as_it_is() {
    const PHOTOGRAPH: &[u8] =
        b"\xff\xd8\xff\xc0\0\x0b\x08\0\x04\0\x06\x01\x01\x11\0\xff\xda\0\x08\x01\x01\0\0\x3f\0image\xff\xd9";
    let folder = folder();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(at("a.jpg"), PHOTOGRAPH).unwrap();
    let words =
        |photo: &str| ["convert", "--into", &at(photo), &at("b/story.json"), "-o", &at("b.jpg")].map(str::to_owned);
    let hear = |words: &[String]| hear(&words.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(hear(&words("a.jpg")).2.unwrap(), Done::Fine);
    assert_eq!(fs::read(at("a.jpg")).unwrap(), PHOTOGRAPH);
    let (text, _, _) = hear(&["read".to_owned(), "--json".to_owned(), at("b.jpg")]);
    let read: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&read["format"], &read["guid"]), (&"photo".into(), &"tag:hanoi.example,2026:story-1".into()));
    assert_eq!(hear(&words("a.txt")).2.unwrap_err().code(), Code::NewsUnwritable);
    let bare = Cli::try_parse_from(["interwire", "convert", &at("b/story.json")]);
    assert!(bare.is_err(), "it must be told what to write");
}

#[test]
fn a_format_that_nobody_knows_is_refused_before_anything_is_read() {
    for words in [["read", "--format", "nosuch", "x"], ["ingest", "--format", "ninjs-1", "x"]] {
        let refused = Cli::try_parse_from([&["interwire"][..], &words].concat()).unwrap_err().to_string();
        assert!(refused.contains("there are interwire, ninjs, newsml-g2"), "{refused}");
    }
    assert!(Cli::try_parse_from(["interwire", "read", "--format", "iptc-7901; charset=utf-8", "x"]).is_ok());
}
