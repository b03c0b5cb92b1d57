//! An agreement as text to print: every authentic text as it was signed, the parties with the fingerprints of their root
//! keys, who signed in which office, and the hash that all of it goes by.

use super::Web;
use super::access::Access;
use super::agreements::Wanted;
use super::deal::{self, View};
use super::failure::Failure;
use super::page::{Frame, When, show};
use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse, Response};
use interwire_core::agreement::Lang;
use interwire_core::ids::AgreementId;

#[derive(Template)]
#[template(path = "deed.html")]
struct DeedPage {
    f: Frame,
    /// In the language of the page.
    view: View,
    /// In each authentic language.
    texts: Vec<View>,
}

impl DeedPage {
    fn when(&self, time: &interwire_core::time::Time) -> When {
        self.f.when(*time)
    }

    /// Signatures of the version shown.
    fn signatures(&self) -> impl Iterator<Item = &deal::SignatureView> {
        self.view.signatures.iter().filter(|signature| signature.version == self.view.version)
    }
}

/// `GET /agreements/{agreement}/text`
pub async fn page(
    State(web): State<Web>,
    access: Access,
    Path(agreement): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, Failure> {
    let f = Frame::new(&web, &access, "/agreements");
    let id: AgreementId = agreement.parse().map_err(|_| Failure::NotFound)?;
    let language = f.language().parse().unwrap_or_else(|_| Lang::english());
    let view = deal::one(&web, id.clone(), wanted.version(), language).await?.ok_or(Failure::NotFound)?;
    let mut texts = Vec::new();
    for (language, _) in view.languages.iter().filter(|(_, authentic)| *authentic) {
        texts.extend(deal::one(&web, id.clone(), Some(view.version), language.clone()).await?);
    }
    Ok(show(&DeedPage { f, view, texts })?.into_response())
}
