//! Keys are replaced while partners have only the old ones: each side learns the other's by itself, whichever of the two
//! can be reached, and who kept a stolen key speaks for nobody.
#![allow(missing_docs, clippy::unwrap_used)]

mod house;

use house::{Agency, partners};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};

impl Agency {
    /// Replaces a key while the node does not run.
    fn replace(&self, which: &str, reason: &str) -> Value {
        let root = self.root_key();
        let root = root.to_str().unwrap();
        self.json(&["key", "replace", which, "--root-key", root, "--reason", reason, "--yes", "--json"])
    }

    fn root_key(&self) -> PathBuf {
        PathBuf::from(self.made["root_key_file"].as_str().unwrap())
    }

    /// From its next start the node listens where no partner knows it to be.
    fn hide(&self) {
        let port = interwire::demo::port::free_port().unwrap();
        let path = self.home().join("interwire.toml");
        let settings = fs::read_to_string(&path).unwrap();
        let address = self.base.strip_prefix("http://").unwrap();
        let hidden = settings.replace(&format!("address = \"{address}\""), &format!("address = \"127.0.0.1:{port}\""));
        assert_ne!(hidden, settings);
        fs::write(&path, hidden).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = (entry.as_ref().unwrap().path(), entry.as_ref().unwrap().file_name());
        if path.is_dir() { copy(&path, &to.join(name)) } else { assert!(fs::copy(&path, to.join(name)).is_ok()) }
    }
}

#[test]
fn a_node_that_cannot_be_reached_shows_its_new_key_and_so_does_one_that_can() {
    let (mut hanoi, mut astana) = partners();
    let first = hanoi.publish("tag:hanoi.example,2026:1", "Một");
    astana.until_held(&first);
    assert!(hanoi.fails(&["key", "replace", "node", "--root-key", "x", "--yes"]).contains("I0101"), "it runs");

    hanoi.stop();
    hanoi.hide();
    let done = hanoi.replace("node", "retired");
    assert_eq!((&done["revoked"][0], &done["papers"]), (&hanoi.made["node_key"], &4.into()));
    hanoi.serve();
    let second = hanoi.publish("tag:hanoi.example,2026:2", "Hai");
    astana.until_held(&second);
    hanoi.until_received(&second);

    // Now the other side, which hanoi asks: what it answers is signed by a key that hanoi does not know.
    astana.stop();
    astana.replace("node", "lost");
    astana.serve();
    let third = hanoi.publish("tag:hanoi.example,2026:3", "Ba");
    astana.until_held(&third);
    hanoi.until_received(&third);
    for agency in [&mut hanoi, &mut astana] {
        agency.stop();
        let report = agency.json(&["verify", "--json"]);
        assert_eq!(report["whole"], true, "{report}");
    }
}

#[test]
fn who_kept_a_stolen_key_speaks_for_nobody() {
    let (mut hanoi, astana) = partners();
    let first = hanoi.publish("tag:hanoi.example,2026:1", "Một");
    astana.until_held(&first);
    hanoi.stop();
    // The thief has all that was on the disk.
    let mut thief = Agency::new("thief", "Thief");
    fs::remove_dir_all(thief.home()).unwrap();
    copy(&hanoi.home(), &thief.home());
    hanoi.replace("node", "compromised");
    hanoi.serve();
    let second = hanoi.publish("tag:hanoi.example,2026:2", "Hai");
    astana.until_held(&second);
    hanoi.stop();

    thief.serve();
    let forged = thief.publish("tag:hanoi.example,2026:3", "Tin giả");
    let refused = |one: &Value| one.to_string().contains("IW-401-key");
    thief.until("it is refused", &["partner", "list", "--json"], refused);
    thief.kill();

    hanoi.serve();
    let fourth = hanoi.publish("tag:hanoi.example,2026:4", "Bốn");
    astana.until_held(&fourth);
    assert!(!astana.run(&["why", &forged]).status.success(), "what the thief wrote has come to nobody");
    let list = hanoi.ok(&["key", "list"]);
    assert!(list.contains("revoked: compromised") && list.matches("  good").count() == 2, "{list}");
}

#[test]
fn a_forgotten_passphrase_ends_with_a_new_seal_key() {
    let (mut hanoi, astana) = partners();
    hanoi.stop();
    assert_eq!(hanoi.replace("seal", "lost")["revoked"][0], hanoi.made["seal_key"]);
    let other = hanoi.fails(&["key", "replace", "seal", "--root-key", astana.root_key().to_str().unwrap(), "--yes"]);
    assert!(other.contains("I0011"), "{other}");
    hanoi.serve();
    let draft = hanoi.dir.path().join("second.toml");
    let (draft, key) = (draft.to_str().unwrap(), astana.made["root_key"].as_str().unwrap());
    hanoi.ok(&["agreement", "new", "--partner", "astana", "--name", "Astana", "--key", key, "-o", draft]);
    let signatory = ["--signatory", "Vũ Việt Trang", "--office", "Director", "--place", "Hà Nội", "--json"];
    let offer = ["agreement", "offer", draft, "--to", &astana.base];
    let offered = hanoi.json(&[&offer[..], &signatory].concat());
    let agreement = offered["head"]["agreement"].as_str().or(offered["agreement"].as_str()).unwrap().to_owned();
    let signed = astana.json(&[&["agreement", "sign", &agreement][..], &signatory].concat());
    assert_eq!(signed["standing"]["state"], "in-force", "{signed}");
}
