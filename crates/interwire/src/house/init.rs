//! Makes the folder of a new node: keys, papers, configuration. All of it is made beside its place and put there in one
//! step, so a node is there whole or not at all.

use super::key_file::{KeyFile, random};
use super::{Contents, ITEM_KEY, NODE_KEY, PAPERS, Passphrase, ROOT_PUBLIC, SEAL_KEY};
use crate::config;
use crate::errors::{Code, Error};
use interwire_core::agreement::Lang;
use interwire_core::ids::PartyId;
use interwire_core::keys::{NodeKey, PublicKey, RootKey, SealKey};
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a new node is made of.
pub struct NewNode {
    /// Its folder, which must not be there yet.
    pub home: PathBuf,
    /// The party.
    pub party: PartyId,
    /// The party's name.
    pub name: String,
    /// The language of that name.
    pub language: Lang,
    /// Where the root key is written, outside of the folder.
    pub root_key: PathBuf,
    /// Protects the seal key.
    pub seal: Passphrase,
    /// Protects the root key, if wanted.
    pub root: Option<Passphrase>,
    /// `listen.address`, if not the default.
    pub listen: Option<std::net::SocketAddr>,
    /// `listen.base_url`, if it is known already.
    pub base_url: Option<url::Url>,
}

/// The public keys of a new node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// Named in agreements.
    pub root: PublicKey,
    /// Signs for the node.
    pub node: PublicKey,
    /// Signs agreements.
    pub seal: PublicKey,
}

/// Makes the node.
///
/// # Errors
/// If its folder or the file of the root key is there already, or something cannot be written; then nothing is left.
pub fn make(new: &NewNode) -> Result<Made, Error> {
    for path in [&new.home, &new.root_key] {
        if path.symlink_metadata().is_ok() {
            return Err(Error::new(Code::AlreadyThere).with("path", path.display()));
        }
    }
    let workshop = beside(&new.home);
    let made = fill(new, &workshop).inspect_err(|_| {
        let _ = fs::remove_dir_all(&workshop);
    })?;
    let placed = write_root_key(new, &made).and_then(|()| {
        fs::rename(&workshop, &new.home).map_err(|cause| {
            // Without its node this root key answers for nothing.
            let _ = fs::remove_file(&new.root_key);
            unwritable(&new.home, cause)
        })
    });
    if placed.is_err() {
        let _ = fs::remove_dir_all(&workshop);
    }
    placed?;
    // From here on the node is there, and stays whatever happens.
    sync_folder_of(&new.home).map_err(|cause| unwritable(&new.home, cause))?;
    Ok(made.public)
}

/// The keys of a node whose folder is ready but not yet in its place.
struct Filled {
    public: Made,
    root: KeyFile,
}

fn write_root_key(new: &NewNode, made: &Filled) -> Result<(), Error> {
    write(&new.root_key, &made.root.to_bytes())?;
    sync_folder_of(&new.root_key).map_err(|cause| {
        let _ = fs::remove_file(&new.root_key);
        unwritable(&new.root_key, cause)
    })
}

fn fill(new: &NewNode, folder: &Path) -> Result<Filled, Error> {
    let (root_seed, node_seed, seal_seed, item) = (random::<32>()?, random::<32>()?, random::<32>()?, random::<32>()?);
    let root = RootKey::from_seed(&root_seed);
    let (node, seal) = (NodeKey::from_seed(&node_seed), SealKey::from_seed(&seal_seed));
    let keys = folder.join("keys");
    for path in [folder, &keys, &keys.join(PAPERS), &folder.join("data")] {
        make_folder(path).map_err(|cause| unwritable(path, cause))?;
    }
    let secrets = [
        (keys.join(NODE_KEY), KeyFile::new(Contents::Node, &new.party, &node_seed, None)?),
        (keys.join(SEAL_KEY), KeyFile::new(Contents::Seal, &new.party, &seal_seed, Some(&new.seal))?),
        (keys.join(ITEM_KEY), KeyFile::new(Contents::Item, &new.party, &item, None)?),
    ];
    for (path, file) in &secrets {
        write(path, &file.to_bytes())?;
    }
    write(&keys.join(ROOT_PUBLIC), format!("{}\n", root.public()).as_bytes())?;
    write(&keys.join(PAPERS).join("0001.json"), &root.certify_node(&new.party, &node, 1).to_bytes())?;
    write(&keys.join(PAPERS).join("0002.json"), &root.certify_seal(&new.party, &seal, 2).to_bytes())?;
    write(&folder.join(config::FILE), settings(new).as_bytes())?;
    for path in [keys.join(NODE_KEY), keys.join(PAPERS).join("0001.json"), folder.join(config::FILE), keys] {
        sync_folder_of(&path).map_err(|cause| unwritable(&path, cause))?;
    }
    let public = Made { root: root.public(), node: node.public(), seal: seal.public() };
    Ok(Filled { public, root: KeyFile::new(Contents::Root, &new.party, &root_seed, new.root.as_ref())? })
}

/// The user's file of settings: only what differs from the default.
fn settings(new: &NewNode) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut text = format!(
        "# Settings of this node that differ from the default. `interwire config show --default` explains all of them,\n\
         # `interwire config check` points at mistakes.\n\nparty = {}\n\n[name]\n{} = {}\n",
        quoted(new.party.as_str()),
        new.language,
        quoted(&new.name),
    );
    if new.listen.is_some() || new.base_url.is_some() {
        text += "\n[listen]\n";
    }
    if let Some(address) = new.listen {
        text += &format!("address = {}\n", quoted(&address.to_string()));
    }
    if let Some(url) = &new.base_url {
        text += &format!("base_url = {}\n", quoted(url.as_str().trim_end_matches('/')));
    }
    text
}

fn beside(home: &Path) -> PathBuf {
    let name = home.file_name().unwrap_or_default().to_string_lossy();
    home.with_file_name(format!(".{name}.{}.part", std::process::id()))
}

fn make_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Writes a file that is not there yet, for its owner only, and sees it onto the disk; whole or not at all.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(|cause| unwritable(path, cause))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(|cause| {
        let _ = fs::remove_file(path);
        unwritable(path, cause)
    })
}

pub(super) fn sync_folder_of(path: &Path) -> io::Result<()> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    File::open(parent)?.sync_all()
}

pub(super) fn unwritable(path: &Path, cause: io::Error) -> Error {
    Error::new(Code::FileUnwritable).with("path", path.display()).because(cause)
}
