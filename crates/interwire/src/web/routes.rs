//! Every page, and for whom it is. A route exists only by its row here, so none can be without one. Roles are given as
//! few routes as their work needs.

use super::access::{self, Who};
use super::{
    Web, agreements, alerts, assets, audit, board, compare, dead_letters, deed, download, events, headers, health,
    holds, item, keys, login, me, media, metrics, partners, proof, recall, searches, seen, sent, sign, storage, take,
    used, users, welcome, wellbeing,
};
use crate::users::Role::{self, Admin, Auditor, Cooperation, Editor, Technician};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use http::Method;

/// One route.
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// Its path, with names for what varies.
    pub path: &'static str,
    /// For whom.
    pub who: Who,
    serve: fn() -> MethodRouter<Web>,
}

const EVERYBODY: Who = Who::Roles(&Role::ALL);
const NEWSROOM: Who = Who::Roles(&[Editor, Cooperation, Technician, Admin, Auditor]);
const DESK: Who = Who::Roles(&[Editor, Admin]);
const OFFICE: Who = Who::Roles(&[Cooperation, Admin]);
const LINKS: Who = Who::Roles(&[Cooperation, Technician, Admin, Auditor]);
const MACHINES: Who = Who::Roles(&[Technician, Admin, Auditor]);
const CHECKING: Who = Who::Roles(&[Admin, Auditor]);
const ADMINS: Who = Who::Roles(&[Admin]);
const MENDING: Who = Who::Roles(&[Technician, Admin]);

macro_rules! routes {
    ($($method:ident $verb:ident $path:literal $who:expr => $handler:expr;)+) => {
        /// All routes.
        pub static ROUTES: &[Route] =
            &[$(Route { method: Method::$method, path: $path, who: $who, serve: || $verb($handler) }),+];
    };
}

routes! {
    GET get "/" EVERYBODY => board::start;
    GET get "/static/{version}/{name}" Who::Anybody => assets::file;
    GET get "/login" Who::Anybody => login::form;
    POST post "/login" Who::Anybody => login::enter;
    GET get "/welcome/{link}" Who::Anybody => welcome::form;
    POST post "/welcome" Who::Anybody => welcome::enter;
    POST post "/logout" EVERYBODY => login::leave;
    GET get "/me" EVERYBODY => me::page;
    POST post "/me" EVERYBODY => me::save;
    POST post "/me/password" EVERYBODY => me::password;
    POST post "/me/logout" EVERYBODY => me::logout_elsewhere;
    GET get "/board" EVERYBODY => board::page;
    POST post "/board/seen" EVERYBODY => seen::through;
    GET get "/events" EVERYBODY => events::stream;
    GET get "/searches" EVERYBODY => searches::page;
    POST post "/searches" EVERYBODY => searches::keep;
    POST post "/searches/{search}/remove" EVERYBODY => searches::remove;
    GET get "/alerts" EVERYBODY => alerts::page;
    POST post "/alerts/{alert}/retry" EVERYBODY => alerts::retry;
    POST post "/alerts/{alert}/drop" EVERYBODY => alerts::put_away;
    GET get "/items/{source}/{item}" EVERYBODY => item::page;
    GET get "/items/{source}/{item}/{version}/media/{hash}" EVERYBODY => media::file;
    GET get "/items/{source}/{item}/{version}/media/{hash}/{size}" EVERYBODY => media::preview;
    GET get "/items/{source}/{item}/{version}/as" EVERYBODY => download::list;
    GET get "/items/{source}/{item}/{version}/as/{format}" EVERYBODY => download::file;
    GET get "/items/{source}/{item}/{version}/proof" EVERYBODY => proof::page;
    GET get "/items/{source}/{item}/{version}/proof/file" NEWSROOM => proof::file;
    GET get "/items/{source}/{item}/compare" EVERYBODY => compare::page;
    GET get "/items/{source}/{item}/recall" DESK => recall::form;
    POST post "/items/{source}/{item}/recall" DESK => recall::order;
    POST post "/items/{source}/{item}/release" DESK => recall::release;
    POST post "/items/{source}/{item}/take" DESK => take::take;
    POST post "/items/{source}/{item}/let-go" DESK => take::let_go;
    POST post "/items/{source}/{item}/used" DESK => used::used;
    POST post "/items/{source}/{item}/use-ended" DESK => used::use_ended;
    POST post "/items/{source}/{item}/removed" DESK => used::removed;
    POST post "/items/{source}/{item}/approve" DESK => holds::approve;
    POST post "/items/{source}/{item}/stop" DESK => holds::stop;
    GET get "/holds" NEWSROOM => holds::page;
    GET get "/sent" NEWSROOM => sent::page;
    GET get "/agreements" NEWSROOM => agreements::list;
    GET get "/agreements/{agreement}" NEWSROOM => agreements::one;
    GET get "/agreements/{agreement}/text" NEWSROOM => deed::page;
    GET get "/agreements/{agreement}/sign" OFFICE => sign::form;
    POST post "/agreements/{agreement}/sign" OFFICE => sign::sign;
    POST post "/agreements/{agreement}/decline" OFFICE => sign::decline;
    POST post "/agreements/{agreement}/act" OFFICE => sign::act;
    POST post "/agreements/{agreement}/confirm" MENDING => agreements::confirm;
    GET get "/partners" LINKS => partners::page;
    POST post "/partners/{party}/try" MENDING => partners::try_now;
    GET get "/findings/{key}/evidence" LINKS => partners::evidence;
    GET get "/dead-letters" MACHINES => dead_letters::list;
    GET get "/dead-letters/{id}" MACHINES => dead_letters::one;
    GET get "/dead-letters/{id}/bytes" MACHINES => dead_letters::bytes;
    POST post "/dead-letters/{id}/retry" MENDING => dead_letters::retry;
    POST post "/dead-letters/{id}/drop" MENDING => dead_letters::drop_letter;
    GET get "/health" NEWSROOM => wellbeing::page;
    GET get "/keys" CHECKING => keys::page;
    GET get "/storage" MACHINES => storage::page;
    GET get "/audit" CHECKING => audit::page;
    GET get "/users" ADMINS => users::page;
    POST post "/users" ADMINS => users::add;
    POST post "/users/role" ADMINS => users::role;
    POST post "/users/reset" ADMINS => users::reset;
    POST post "/users/logout" ADMINS => users::logout;
    POST post "/users/disable" ADMINS => users::disable;
    GET get "/healthz" Who::Anybody => health::healthz;
    GET get "/metrics" Who::Scraper(&[Technician, Admin]) => metrics::page;
}

/// The row of a route.
#[must_use]
pub fn find(method: &Method, path: &str) -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.method == *method && route.path == path)
}

/// The router made of the table, every route behind the gate.
pub fn router(web: &Web) -> Router {
    let add = |router: Router<Web>, route: &Route| {
        let gate = from_fn_with_state((web.clone(), route.who), access::guard);
        router.route(route.path, (route.serve)().route_layer(gate))
    };
    ROUTES
        .iter()
        .fold(Router::new(), add)
        .layer(from_fn_with_state(web.clone(), headers::secure))
        .with_state(web.clone())
}
