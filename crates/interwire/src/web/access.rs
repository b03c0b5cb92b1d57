//! Who may do what: every request to a page passes here, and nowhere else. The route's row in `routes` names the
//! roles; a form must carry the token of its session; what passed reaches its handler as [`Access`].

use super::Web;
use super::failure::Failure;
use super::session::{Cookie, Token};
use crate::store::preferences::PreferencesRow;
use crate::users::{self, Role};
use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};
use http::request::Parts;
use http::{Method, StatusCode, header};
use subtle::ConstantTimeEq;

/// The largest form, in bytes.
const FORM_BYTES_MAX: usize = 64 * 1024;

/// For whom a route is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Also for those who are not logged in.
    Anybody,
    /// For these roles.
    Roles(&'static [Role]),
    /// For these roles, and for machines that show the token of the settings.
    Scraper(&'static [Role]),
}

impl Who {
    /// Whether a role may.
    #[must_use]
    pub fn includes(self, role: Role) -> bool {
        match self {
            Self::Anybody => true,
            Self::Roles(roles) | Self::Scraper(roles) => roles.contains(&role),
        }
    }
}

/// A person who is logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// What they are to the node.
    pub role: Role,
    /// The language of their pages; empty for the house's.
    pub language: String,
    /// How they want the pages.
    pub preferences: PreferencesRow,
}

/// Who will read an answer, for the page of a failure.
#[derive(Clone)]
pub struct Reader(pub Person);

/// A request that may be made: by whom, and the token its forms carry.
#[derive(Clone)]
pub struct Access {
    /// Who; nobody on pages for anybody.
    pub person: Option<Person>,
    /// The token for forms on the page.
    pub csrf: String,
    /// The cookie that the token belongs to.
    pub token: Option<Token>,
}

impl Access {
    /// The person's name, for the record of what people did.
    #[must_use]
    pub fn name(&self) -> &str {
        self.person.as_ref().map_or("", |person| &person.name)
    }

    /// Whether the person may see the content of recalled items.
    #[must_use]
    pub fn sees_recalled(&self) -> bool {
        self.person.as_ref().is_some_and(|person| person.role.sees_recalled())
    }

    /// Whether the person may use a route.
    #[must_use]
    pub fn may(&self, method: &Method, path: &str) -> bool {
        let row = super::routes::find(method, path);
        row.zip(self.person.as_ref()).is_some_and(|(row, person)| row.who.includes(person.role))
    }
}

impl FromRequestParts<Web> for Access {
    type Rejection = Failure;
    async fn from_request_parts(parts: &mut Parts, _: &Web) -> Result<Self, Failure> {
        // Absent only on a route that is not in the table: nobody may.
        parts.extensions.get::<Self>().cloned().ok_or(Failure::Forbidden)
    }
}

/// The one gate.
pub async fn guard(State((web, who)): State<(Web, Who)>, mut request: Request, next: Next) -> Response {
    let session = Cookie::Session.read(web.settings(), request.headers());
    let person = match &session {
        Some(token) => person_of(&web, token).await,
        None => Ok(None),
    };
    let person = match person {
        Ok(person) => person,
        Err(failure) => return failure.into_response(),
    };
    let mut response = match admit(&web, who, &mut request, session, person.clone()).await {
        Ok(access) => {
            request.extensions_mut().insert(access);
            next.run(request).await
        }
        Err(failure) => answer(&web, &request, failure),
    };
    if let Some(person) = person {
        response.extensions_mut().insert(Reader(person));
    }
    response
}

/// A person who is not logged in is asked to; everybody else is told.
fn answer(web: &Web, request: &Request, failure: Failure) -> Response {
    let page = request.method() == Method::GET && !request.headers().contains_key("last-event-id");
    if failure != Failure::NotLoggedIn || !page {
        return failure.into_response();
    }
    let wanted = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let next: String = url::form_urlencoded::byte_serialize(wanted.as_bytes()).collect();
    Redirect::to(&format!("{}/login?next={next}", web.settings().root)).into_response()
}

async fn admit(
    web: &Web,
    who: Who,
    request: &mut Request,
    session: Option<Token>,
    person: Option<Person>,
) -> Result<Access, Failure> {
    let machine = matches!(who, Who::Scraper(_)) && shows_token(web, request);
    if who != Who::Anybody && !machine {
        let person = person.as_ref().ok_or(Failure::NotLoggedIn)?;
        if !who.includes(person.role) {
            return Err(Failure::Forbidden);
        }
    }
    let token = match (&person, session) {
        (Some(_), Some(token)) => Some(token),
        _ => Cookie::Visitor.read(web.settings(), request.headers()),
    };
    if !request.method().is_safe() {
        check_form(request, token.as_ref()).await?;
    }
    let csrf = token.as_ref().map(Token::csrf).unwrap_or_default();
    Ok(Access { person, csrf, token })
}

/// Whether a machine shows the token that the settings give it.
fn shows_token(web: &Web, request: &Request) -> bool {
    let shown =
        request.headers().get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let token = web.settings().metrics_token.as_deref().filter(|token| !token.is_empty());
    token.zip(shown).is_some_and(|(token, shown)| token.as_bytes().ct_eq(shown).into())
}

/// The person whose session the cookie names.
pub(super) async fn person_of(web: &Web, token: &Token) -> Result<Option<Person>, Failure> {
    let found = web.node().db().session(&token.hash(), web.node().now()).await?;
    let Some(user) = found else { return Ok(None) };
    let role = users::role(&user)?;
    let preferences = web.node().db().preferences(&user.name).await?;
    let preferences = preferences.unwrap_or_else(|| users::preferences::default_of(&user.name));
    Ok(Some(Person { name: user.name, role, language: user.language, preferences }))
}

/// A form must come from a page of ours: the browser says so, and the form carries the token.
async fn check_form(request: &mut Request, token: Option<&Token>) -> Result<(), Failure> {
    let site = request.headers().get("sec-fetch-site").map(|value| value.as_bytes().to_vec());
    if site.is_some_and(|site| site != b"same-origin" && site != b"none") {
        return Err(Failure::ForeignForm);
    }
    let is_form = request
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().to_ascii_lowercase().starts_with(b"application/x-www-form-urlencoded"));
    if !is_form {
        return Err(Failure::ForeignForm);
    }
    let body = std::mem::take(request.body_mut());
    let bytes = to_bytes(body, FORM_BYTES_MAX).await.map_err(|_| Failure::Status(StatusCode::PAYLOAD_TOO_LARGE))?;
    let shown = url::form_urlencoded::parse(&bytes).find(|(key, _)| key == "csrf").map(|(_, value)| value.into_owned());
    *request.body_mut() = Body::from(bytes);
    let right = token.zip(shown).is_some_and(|(token, shown)| token.is_csrf(&shown));
    if right { Ok(()) } else { Err(Failure::ForeignForm) }
}
