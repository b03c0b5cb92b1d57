//! `init`, `config` and the offline verbs of `agreement`, as a person runs them one after the other.

use super::hear;
use crate::cli::Done;
use crate::errors::Code;
use expect_test::expect;
use std::fs;
use std::path::Path;
use tempfile::TempDir;

const ASTANA_KEY: &str = "iojj3XQJ8ZX9UtstPLpdcspnCb8dlBIb83SIAbQPb1w";

/// A folder with a node in `hanoi`, and what `init` said.
fn hanoi() -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("seal.txt"), "cá chép hóa rồng\n").unwrap();
    let (home, seal) = (at(&folder, "hanoi"), at(&folder, "seal.txt"));
    let words = ["init", &home, "--party", "hanoi", "--name", "Hanoi News Agency", "--passphrase-file", &seal];
    let (text, remarks, ended) = hear(&words);
    assert_eq!((remarks.as_str(), ended.unwrap()), ("", Done::Fine));
    assert_eq!(hear(&words).2.unwrap_err().code(), Code::AlreadyThere);
    (folder, text)
}

fn at(folder: &TempDir, name: &str) -> String {
    folder.path().join(name).to_str().unwrap().to_owned()
}

/// The text with what is different each time put away: the folder, keys and fingerprints.
fn steady(folder: &Path, text: &str) -> String {
    let text = text.replace(folder.to_str().unwrap(), "FOLDER");
    let groups =
        |line: &str| line.split(' ').filter(|word| word.len() == 5 && word.parse::<u32>().is_ok()).count() == 6;
    let line = |line: &str| match line {
        line if groups(line) => "FINGERPRINT".to_owned(),
        line if line.starts_with("Root key") => "Root key     KEY".to_owned(),
        line if line.len() == 32 && line.bytes().all(|b| b.is_ascii_hexdigit()) => "AGREEMENT".to_owned(),
        line => line.to_owned(),
    };
    text.lines().map(|text| line(text) + "\n").collect()
}

#[test]
fn init_says_what_was_made_and_what_to_do_with_it() {
    let (folder, text) = hanoi();
    expect![[r#"
        The node of hanoi (Hanoi News Agency) is made in FOLDER/hanoi.

        Root key     KEY
        FINGERPRINT
        Read the fingerprint to your partners over the telephone before they sign with you.

        1. The root key is in FOLDER/hanoi-root.key, in clear. Copy it to two sticks, lock them away in two places, and
           delete it here. It is needed only to replace the other keys; whoever has it can speak for hanoi.
        2. Keep the passphrase of the seal key: it signs agreements, and nobody can find it again.
        3. Look at the settings in FOLDER/hanoi/interwire.toml, then run
           interwire config check --node FOLDER/hanoi
           interwire serve --node FOLDER/hanoi
    "#]]
    .assert_eq(&steady(folder.path(), &text));
}

#[test]
fn a_new_node_has_all_that_it_needs_to_run() {
    let (folder, _) = hanoi();
    let home = at(&folder, "hanoi");
    let config = crate::config::Config::load(Path::new(&home)).unwrap();
    let settings = crate::cli::node::settings(&config).unwrap();
    assert_eq!((settings.house.me.as_str(), settings.house.certificates.len()), ("hanoi", 2));
    assert_eq!(settings.data_dir, folder.path().join("hanoi/data"));
}

#[test]
fn config_points_at_mistakes_and_shows_origins() {
    let (folder, _) = hanoi();
    let (home, file) = (at(&folder, "hanoi"), folder.path().join("hanoi/interwire.toml"));
    let (text, _, ended) = hear(&["config", "check", "--node", &home]);
    assert_eq!((text.as_str(), ended.unwrap()), ("0 mistakes, 0 warnings\n", Done::Fine));
    let (text, _, _) = hear(&["config", "show", "--node", &home]);
    expect![[r#"
        desk.language = "en"                                # default
        desk.time_zone = "UTC"                              # default
        #expect                                             # not set
        files.data = "data"                                 # default
        files.keys = "keys"                                 # default
        intake.embargoed = "hold"                           # default
        intake.fetch_hosts = []                             # default
        intake.fetch_missing = "hold"                       # default
        #intake.token_file                                  # not set
        limits.blob_bytes_max = 4294967296                  # default
        limits.connections_max = 1024                       # default
        #limits.disk_bytes_max                              # not set
        limits.disk_free_bytes_min = 1073741824             # default
        limits.disk_reserve_bytes = 268435456               # default
        limits.source_bytes_max = 67108864                  # default
        limits.source_depth_max = 100                       # default
        limits.source_items_max = 10000                     # default
        listen.address = "127.0.0.1:8440"                   # default
        #listen.base_url                                    # not set
        #listen.cert_file                                   # not set
        #listen.key_file                                    # not set
        log.format = "text"                                 # default
        log.level = "info"                                  # default
        #mail.from                                          # not set
        #mail.host                                          # not set
        #mail.password_file                                 # not set
        mail.port = 587                                     # default
        mail.tls = "starttls"                               # default
        #mail.user                                          # not set
        metrics.enabled = true                              # default
        #metrics.token_file                                 # not set
        name.en = "Hanoi News Agency"                       # line 7
        network.allow_plain = false                         # default
        network.allow_private = false                       # default
        #network.proxy                                      # not set
        #network.trusted_file                               # not set
        #outlet                                             # not set
        party = "hanoi"                                     # line 4
        previews.disk_bytes_max = 2147483648                # default
        #previews.ffmpeg                                    # not set
        #previews.ffprobe                                   # not set
        previews.films = true                               # default
        #retention.audit_days                               # not set
        #retention.dead_letters_days                        # not set
        #retention.media_days                               # not set
        #retention.notifications_days                       # not set
        #retention.previews_days                            # not set
        #retention.texts_days                               # not set
        #watch                                              # not set
    "#]]
    .assert_eq(&text);
    let settings = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{settings}\n[listen]\nadress = \"0.0.0.0:80\"\n")).unwrap();
    let (text, _, ended) = hear(&["config", "check", "--node", &home]);
    assert_eq!(ended.unwrap(), Done::Found);
    expect![[r#"
        FOLDER/hanoi/interwire.toml line 10: listen.adress: there is no such setting; did you mean listen.address?
        1 mistake, 0 warnings
    "#]]
    .assert_eq(&steady(folder.path(), &text));
    assert_eq!(hear(&["config", "show", "--node", &at(&folder, "nowhere")]).2.unwrap_err().code(), Code::NoNode);
}

#[test]
fn an_agreement_is_drafted_checked_and_read_in_words() {
    let (folder, _) = hanoi();
    let (home, draft) = (at(&folder, "hanoi"), at(&folder, "with-astana.toml"));
    let words = [
        "agreement",
        "new",
        "--node",
        &home,
        "--partner",
        "astana",
        "--key",
        ASTANA_KEY,
        "--name",
        "Қазақстан",
        "-o",
        &draft,
    ];
    assert_eq!(hear(&words).2.unwrap(), Done::Fine);
    assert_eq!(hear(&words).2.unwrap_err().code(), Code::AlreadyThere);
    let (text, _, ended) = hear(&["agreement", "check", &draft]);
    assert_eq!((text.as_str(), ended.unwrap()), ("0 errors, 0 warnings\n", Done::Fine));
    let (text, _, _) = hear(&["agreement", "show", &draft]);
    expect![[r#"
        Agreement on cooperation in the exchange of news
        AGREEMENT

        Hanoi News Agency
          hanoi
        FINGERPRINT

        Қазақстан
          astana
        FINGERPRINT

        1. This agreement stands on its own and replaces no other.

        2. The authentic text of this agreement is in English.

        3. This agreement takes effect on the day of the last signature. It runs for 3 years, counted from that day. It is renewed for the same term unless a party gives written notice at least 3 months before the end. Days are counted in the time zone UTC. A party may suspend it for a while by telling the others.

        4. Hanoi News Agency makes its news available to Қазақстан: text, pictures. In all languages in which it works. On all subjects. Free of charge, on the basis of reciprocity.

        5. Қазақстан makes its news available to Hanoi News Agency: text, pictures. In all languages in which it works. On all subjects. Free of charge, on the basis of reciprocity.

        6. Whoever publishes an item of Hanoi News Agency names it as “Hanoi News Agency” (en), at the beginning.

        7. Whoever publishes an item of Қазақстан names it as “Қазақстан” (en), at the beginning.

        8. When a party corrects, withholds or kills an item, the others confirm within 15 minutes that they have stopped it, and remove or correct what they have published within 2 hours. This covers translations, summaries, relays and everything else made from it. The recall is remembered permanently.

    "#]].assert_eq(&steady(folder.path(), &text));
    let changed = fs::read_to_string(&draft).unwrap().replace("duration = \"3 years\"", "duration = \"3 moons\"");
    fs::write(&draft, changed).unwrap();
    let (text, _, ended) = hear(&["agreement", "check", &draft]);
    assert_eq!(ended.unwrap(), Done::Found);
    expect![[r#"
        FOLDER/with-astana.toml: line 69: article 3: duration is wrong: must be a length of time like "30 minutes", "3 months" or P3M (error bad-term)
        1 error, 0 warnings
    "#]].assert_eq(&steady(folder.path(), &text));
    assert_eq!(hear(&["agreement", "show", &draft]).2.unwrap_err().code(), Code::DraftUnreadable);
}

#[test]
fn partners_are_named_in_full() {
    let (folder, _) = hanoi();
    let (home, draft) = (at(&folder, "hanoi"), at(&folder, "a.toml"));
    let words = [
        "agreement",
        "new",
        "--node",
        &home,
        "--partner",
        "astana",
        "--partner",
        "baku",
        "--key",
        ASTANA_KEY,
        "--name",
        "x",
        "-o",
        &draft,
    ];
    assert_eq!(hear(&words).2.unwrap_err().code(), Code::PartnersUneven);
}

#[test]
fn a_story_is_taken_in_looked_after_and_recalled_without_a_running_node() {
    let (folder, _) = hanoi();
    let (home, story) = (at(&folder, "hanoi"), at(&folder, "tin.json"));
    let text = r#"{"standard":{"name":"ninjs","version":"3.1"},"uri":"urn:hanoi:1","type":"text","version":"1",
        "headlines":[{"value":"Vũ Việt Trang"}]}"#;
    fs::write(&story, text).unwrap();
    let (said, _, ended) = hear(&["ingest", "--node", &home, &story]);
    assert!(said.ends_with("  urn:hanoi:1  version 1: new\n") && ended.unwrap() == Done::Fine, "{said}");
    let (said, _, _) = hear(&["ingest", "--node", &home, &story]);
    assert!(said.ends_with("  urn:hanoi:1  version 1: known\n"), "{said}");
    let (said, _, _) = hear(&["why", "--node", &home, "urn:hanoi:1"]);
    assert!(said.contains("version 1 (text, usable) came by command") && said.contains("Vũ Việt Trang"), "{said}");
    let (said, _, ended) = hear(&["recall", "--node", &home, "urn:hanoi:1", "--kill", "--yes"]);
    assert!(ended.is_ok() && said.contains("no partner was sent it\n") && said.contains("in force: kill"), "{said}");
    let correct = hear(&["recall", "--node", &home, "urn:hanoi:1", "--correct", "--yes"]).2;
    assert_eq!(correct.unwrap_err().code(), Code::OrderNotPossible);
    assert_eq!(hear(&["recall", "--node", &home, "urn:none"]).2.unwrap_err().code(), Code::ItemUnknown);
}
