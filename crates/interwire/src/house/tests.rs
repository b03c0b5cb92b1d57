//! Keys are made, kept and opened; what is wrong with a key file is named.

use super::init::{Made, NewNode, make};
use super::*;
use expect_test::expect;
use interwire_core::canonical;

const PASSPHRASE: &str = "cá chép hóa rồng";

fn new_node(home: &Path) -> NewNode {
    NewNode {
        home: home.join("hanoi"),
        party: "hanoi".parse().unwrap(),
        name: "Hãng tin \"Hà Nội\"".to_owned(),
        language: "vi".parse().unwrap(),
        root_key: home.join("hanoi-root.key"),
        seal: Passphrase::new(PASSPHRASE),
        root: None,
        listen: Some("127.0.0.1:9000".parse().unwrap()),
        base_url: Some("https://wire.hanoi.example".parse().unwrap()),
    }
}

fn made() -> (tempfile::TempDir, PathBuf, Made, PartyId) {
    let folder = tempfile::tempdir().unwrap();
    let made = make(&new_node(folder.path())).unwrap();
    let keys = folder.path().join("hanoi/keys");
    (folder, keys, made, "hanoi".parse().unwrap())
}

fn code<T>(result: Result<T, Error>) -> Code {
    result.err().unwrap().code()
}

#[test]
fn a_new_node_has_certified_keys_and_settings_that_are_understood() {
    let (folder, keys, made, party) = made();
    let house = Keys::open(&keys, &party).unwrap();
    assert_eq!((house.root(), house.node.public()), (made.root, made.node));
    assert_eq!(house.ring.valid(Role::Seal).collect::<Vec<_>>(), [&made.seal]);
    let config = crate::config::Config::load(&folder.path().join("hanoi")).unwrap();
    assert_eq!((&config.party, config.listen.address.port()), (&party, 9000));
    assert_eq!(config.name.values().next().unwrap(), "Hãng tin \"Hà Nội\"");
    assert_eq!(config.files.keys, keys);
    assert!(config.check_world().is_empty(), "{:?}", config.check_world());
}

#[test]
fn the_root_key_is_outside_and_every_secret_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, keys, made, party) = made();
    let path = folder.path().join("hanoi-root.key");
    let root = key_file::read(&path, &party, Contents::Root).unwrap().open(&path, None).unwrap();
    assert_eq!(interwire_core::keys::RootKey::from_seed(&root).public(), made.root);
    for path in [path, keys.join(NODE_KEY), keys.join(SEAL_KEY), keys.join(ITEM_KEY)] {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{}", path.display());
    }
    assert!(!fs::read_to_string(keys.join(SEAL_KEY)).unwrap().contains("\"secret\""));
}

#[test]
fn the_seal_key_opens_with_its_passphrase_however_it_is_typed() {
    let (_folder, keys, made, party) = made();
    let decomposed = "ca\u{301} che\u{301}p ho\u{301}a ro\u{302}\u{300}ng\r\n";
    for text in [PASSPHRASE, decomposed] {
        assert_eq!(open_seal(&keys, &party, &Passphrase::new(text)).unwrap().public(), made.seal);
    }
    assert_eq!(code(open_seal(&keys, &party, &Passphrase::new("ca chep hoa rong"))), Code::PassphraseWrong);
    let path = keys.join(SEAL_KEY);
    let closed = key_file::read(&path, &party, Contents::Seal).unwrap();
    assert_eq!(code(closed.open(&path, None)), Code::PassphraseMissing);
}

#[test]
fn what_is_there_is_never_written_over_and_a_failure_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("hanoi")).unwrap();
    assert_eq!(code(make(&new_node(folder.path()))), Code::AlreadyThere);
    let mut new = new_node(folder.path());
    new.home = folder.path().join("other");
    new.root_key = folder.path().join("no/such/folder/root.key");
    assert_eq!(code(make(&new)), Code::FileUnwritable);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["hanoi"]);
}

#[test]
fn a_key_file_that_is_not_what_it_should_be_is_refused() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, keys, _, party) = made();
    let path = keys.join(NODE_KEY);
    let good = fs::read_to_string(&path).unwrap();
    let baku: PartyId = "baku".parse().unwrap();
    assert_eq!(code(key_file::read(&path, &baku, Contents::Node)), Code::KeyUnusable);
    assert_eq!(code(key_file::read(&path, &party, Contents::Seal)), Code::KeyUnusable);
    for (from, to) in [("\"v\": 1", "\"v\": 2"), ("\"kind\"", "\"k\""), ("\"secret\": \"", "\"secret\": \"AAAA")] {
        fs::write(&path, good.replace(from, to)).unwrap();
        assert_eq!(code(Keys::open(&keys, &party)), Code::KeyUnusable, "{to}");
    }
    fs::write(&path, good).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(code(Keys::open(&keys, &party)), Code::KeyOpen);
    fs::remove_file(&path).unwrap();
    assert_eq!(code(Keys::open(&keys, &party)), Code::FileUnreadable);
}

#[test]
fn a_sealed_box_cannot_be_moved_to_another_party_or_role() {
    let (_folder, keys, _, _) = made();
    let path = keys.join(SEAL_KEY);
    let moved = fs::read_to_string(&path).unwrap().replace("\"hanoi\"", "\"baku\"");
    fs::write(&path, moved).unwrap();
    let baku: PartyId = "baku".parse().unwrap();
    let file = key_file::read(&path, &baku, Contents::Seal).unwrap();
    assert_eq!(code(file.open(&path, Some(&Passphrase::new(PASSPHRASE)))), Code::PassphraseWrong);
}

#[test]
fn a_node_key_without_its_papers_or_after_its_revocation_does_not_start() {
    let (folder, keys, made, party) = made();
    let path = folder.path().join("hanoi-root.key");
    let root = key_file::read(&path, &party, Contents::Root).unwrap().open(&path, None).unwrap();
    let root = interwire_core::keys::RootKey::from_seed(&root);
    let revoked = root.revoke(&party, made.node, interwire_core::keys::RevocationReason::Lost, 3);
    fs::write(keys.join("papers/0003.json"), revoked.to_bytes()).unwrap();
    assert_eq!(code(Keys::open(&keys, &party)), Code::KeyUnusable);
    fs::remove_file(keys.join("papers/0001.json")).unwrap();
    assert_eq!(code(Keys::open(&keys, &party)), Code::KeyUnusable);
}

#[test]
fn the_form_of_a_sealed_key_stays_as_it_is() {
    let (_folder, keys, ..) = made();
    let text = fs::read_to_string(keys.join(SEAL_KEY)).unwrap();
    let mut value: serde_json::Value = serde_json::from_str(&text).unwrap();
    value["public"] = "PUBLIC".into();
    for name in ["salt", "nonce", "box"] {
        value["sealed"][name] = name.to_uppercase().into();
    }
    let form = String::from_utf8(canonical::to_bytes(&value).unwrap()).unwrap();
    expect![[r#"{"kind":"interwire-key","party":"hanoi","public":"PUBLIC","role":"seal","sealed":{"box":"BOX","cipher":"xchacha20-poly1305","kdf":"argon2id","lanes":4,"memory_kib":65536,"nonce":"NONCE","passes":3,"salt":"SALT"},"v":1}"#]].assert_eq(&form);
}

#[test]
fn a_key_sealed_by_the_first_version_opens_for_ever() {
    let golden = include_str!("golden-seal.key");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.key");
    fs::write(&path, golden).unwrap();
    fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let file = key_file::read(&path, &"hanoi".parse().unwrap(), Contents::Seal).unwrap();
    let seed = file.open(&path, Some(&Passphrase::new(PASSPHRASE))).unwrap();
    assert_eq!(*seed, [7; 32]);
}
