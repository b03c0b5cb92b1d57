//! The verifier: keys and their papers (section 3), statements (4), signatures about items (5), the agreement and its
//! seals (10), requests (7). The tree, heads and cosignatures (6) are in `tree`.

mod tree;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use ed25519_dalek::{Signature, VerifyingKey};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

pub type Checked<T> = Result<T, String>;

/// The blocks of the example by their names.
#[derive(Clone)]
pub struct Blocks(BTreeMap<String, String>);

impl Blocks {
    pub fn read(text: &str) -> Self {
        let blocks = text.split("\n\n# ").map(|block| block.trim_start_matches("# "));
        let pairs = blocks.filter_map(|block| block.split_once('\n'));
        Self(pairs.map(|(name, text)| (name.to_owned(), text.trim_end_matches('\n').to_owned())).collect())
    }
    pub fn names(&self) -> Vec<String> {
        self.0.keys().cloned().collect()
    }
    pub fn get(&self, name: &str) -> Checked<&str> {
        self.0.get(name).map(String::as_str).ok_or_else(|| format!("no block {name}"))
    }
    pub fn set(&mut self, name: &str, text: String) {
        self.0.insert(name.to_owned(), text);
    }
}

pub fn check(good: bool, what: &str) -> Checked<()> {
    if good { Ok(()) } else { Err(what.to_owned()) }
}

pub fn sha(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn url(text: &str) -> Checked<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).map_err(|e| format!("{text}: {e}"))
}

/// 3.1: strict verification over exactly these bytes.
pub fn verify_raw(key: &str, message: &[u8], signature: &[u8]) -> Checked<()> {
    let key: [u8; 32] = url(key)?.try_into().map_err(|_| "not a key")?;
    let key = VerifyingKey::from_bytes(&key).map_err(|e| e.to_string())?;
    let signature = Signature::from_slice(signature).map_err(|e| e.to_string())?;
    key.verify_strict(message, &signature).map_err(|e| e.to_string())
}

/// 3.2: a named signature.
fn verify_named(key: &str, domain: &str, message: &[u8], signature: &str) -> Checked<()> {
    verify_raw(key, &[domain.as_bytes(), b"\n", message].concat(), &url(signature)?)
}

/// Section 2: the bytes are what their value is written as.
fn canonical(text: &str) -> Checked<Map<String, Value>> {
    let value: Value = serde_json::from_str(text).map_err(|e| e.to_string())?;
    let written = value.to_string();
    check(written == text, "not canonical")?;
    value.as_object().cloned().ok_or_else(|| "not an object".into())
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> Checked<&'a str> {
    object.get(name).and_then(Value::as_str).ok_or_else(|| format!("no text {name}"))
}

/// The keys of one party: root, node, seal.
pub struct Keys {
    pub party: String,
    pub node: String,
    root: String,
    seal: String,
}

/// 3.3 and 3.4: fingerprints, and certificates in the order of their numbers.
fn keys(blocks: &Blocks, party: &str) -> Checked<Keys> {
    let shown = |role: &str| {
        let block = blocks.get(&format!("{party}: {role} key, fingerprint"))?;
        let (key, told) = block.split_once('\n').ok_or("no fingerprint")?;
        let digest = sha(&[b"interwire/v1/fingerprint\n", &url(key)?[..]].concat());
        let group = |bytes: &[u8]| bytes.iter().fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte)) % 100_000;
        let groups: Vec<_> = digest.chunks(5).take(6).map(|five| format!("{:05}", group(five))).collect();
        check(told == groups.join(" "), "another fingerprint")?;
        Ok::<_, String>(key.to_owned())
    };
    let found = Keys { party: party.into(), root: shown("root")?, node: shown("node")?, seal: shown("seal")? };
    for (number, (role, key)) in (1..).zip([("node", &found.node), ("seal", &found.seal)]) {
        let mut paper = canonical(blocks.get(&format!("{party}: certificate {number}"))?)?;
        let sig = paper.remove("sig").and_then(|sig| sig.as_str().map(str::to_owned)).ok_or("no sig")?;
        let expected = serde_json::json!({"key": key, "kind": "certificate", "number": number, "party": party,
            "role": role, "root": found.root, "v": 1});
        check(Value::Object(paper.clone()) == expected, "another certificate")?;
        let message = Value::Object(paper).to_string();
        verify_named(&found.root, "interwire/v1/certificate", message.as_bytes(), &sig)?;
    }
    Ok(found)
}

/// Section 4: the entries of a party's journal, with the papers in the first.
fn journal(blocks: &Blocks, who: &Keys, count: usize) -> Checked<Vec<Map<String, Value>>> {
    let mut entries = Vec::new();
    for index in 0..count {
        let bytes = blocks.get(&format!("{}: entry {index}", who.party))?;
        let leaf = sha(&[&[0], bytes.as_bytes()].concat());
        check(blocks.get(&format!("{}: leaf hash {index}", who.party))? == hex(&leaf), "another leaf hash")?;
        entries.push(canonical(bytes)?);
    }
    let papers = [1, 2].map(|n| blocks.get(&format!("{}: certificate {n}", who.party)).map(Value::from));
    let [first, second] = papers;
    let brought = entries.first().and_then(|entry| entry.get("certified"));
    check(brought == Some(&Value::Array(vec![first?, second?])), "the first statement brings other papers")?;
    Ok(entries)
}

fn entry<'a>(journal: &'a [Map<String, Value>], kind: &str) -> Checked<&'a Map<String, Value>> {
    let found = journal.iter().find(|entry| entry.get("kind").and_then(Value::as_str) == Some(kind));
    found.ok_or_else(|| format!("no statement {kind}"))
}

/// A blob reference names these bytes.
fn names(statement: &Map<String, Value>, member: &str, bytes: &str) -> Checked<()> {
    let reference = serde_json::json!([hex(&sha(bytes.as_bytes())), bytes.len()]);
    check(statement.get(member) == Some(&reference), &format!("{member} names another blob"))
}

/// 10.1 and 10.4: the agreement's name, its root keys, and the seal of a party.
fn signed(blocks: &Blocks, who: &Keys, journal: &[Map<String, Value>]) -> Checked<()> {
    let document = blocks.get("agreement")?;
    let version = hex(&sha(document.as_bytes()));
    check(blocks.get("agreement version")? == version, "another agreement version")?;
    let parties = canonical(document)?.get("parties").cloned().unwrap_or_default();
    let is_named = |party: &Value| party["party"] == who.party.as_str() && party["root_key"] == who.root.as_str();
    check(parties.as_array().is_some_and(|all| all.iter().any(is_named)), "the agreement names another root key")?;
    let said = entry(journal, "signed")?;
    let bytes = blocks.get(&format!("{}: signature page", who.party))?;
    names(said, "page", bytes)?;
    let page = canonical(bytes)?;
    check(text(said, "agreement_version")? == version && text(&page, "agreement_version")? == version, "version")?;
    check(text(&page, "party")? == who.party && text(&page, "seal_key")? == who.seal, "another's page")?;
    verify_named(&who.seal, "interwire/v1/signature-page", bytes.as_bytes(), text(said, "seal")?)
}

/// Section 5: what the source signed about its item, put together from the statement.
fn about_item(blocks: &Blocks, who: &Keys, said: &Map<String, Value>, kind: &str, members: &[&str]) -> Checked<()> {
    let mut message: Map<String, Value> =
        members.iter().filter_map(|name| Some(((*name).to_owned(), said.get(*name)?.clone()))).collect();
    message.extend([
        ("kind".into(), kind.into()),
        ("source".into(), who.party.as_str().into()),
        ("v".into(), 1.into()),
    ]);
    if kind == "version" {
        names(said, "doc", blocks.get("item document")?)?;
        message.insert("doc".into(), blocks.get("item document: hash")?.into());
        check(said["doc"][0] == message["doc"], "another document's hash")?;
        message.insert("test".into(), said.contains_key("test").into());
    }
    let message = Value::Object(message).to_string();
    check(blocks.get(&format!("{kind} message (signed under interwire/v1/item)"))? == message, "another message")?;
    check(text(said, "key")? == who.node, "a key that its journal has not certified")?;
    verify_named(&who.node, "interwire/v1/item", message.as_bytes(), text(said, "sig")?)
}

/// 7.3: the signature base follows from the headers, and the node key has signed it.
fn http(blocks: &Blocks, name: &str, who: &Keys, body: &str, own: &[(&str, &str)]) -> Checked<()> {
    let headers: BTreeMap<&str, &str> =
        blocks.get(&format!("{name}: headers"))?.lines().filter_map(|line| line.split_once(": ")).collect();
    let header = |name: &str| headers.get(name).copied().ok_or_else(|| format!("no header {name}"));
    let digest = format!("sha-256=:{}:", STANDARD.encode(sha(body.as_bytes())));
    check(header("content-digest")? == digest, "another digest")?;
    let params = header("signature-input")?.strip_prefix("interwire=").ok_or("another label")?;
    let covered = params.split_once(')').ok_or("no components")?.0.trim_start_matches('(');
    let mut base = String::new();
    for component in covered.split(' ') {
        let plain = component.split(';').next().unwrap_or_default().trim_matches('"');
        let given = own.iter().find(|(name, _)| *name == component.trim_matches('"') || *name == component);
        let value = given.map_or_else(|| header(plain), |(_, value)| Ok(*value))?;
        base += &format!("{component}: {value}\n");
    }
    base += &format!("\"@signature-params\": {params}");
    check(blocks.get(&format!("{name}: signature base"))? == base, "another signature base")?;
    let id = format!("keyid=\"{}/{}\"", who.party, &hex(&sha(&url(&who.node)?))[..16]);
    check(params.contains(&id), "another key id")?;
    let signature = header("signature")?.strip_prefix("interwire=:").and_then(|s| s.strip_suffix(':'));
    let signature = STANDARD.decode(signature.ok_or("no signature")?).map_err(|e| e.to_string())?;
    verify_raw(&who.node, base.as_bytes(), &signature)
}

pub fn verify(blocks: &Blocks) -> Checked<()> {
    let (hanoi, astana) = (keys(blocks, "hanoi")?, keys(blocks, "astana")?);
    let (ours, theirs) = (journal(blocks, &hanoi, 5)?, journal(blocks, &astana, 4)?);
    signed(blocks, &hanoi, &ours)?;
    signed(blocks, &astana, &theirs)?;
    let published = entry(&ours, "published")?;
    about_item(blocks, &hanoi, published, "version", &["item", "key", "status", "version"])?;
    let recalled = entry(&ours, "recalled")?;
    let members = ["action", "item", "key", "order", "reason", "replaced_by", "through"];
    about_item(blocks, &hanoi, recalled, "recall", &members)?;
    tree::verify(blocks, [&hanoi, &astana], [&ours, &theirs])?;
    let request = [("@method", "GET"), ("@path", "/v1/heads"), ("@query", "?wait_s=25&since=5")];
    http(blocks, "request", &hanoi, "", &request)?;
    let signature = blocks.get("request: headers")?.lines().find_map(|line| line.strip_prefix("signature: "));
    let answer = [("@status", "200"), ("\"signature\";req", signature.unwrap_or_default())];
    http(blocks, "answer", &astana, blocks.get("answer: body")?, &answer)
}
