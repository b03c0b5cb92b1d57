//! Looking after the disk of a node, as its people do: check it, copy it, put a copy back, repair it.
#![allow(missing_docs, clippy::unwrap_used)]

mod house;

use expect_test::expect;
use house::{Agency, partners};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// What a command said, with folder, moments, hashes and numbers that differ from run to run replaced.
fn steady(agency: &Agency, text: &str) -> String {
    let steady = |word: &str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        let is_moment = bare.contains('T') && bare.ends_with('Z') && bare.starts_with("20");
        let name = match bare {
            "" => return word.to_owned(),
            _ if bare.chars().all(|c| c.is_ascii_digit()) => "N",
            _ if is_moment => "MOMENT",
            _ if bare.starts_with("interwire/") => "JOURNAL",
            _ if bare.starts_with("hanoi/") => "ITEM",
            _ => return word.to_owned(),
        };
        word.replace(bare, name)
    };
    let text = text.replace(agency.dir.path().to_str().unwrap(), "FOLDER");
    let lines = text.lines().map(|line| line.split(' ').map(steady).collect::<Vec<_>>().join(" ") + "\n");
    lines.collect()
}

/// What a command prints when it finds something that is not in order.
fn finds(agency: &Agency, words: &[&str]) -> String {
    let output = agency.run(words);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Changes one bit where these bytes stand in the database.
fn damage(data: &Path, bytes: &[u8]) {
    let path = data.join("interwire.db");
    let mut all = fs::read(&path).unwrap();
    let place = all.windows(bytes.len()).position(|window| window == bytes).unwrap();
    all[place] ^= 1;
    fs::write(path, all).unwrap();
}

#[test]
fn a_damaged_record_is_found_named_repaired_and_taken_back_from_the_partner() {
    let (mut hanoi, astana) = partners();
    let item = hanoi.publish("tag:hanoi.example,2026:lua", "Hà Nội dự báo mưa lớn");
    hanoi.until_received(&item);
    let data = hanoi.home().join("data");
    let folder = data.to_str().unwrap();
    expect![[r#"
        error: the data directory FOLDER/hanoi/data is in use by another node (I0101)
        Stop the other node first, or name another data directory. What a running node has on its disk is checked in a copy: `interwire backup FOLDER`, then `interwire verify FOLDER`.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["verify"])));
    hanoi.stop();
    expect![[r#"
        N journals verified with N entries; N rows and N blobs of N bytes read
        everything is whole
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["verify"])));
    assert_eq!(hanoi.json(&["verify", folder, "--json"])["whole"], true, "the folder alone says whose it is");
    expect![[r#"
        everything is whole; nothing was changed
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["fsck", "--yes"])));

    // The signed statement that published the story.
    damage(&data, b"\"kind\":\"published\"");
    expect![[r#"
        damaged: interwire.db, table tiles, row (JOURNAL, N, N): it is not of the tree
        damaged: interwire.db, table journal_state, row JOURNAL: its entries do not make its tree
        damaged: interwire.db, table journal_state, row JOURNAL: its signed head is not of its entries
        damaged: interwire.db, table about: it has rows of no statement
        N journals verified with N entries; N rows and N blobs of N bytes read
        N damaged places found. Copy the folder, then run `interwire fsck`, or restore a backup.
    "#]]
    .assert_eq(&steady(&hanoi, &finds(&hanoi, &["verify", folder])));
    assert!(hanoi.fails(&["fsck"]).contains("I0219"), "it asks before it removes anything");
    expect![[r#"
        repaired: table items, row ITEM
        repaired: table versions, row ITEM version N
        repaired: table acks, row JOURNAL
        comes back from partners: JOURNAL: entries from N
        N damaged places mended. Start the node: `interwire serve`.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["fsck", "--yes"])));
    hanoi.serve();
    let again = hanoi.publish("tag:hanoi.example,2026:sau", "Sau cơn mưa");
    astana.until_held(&again);
    hanoi.until_held(&item);
    hanoi.stop();
    assert_eq!(hanoi.json(&["verify", "--json"])["whole"], true);
}

#[test]
fn a_node_is_copied_while_it_runs_and_goes_on_from_the_copy() {
    let (mut hanoi, mut astana) = partners();
    let first = hanoi.publish("tag:hanoi.example,2026:1", "Trước khi sao lưu");
    astana.until_held(&first);
    let copy = hanoi.dir.path().join("copy");
    let copy = copy.to_str().unwrap();
    expect![[r#"
        FOLDER/copy is the data as it was at MOMENT: N files, N bytes.
        Check it with
          interwire verify FOLDER/copy
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["backup", copy])));
    expect![[r#"
        N journals verified with N entries; N rows and N blobs of N bytes read
        everything is whole
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["verify", copy])));
    expect![[r#"
        error: FOLDER/copy is not empty (I0107)
        For a backup, name another folder. To restore one, stop the node and move its data aside: `mv FOLDER/copy FOLDER/copy.old`.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["backup", copy])));
    expect![[r#"
        error: FOLDER/hanoi/data is not empty (I0107)
        For a backup, name another folder. To restore one, stop the node and move its data aside: `mv FOLDER/hanoi/data FOLDER/hanoi/data.old`.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["restore", copy])));
    let later = hanoi.publish("tag:hanoi.example,2026:2", "Sau khi sao lưu");
    astana.until_held(&later);
    hanoi.kill();

    let data = hanoi.home().join("data");
    fs::rename(&data, hanoi.home().join("data.broken")).unwrap();
    expect![[r#"
        FOLDER/hanoi/data is as it was at MOMENT. Start the node:
          interwire serve --node FOLDER/hanoi
        It writes nothing before its partners have given back what it has said since; look at
          interwire status --node FOLDER/hanoi
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.ok(&["restore", copy])));
    assert!(!hanoi.run(&["why", &later]).status.success(), "the copy is older");
    hanoi.serve();
    let newest = hanoi.publish("tag:hanoi.example,2026:3", "Sau khi khôi phục");
    astana.until_held(&newest);
    hanoi.until_received(&newest);
    hanoi.until_held(&later);
    let nothing = Value::Array(Vec::new());
    for agency in [&hanoi, &astana] {
        agency.until("nothing is wrong", &["status", "--json"], |status| status["to_do"] == nothing);
    }
    for agency in [&mut hanoi, &mut astana] {
        agency.stop();
        assert_eq!(agency.json(&["verify", "--json"])["problems"], nothing);
    }
}

#[test]
fn copies_are_checked_and_belong_to_one_party() {
    let (mut hanoi, mut astana) = partners();
    hanoi.publish("tag:hanoi.example,2026:1", "Một");
    hanoi.stop();
    astana.stop();
    let copy = hanoi.dir.path().join("copy");
    let name = copy.to_str().unwrap();
    hanoi.ok(&["backup", name]);
    fs::remove_dir_all(astana.home().join("data")).unwrap();
    expect![[r#"
        error: the backup in FOLDER/copy is of the node of hanoi, not of astana (I0112)
        Name the backup of astana, or with `--node` the node of hanoi.
    "#]]
    .assert_eq(&steady(&hanoi, &astana.fails(&["restore", name])));
    expect![[r#"
        error: FOLDER/copy is a backup (I0111)
        Restore it with `interwire restore`, which checks every file, or take another backup.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["fsck", name, "--yes"])));
    damage(&copy, b"\"kind\":\"published\"");
    let found = finds(&hanoi, &["verify", name]);
    assert!(found.contains("damaged: interwire.db: it is not what the manifest of the backup says"), "{found}");
    fs::remove_dir_all(hanoi.home().join("data")).unwrap();
    expect![[r#"
        error: FOLDER/copy/interwire.db of the backup is missing or damaged (I0109)
        Take an older backup, or one from another disk; check the disk that this one is on.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["restore", name])));
    fs::remove_file(copy.join("manifest.json")).unwrap();
    expect![[r#"
        error: FOLDER/copy is not a backup: No such file or directory (os error N) (I0108)
        Name the folder that `interwire backup` wrote to the end, or take another backup.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["restore", name])));
    expect![[r#"
        error: there is no data of a node in FOLDER/hanoi/data (I0102)
        Check the name. A new node makes its data when it starts: `interwire serve`.
    "#]]
    .assert_eq(&steady(&hanoi, &hanoi.fails(&["verify"])));
}
