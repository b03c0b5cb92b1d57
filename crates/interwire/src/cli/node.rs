//! The node that a command is about: `--node DIR`, as all commands that need one take it.

use crate::config::Config;
use crate::errors::{Code, Error};
use crate::house::Keys;
use crate::node::{House, Node, NodeError};
use crate::ops::door::Caller;
use crate::ops::{CONSOLE, Ctx};
use crate::pump::peers::Peers;
use crate::running::Settings;
use crate::store::{Db, DbError};
use crate::transport::client::Client;
use crate::transport::guard::Guard;
use crate::transport::keys::Keyring;
use crate::transport::listen::Tls;
use crate::transport::{client, listen};
use interwire_core::agreement::lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Which node.
#[derive(Debug, clap::Args)]
pub struct NodeArgs {
    /// The folder of the node, as `interwire init` made it.
    #[arg(long = "node", value_name = "DIR", env = "INTERWIRE_NODE", default_value = ".")]
    pub home: PathBuf,
}

impl NodeArgs {
    /// Its configuration.
    ///
    /// # Errors
    /// If there is no node, or a setting is wrong.
    pub fn config(&self) -> Result<Config, Error> {
        Config::load(&self.home)
    }
}

/// Who does operations for a command: the running node, or one opened for the moment.
///
/// # Errors
/// If there is no node, or it cannot be opened or asked.
pub async fn caller(config: &Config) -> Result<Caller, Error> {
    let settings = settings(config)?;
    let db = match Db::open(&config.files.data).await {
        Ok(db) => db,
        Err(DbError::Locked(_)) => return Caller::running(&config.files.data),
        Err(other) => return Err(other.into()),
    };
    let failed = |cause: NodeError| Error::new(Code::StoreFailed).because(cause);
    let node = Node::start(settings.house, db, Arc::clone(&settings.clock)).await.map_err(failed)?;
    let peers = Arc::new(Peers::load(&node).await?);
    let keyring: Arc<dyn Keyring> = Arc::new(node.clone());
    let client = Client::new(settings.client, node.house().me.clone(), keyring, settings.clock);
    let client = client.map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
    Ok(Caller::Here(Ctx { node, peers, client, keys: config.files.keys.clone(), who: CONSOLE.to_owned() }))
}

/// Does one operation for a command, on a runtime of its own.
///
/// # Errors
/// As [`caller`], and what the operation says.
pub fn ask<O: DeserializeOwned>(args: &NodeArgs, name: &str, input: &impl Serialize) -> Result<O, Error> {
    let config = args.config()?;
    let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
    runtime.block_on(async {
        let caller = caller(&config).await?;
        let answer = caller.call(name, input).await;
        caller.close().await;
        answer
    })
}

/// What a node needs to run, from its configuration and keys.
///
/// # Errors
/// If a key or certificate cannot be used.
pub fn settings(config: &Config) -> Result<Settings, Error> {
    let mut settings = Settings::new(house(config)?, config.files.data.clone(), config.listen.address);
    settings.client = client(config)?;
    settings.limits = listen::Limits { connections_max: config.limits.connections_max, ..Default::default() };
    settings.tls = match &config.listen.tls {
        None => None,
        Some(tls) => {
            let refused =
                |cause| Error::new(Code::FileUnreadable).with("path", tls.certificate.display()).because(cause);
            Some(Arc::new(Tls::read(&tls.certificate, &tls.key).map_err(refused)?))
        }
    };
    Ok(settings)
}

/// Who the node is.
///
/// # Errors
/// If a key cannot be used.
pub fn house(config: &Config) -> Result<House, Error> {
    let keys = Keys::open(&config.files.keys, &config.party)?;
    let name = lang::best(&config.name, &config.desk.language).unwrap_or(config.party.as_str());
    Ok(House {
        me: config.party.clone(),
        name: name.to_owned(),
        root: keys.root(),
        certificates: keys.certificates(),
        item_secret: *keys.item_secret,
        key: keys.node,
        base_url: config.listen.base_url.as_ref().map(|url| url.as_str().trim_end_matches('/').to_owned()),
    })
}

fn client(config: &Config) -> Result<client::Settings, Error> {
    let read = |path: &Path| {
        std::fs::read(path)
            .map_err(|cause| Error::new(Code::FileUnreadable).with("path", path.display()).because(cause))
    };
    let trusted_pem = config.network.trusted_file.iter().map(|path| read(path)).collect::<Result<_, _>>()?;
    Ok(client::Settings {
        guard: Guard { allow_private: config.network.allow_private, allow_plain: config.network.allow_plain },
        proxy: config.network.proxy.as_ref().map(ToString::to_string),
        trusted_pem,
        ..Default::default()
    })
}
