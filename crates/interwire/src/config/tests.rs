//! Settings in, typed configuration or lines with mistakes out.

use super::*;
use expect_test::{Expect, expect};

const HANOI: &str = "party = \"hanoi\"\nname.vi = \"Hãng tin Hà Nội\"\n";

fn layers(file: &str, variables: &[(&str, &str)]) -> Layers {
    Layers::new(file, variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())))
}

#[track_caller]
fn check(file: &str, variables: &[(&str, &str)], wanted: Expect) {
    let told = match Config::from_layers(&layers(file, variables), Path::new("node")) {
        Ok(config) => format!("{config:#?}"),
        Err(problems) => problems.iter().map(|problem| format!("{problem}\n")).collect(),
    };
    wanted.assert_eq(&told);
}

#[test]
fn the_default_with_a_party_and_a_name_is_a_whole_configuration() {
    check(
        HANOI,
        &[],
        expect![[r#"
            Config {
                party: PartyId(hanoi),
                name: {
                    Lang(vi): "Hãng tin Hà Nội",
                },
                files: Files {
                    data: "node/data",
                    keys: "node/keys",
                },
                listen: Listen {
                    address: 127.0.0.1:8440,
                    base_url: None,
                    tls: None,
                },
                network: Network {
                    proxy: None,
                    trusted_file: None,
                    allow_private: false,
                    allow_plain: false,
                },
                limits: Limits {
                    source_bytes_max: 67108864,
                    source_depth_max: 100,
                    source_items_max: 10000,
                    blob_bytes_max: 4294967296,
                    connections_max: 1024,
                    disk_bytes_max: None,
                    disk_free_bytes_min: 1073741824,
                    disk_reserve_bytes: 268435456,
                },
                watch: [],
                outlets: [],
                expect: [],
                token_file: None,
                embargoed: Hold,
                fetch: Fetch {
                    hosts: [],
                    missing: Hold,
                },
                previews: Previews {
                    disk_bytes_max: 2147483648,
                    films: Films {
                        enabled: true,
                        ffmpeg: None,
                        ffprobe: None,
                    },
                },
                retention: Retention(
                    {},
                ),
                log: Log {
                    level: "info",
                    format: Text,
                },
                metrics: Metrics {
                    enabled: true,
                    token_file: None,
                },
                mail: None,
                desk: Desk {
                    time_zone: TimeZone(
                        UTC,
                    ),
                    language: Lang(en),
                },
            }"#]],
    );
}

#[test]
fn the_default_file_with_its_examples_switched_on_is_understood() {
    let switched: String = DEFAULT
        .lines()
        .map(|line| if line.starts_with("# ") || line == "#" { "" } else { line.trim_start_matches('#') })
        // What should come comes from a partner or by a feed; the example shows both.
        .filter(|line| !line.starts_with("feed = "))
        .map(|line| format!("{line}\n"))
        .collect();
    let config = Config::from_layers(&layers(&switched, &[]), Path::new("node")).unwrap();
    assert_eq!((config.watch.len(), config.outlets.len()), (1, 1));
    assert!(config.listen.tls.is_some() && config.network.proxy.is_some());
    assert_eq!(Known::settings().names().filter(|name| !DEFAULT.contains(name.rsplit('.').next().unwrap())).count(), 0);
}

#[test]
fn mistakes_are_told_all_at_once_with_their_lines() {
    let file = "party = \"Hà Nội\"\n\n[listen]\nadress = \"1\"\naddress = 8440\ncert_file = \"c.pem\"\n\
        [network]\nproxy = \"ftp://x\"\n[log]\nformat = \"xml\"\n[desk]\ntime_zone = \"Asia/Hanoi\"\n\
        [[watch]]\nformat = \"ninjs\"\n[[watch]]\npath = \"in\"\nstable_s = 3\n[colour]\na = 1\n";
    check(
        file,
        &[("INTERWIRE_LISTEN__ADRESS", "x"), ("INTERWIRE_METRICS__ENABLED", "perhaps")],
        expect![[r#"
            line 1: party: not a valid party id (1 to 63 of a-z 0-9 - .): "Hà Nội"
            line 4: listen.adress: there is no such setting; did you mean listen.address?
            line 5: listen.address: it must be a text in quotes
            line 8: network.proxy: it must begin with http:// or https://
            line 10: log.format: it must be text or json
            line 12: desk.time_zone: failed to find time zone `Asia/Hanoi` in time zone database
            line 13: watch: a watched folder needs its path
            line 15: watch: stable_s: there is no such setting; did you mean stable_for_s?
            line 18: colour: there is no such setting
            INTERWIRE_LISTEN__ADRESS: listen.adress: there is no such setting; did you mean listen.address?
            INTERWIRE_METRICS__ENABLED: metrics.enabled: it must be true or false
            name: the party needs a name in at least one language
            listen.key_file: a certificate needs its key
        "#]],
    );
}

#[test]
fn a_file_that_is_not_toml_is_told_with_its_line() {
    check(
        "party = \"hanoi\"\n\n[listen\n",
        &[],
        expect![[r#"
            line 3: unclosed table, expected `]`
        "#]],
    );
}

#[test]
fn the_environment_wins_over_the_file_and_the_file_over_the_default() {
    let file = format!("{HANOI}[listen]\naddress = \"127.0.0.1:1\"\n[metrics]\nenabled = false\n");
    let layers = layers(&file, &[("INTERWIRE_LISTEN__ADDRESS", "127.0.0.1:2"), ("INTERWIRE_NODE", "x"), ("HOME", "y")]);
    let config = Config::from_layers(&layers, Path::new("node")).unwrap();
    assert_eq!((config.listen.address.port(), config.metrics.enabled), (2, false));
    let origin = |name: &str| layers.settings[name].origin.to_string();
    expect!["INTERWIRE_LISTEN__ADDRESS, line 6, default, line 2"].assert_eq(&format!(
        "{}, {}, {}, {}",
        origin("listen.address"),
        origin("metrics.enabled"),
        origin("log.level"),
        origin("name.vi"),
    ));
}

#[test]
fn the_world_is_held_against_the_settings() {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir(home.path().join("keys")).unwrap();
    std::fs::write(home.path().join("tokens"), "secret").unwrap();
    let file =
        format!("{HANOI}listen.address = \"0.0.0.0:8440\"\nintake.token_file = \"tokens\"\n[[watch]]\npath = \"in\"\n");
    let config = Config::from_layers(&layers(&file, &[]), home.path()).unwrap();
    let told: String = config.check_world().iter().map(|problem| format!("{problem}\n")).collect();
    expect![[r#"
        files.data: HOME/data is not a folder
        intake.token_file: others can read HOME/tokens; run chmod 600 on it (warning)
        watch: the folder HOME/in cannot be read
        listen: no TLS and no reverse proxy: passwords and news can be read on the way (warning)
    "#]]
    .assert_eq(&told.replace(home.path().to_str().unwrap(), "HOME"));
}

#[test]
fn a_mail_server_needs_its_sender_and_a_user_its_password() {
    let wrong = "[mail]\nhost = \"mail.hanoi.example\"\ntls = \"maybe\"\nuser = \"wire\"\n";
    check(
        &format!("{HANOI}{wrong}"),
        &[],
        expect![[r#"
            line 5: mail.tls: it must be starttls, always or none
            line 6: mail.user: a user needs the file with the password, mail.password_file
            mail.from: it must be set
        "#]],
    );
}

#[test]
fn what_is_kept_has_at_least_a_day_and_files_go_with_their_text() {
    let tell = |rules: &str| {
        let file = format!("party = \"hanoi\"\n[name]\nvi = \"Hãng tin Hà Nội\"\n[retention]\n{rules}\n");
        Config::from_layers(&layers(&file, &[]), Path::new("node")).map(|config| config.retention)
    };
    let keep = tell("texts_days = 100\nmedia_days = 10").unwrap();
    assert_eq!((keep.days(Rule::Texts), keep.days(Rule::Media), keep.days(Rule::Audit)), (Some(100), Some(10), None));
    for wrong in ["audit_days = 0", "texts_days = 10\nmedia_days = 11", "audit_days = -1"] {
        assert!(tell(wrong).is_err(), "{wrong}");
    }
}
