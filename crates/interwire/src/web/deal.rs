//! One agreement, taken out of the exchange as a whole for a page: what it says and how it stands.

use super::Web;
use super::failure::Failure;
use interwire_core::agreement::agenda::{Entry, Standing, agenda};
use interwire_core::agreement::life::{State, VersionStand};
use interwire_core::agreement::words::{sentence, tongues};
use interwire_core::agreement::{Agreement, Article, Lang, Severity, Terms, lang};
use interwire_core::exchange::deal::Deal;
use interwire_core::exchange::machine::{Machine, Turn};
use interwire_core::exchange::store::Stored;
use interwire_core::ids::{AgreementId, Hash, PartyId};
use interwire_core::protocol::v1::agreement::AgreementVersion;
use interwire_core::protocol::v1::page::SignaturePage;
use interwire_core::protocol::v1::statement::{Body, Statement};
use interwire_core::time::Time;
use std::collections::BTreeMap;

/// A party.
pub struct PartyView {
    /// Its id.
    pub id: PartyId,
    /// Its name in the language of the page.
    pub name: String,
    /// Country and postal address.
    pub place: String,
    /// Who is expected to sign.
    pub signatory: Option<String>,
    /// What people compare by telephone.
    pub fingerprint: String,
    /// It is this house.
    pub me: bool,
}

/// An article.
pub struct ArticleView {
    /// Its number.
    pub id: String,
    /// What it promises, in the language of the page.
    pub sentence: String,
    /// The signed sentence is in that language; else it is a translation that nobody signs.
    pub authentic: bool,
    /// The parties' own wording.
    pub wording: Option<String>,
    /// The kind, if it is not understood here.
    pub unknown: Option<String>,
}

/// A signature.
pub struct SignatureView {
    /// Of which party.
    pub party: PartyId,
    /// Under which version.
    pub version: Hash,
    /// Who, in which office, where and on which day; none while the page has not arrived.
    pub page: Option<SignaturePage>,
    /// When it was written into the party's journal.
    pub at: Time,
}

/// A statement of the agreement's history.
pub struct StatementView {
    /// When.
    pub at: Time,
    /// Who.
    pub party: PartyId,
    /// What, as the word of its kind.
    pub what: String,
    /// The version it is about.
    pub version: Option<Hash>,
    /// The reason given.
    pub reason: Option<String>,
    /// Its place in the party's journal.
    pub place: (u32, u64),
}

/// One agreement.
pub struct View {
    /// Its id.
    pub id: AgreementId,
    /// Its title.
    pub title: String,
    /// The version shown.
    pub version: Hash,
    /// The language shown.
    pub language: Lang,
    /// Languages to choose from: the authentic ones, and those that the sentences are translated to.
    pub languages: Vec<(Lang, bool)>,
    /// How it stands.
    pub state: State,
    /// What is to be done about it, the most urgent first.
    pub agenda: Vec<Entry>,
    /// A partner's statement must be understood and is not.
    pub halted: bool,
    /// Nobody of this house has signed any version of it: a stranger's offer.
    pub quarantined: bool,
    /// The version shown waits for the signature of this house.
    pub waits_for_us: bool,
    /// Our journal under it may be written: a partner has told what it holds of it since the start, or a person decided.
    pub confirmed: bool,
    /// Why this program must not sign it.
    pub problems: Vec<String>,
    /// Its parties.
    pub parties: Vec<PartyView>,
    /// Its articles.
    pub articles: Vec<ArticleView>,
    /// Its versions.
    pub versions: Vec<VersionStand>,
    /// Its signatures.
    pub signatures: Vec<SignatureView>,
    /// Its history, oldest first.
    pub history: Vec<StatementView>,
}

impl View {
    /// A party's name in the language of the page, else its id.
    #[must_use]
    pub fn name_of<'a>(&'a self, party: &'a PartyId) -> &'a str {
        self.parties.iter().find(|one| one.id == *party).map_or(party.as_str(), |one| one.name.as_str())
    }
}

/// All agreements, without their histories.
///
/// # Errors
/// If the store fails.
pub async fn all(web: &Web, language: &Lang) -> Result<Vec<View>, Failure> {
    let (language, queued) = (language.clone(), queued(web).await?);
    let views = web.node().exchange(move |machine, turn| {
        let deals = machine.deals().values();
        let view = |deal| view(machine, turn, deal, None, &language, &queued).transpose();
        deals.filter_map(view).collect::<Stored<Vec<_>>>()
    });
    Ok(views.await?)
}

/// How many statements of ours wait under each agreement until our journal may be written.
async fn queued(web: &Web) -> Result<BTreeMap<AgreementId, u64>, Failure> {
    let waiting = web.node().db().waiting().await?;
    Ok(waiting.into_iter().map(|one| (one.agreement, one.queued)).collect())
}

/// One agreement; of its versions the one asked for, else the one that waits for this house, else the one in force.
///
/// # Errors
/// If the store fails.
pub async fn one(web: &Web, id: AgreementId, version: Option<Hash>, language: Lang) -> Result<Option<View>, Failure> {
    let queued = queued(web).await?;
    let found = web.node().exchange(move |machine, turn| {
        let Some(deal) = machine.deals().get(&id) else { return Ok(None) };
        let Some(mut view) = view(machine, turn, deal, version, &language, &queued)? else { return Ok(None) };
        tell_history(turn, &mut view)?;
        Ok(Some(view))
    });
    Ok(found.await?)
}

fn view(
    machine: &Machine,
    turn: &mut Turn,
    deal: &Deal,
    wanted: Option<Hash>,
    language: &Lang,
    queued: &BTreeMap<AgreementId, u64>,
) -> Stored<Option<View>> {
    let me = machine.me();
    let versions = deal.life.versions();
    let open = |stand: &&VersionStand| stand.open() && stand.missing.contains(me);
    let waiting = versions.iter().rfind(open).map(|stand| stand.version);
    let newest = || deal.life.in_force_version(turn.now).or(versions.last().map(|stand| stand.version));
    let chosen = wanted.filter(|hash| deal.versions.contains_key(hash)).or(waiting).or_else(newest);
    let chosen = chosen.or_else(|| deal.versions.keys().next_back().copied());
    let Some((version, agreement)) = chosen.and_then(|hash| Some((hash, deal.versions.get(&hash)?))) else {
        return Ok(None);
    };
    let problems = problems(turn, &version)?;
    let standing = Standing {
        halted: deal.is_halted(),
        confirmed: machine.is_confirmed(&deal.id),
        queued: queued.get(&deal.id).copied().unwrap_or(0),
    };
    Ok(Some(View {
        id: deal.id.clone(),
        title: lang::best(&agreement.title, language).unwrap_or(deal.id.as_str()).to_owned(),
        version,
        language: language.clone(),
        languages: languages(agreement),
        state: deal.life.state(turn.now),
        agenda: agenda(&deal.life, me, standing, turn.now),
        halted: standing.halted,
        quarantined: !versions.iter().any(|stand| stand.signed.iter().any(|(party, _)| party == me) || stand.by == *me),
        waits_for_us: waiting == Some(version),
        confirmed: standing.confirmed,
        problems,
        parties: agreement.parties.iter().map(|party| party_view(party, language, me)).collect(),
        articles: agreement.articles.iter().map(|article| article_view(article, agreement, language)).collect(),
        versions,
        signatures: Vec::new(),
        history: Vec::new(),
    }))
}

/// Why this program must not sign a version; nothing if it may.
fn problems(turn: &mut Turn, version: &Hash) -> Stored<Vec<String>> {
    let Some(bytes) = turn.store.blob(version)? else { return Ok(Vec::new()) };
    let Ok(parsed) = AgreementVersion::read(&bytes) else { return Ok(Vec::new()) };
    if parsed.may_sign() {
        return Ok(Vec::new());
    }
    let errors = parsed.problems().into_iter().filter(|problem| problem.severity == Severity::Error);
    Ok(errors.map(|problem| problem.to_string()).collect())
}

fn languages(agreement: &Agreement) -> Vec<(Lang, bool)> {
    let authentic = agreement.languages();
    let others = tongues().iter().map(|tongue| tongue.lang.clone());
    let others = others.filter(|lang| !authentic.iter().any(|own| own.primary() == lang.primary())).collect::<Vec<_>>();
    authentic.into_iter().map(|lang| (lang, true)).chain(others.into_iter().map(|lang| (lang, false))).collect()
}

fn party_view(party: &interwire_core::agreement::Party, language: &Lang, me: &PartyId) -> PartyView {
    let place = [party.country.as_deref(), party.address.as_deref()].into_iter().flatten().collect::<Vec<_>>();
    PartyView {
        name: lang::best(&party.name, language).unwrap_or(party.id.as_str()).to_owned(),
        place: place.join(", "),
        signatory: party.signatory.as_ref().map(|person| format!("{}, {}", person.name, person.office)),
        fingerprint: party.root_key.fingerprint(),
        me: party.id == *me,
        id: party.id.clone(),
    }
}

fn article_view(article: &Article, agreement: &Agreement, language: &Lang) -> ArticleView {
    let signed = article.sentence.get(language);
    let unknown = match &article.terms {
        Terms::Unknown { kind, .. } => Some(kind.clone()),
        _ => None,
    };
    let made = || match unknown {
        Some(_) => lang::best(&article.sentence, language).unwrap_or_default().to_owned(),
        None => sentence(article, agreement, language, &|_, _| None),
    };
    ArticleView {
        id: article.id.to_string(),
        sentence: signed.cloned().unwrap_or_else(made),
        authentic: signed.is_some() || article.sentence.is_empty(),
        wording: lang::best(&article.wording, language).map(str::to_owned),
        unknown,
    }
}

fn tell_history(turn: &mut Turn, view: &mut View) -> Stored<()> {
    for row in turn.store.life(&view.id)? {
        let Ok(statement) = Statement::from_bytes(&row.bytes) else { continue };
        let party = row.position.journal.party.clone();
        if let Body::Signed { agreement_version, page, .. } = &statement.body {
            let page = turn.store.blob(&page.hash)?.and_then(|bytes| SignaturePage::from_bytes(&bytes).ok());
            let signature = SignatureView { party: party.clone(), version: *agreement_version, page, at: statement.at };
            view.signatures.push(signature);
        }
        let Some((what, version, reason)) = said(&statement.body) else { continue };
        let place = (row.position.journal.epoch, row.position.index);
        view.history.push(StatementView { at: statement.at, party, what, version, reason, place });
    }
    Ok(())
}

/// The word, version and reason of a statement of an agreement's life.
fn said(body: &Body) -> Option<(String, Option<Hash>, Option<String>)> {
    Some(match body {
        Body::Offered { agreement_version, .. } => ("offered".into(), Some(*agreement_version), None),
        Body::Withdrawn { agreement_version } => ("withdrawn".into(), Some(*agreement_version), None),
        Body::Signed { agreement_version, .. } => ("signed".into(), Some(*agreement_version), None),
        Body::Declined { agreement_version, reason } => {
            ("declined".into(), Some(*agreement_version), Some(reason.to_string()))
        }
        Body::Agreement { act, agreement_version, reason } => {
            (act.word().to_owned(), Some(*agreement_version), Some(reason.to_string()))
        }
        Body::Keys { .. } => ("keys".into(), None, None),
        Body::Epoch { .. } => ("epoch".into(), None, None),
        _ => return None,
    })
}
