//! The node that a command is about: `--node DIR`, as all commands that need one take it.

use crate::config::Config;
use crate::errors::{Code, Error};
use crate::house::Keys;
use crate::intake;
use crate::node::House;
use crate::ops::call::Caller;
use crate::ops::{self, Ctx};
use crate::running::{Running, Settings, StartError};
use crate::store::DbError;
use crate::store::room::Quota;
use crate::transport::guard::Guard;
use crate::transport::listen::Tls;
use crate::transport::{client, listen};
use interwire_core::agreement::lang;
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

impl NodeArgs {
    /// Does operations on the node: on the running one, or on one that is opened for `work` and closed again.
    ///
    /// # Errors
    /// What `work` says; that the node cannot be opened.
    pub fn with<T>(&self, work: impl AsyncFnOnce(&Caller, &Config) -> Result<T, Error>) -> Result<T, Error> {
        let config = self.config()?;
        let runtime = Runtime::new().map_err(|cause| Error::new(Code::StartFailed).because(cause))?;
        runtime.block_on(async {
            let caller = caller(&config).await?;
            let done = work(&caller, &config).await;
            caller.close().await;
            done
        })
    }
}

/// Whoever does operations on the node of a configuration.
async fn caller(config: &Config) -> Result<Caller, Error> {
    match Running::quiet(settings(config)?).await {
        Ok(Running { node, peers, client, .. }) => {
            let (keys, who) = (config.files.keys.clone(), ops::CONSOLE.to_owned());
            Ok(Caller::Here(Ctx { node, peers, client, keys, runs: false, who }))
        }
        Err(StartError::Db(DbError::Locked(data))) => Caller::running(&data),
        Err(cause) => Err(not_started(cause)),
    }
}

/// Why a node did not start, for a person.
pub(super) fn not_started(cause: StartError) -> Error {
    match cause {
        StartError::Db(cause) => cause.into(),
        other => Error::new(Code::StartFailed).because(other),
    }
}

/// What a node needs to run, from its configuration and keys.
///
/// # Errors
/// If a key or certificate cannot be used.
pub fn settings(config: &Config) -> Result<Settings, Error> {
    let mut settings = Settings::new(house(config)?, config.files.data.clone(), config.listen.address);
    settings.client = client(config)?;
    settings.limits = listen::Limits { connections_max: config.limits.connections_max, ..Default::default() };
    settings.intake = intake::Limits {
        source: config.limits.source(),
        media_bytes_max: config.limits.blob_bytes_max,
        fetch: config.fetch.clone(),
        quota: Quota {
            bytes_max: config.limits.disk_bytes_max,
            free_bytes_min: config.limits.disk_free_bytes_min,
            reserve_bytes: config.limits.disk_reserve_bytes,
        },
    };
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
