//! The node that a command is about: `--node DIR`, as all commands that need one take it.

use crate::config::Config;
use crate::errors::{Code, Error};
use crate::house::Keys;
use crate::node::House;
use crate::running::Settings;
use crate::transport::guard::Guard;
use crate::transport::listen::Tls;
use crate::transport::{client, listen};
use interwire_core::agreement::lang;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
