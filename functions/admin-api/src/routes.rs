//! What a route is, and how the one for a request is found.

use std::borrow::Cow;
use std::sync::LazyLock;

use futures_util::future::BoxFuture;
use http::Method;
use percent_encoding::percent_decode_str;
use utoipa::ToSchema;

use crate::call::{Call, Params};
use crate::openapi::{self, Describe};
use crate::refusal::Outcome;
use crate::table;

/// Answers the calls of a route.
pub type Handler = for<'a> fn(&'a Call<'a>) -> BoxFuture<'a, Outcome>;

/// What a caller needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing, or something that is not ours to check here.
    Nothing,
    /// Any token of the tenant.
    Own,
    /// A token of the tenant whose scopes or person's roles the handler looks at.
    Person,
    /// A token of the tenant that may read.
    Read,
    /// A token of the tenant that may post business events.
    Events,
    /// A token of the tenant that is bound to an import account.
    Push,
    /// A token of the tenant that may confirm and decide what recruiters do.
    Recruiter,
    /// A token of the tenant that may do everything.
    Admin,
}

impl Needs {
    /// The scope's name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nothing | Self::Own | Self::Person => "",
            Self::Read => "read",
            Self::Events => "events",
            Self::Push => "push",
            Self::Recruiter => "recruiter",
            Self::Admin => "admin",
        }
    }
}

/// One route: what is answered, and what the `OpenAPI` document says of it.
pub struct Route {
    /// The method.
    pub method: Method,
    /// The address, with open parts in braces.
    pub path: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// What a caller needs.
    pub needs: Needs,
    /// The parameters behind the question mark.
    pub query: &'static [&'static str],
    /// The form of the body.
    pub request: Option<Describe>,
    /// The statuses of a good answer.
    pub statuses: &'static [u16],
    /// The form of a good answer; `None` when it has no JSON.
    pub response: Option<Describe>,
    /// Who answers; `None` when another function does.
    pub handler: Option<Handler>,
}

/// The parameters of every list.
const PAGED: &[&str] = &["limit", "cursor"];

impl Route {
    fn new(method: Method, path: &'static str, summary: &'static str, handler: Handler) -> Self {
        let (needs, statuses): (_, &[u16]) = match method {
            Method::GET => (Needs::Read, &[200]),
            Method::PUT => (Needs::Admin, &[200, 201]),
            Method::DELETE => (Needs::Admin, &[204]),
            _ => (Needs::Admin, &[200]),
        };
        let (query, request, response, handler) = (&[], None, None, Some(handler));
        Self { method, path, summary, needs, query, request, statuses, response, handler }
    }

    /// Reads something; needs the scope `read`.
    pub fn get(path: &'static str, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::GET, path, summary, handler)
    }

    /// Puts something in its place; needs the scope `admin`.
    pub fn put(path: &'static str, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::PUT, path, summary, handler)
    }

    /// Does something; needs the scope `admin`.
    pub fn post(path: &'static str, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::POST, path, summary, handler)
    }

    /// Removes something; needs the scope `admin`.
    pub fn delete(path: &'static str, summary: &'static str, handler: Handler) -> Self {
        Self::new(Method::DELETE, path, summary, handler)
    }

    /// The same for other callers than the method's usual ones.
    pub const fn needs(mut self, needs: Needs) -> Self {
        self.needs = needs;
        self
    }

    /// The same with parameters behind the question mark.
    pub const fn query(mut self, query: &'static [&'static str]) -> Self {
        self.query = query;
        self
    }

    /// The same with a body.
    pub fn takes<T: ToSchema>(mut self) -> Self {
        self.request = Some(openapi::one::<T>);
        self
    }

    /// The same with an answer.
    pub fn gives<T: ToSchema>(mut self) -> Self {
        self.response = Some(openapi::one::<T>);
        self
    }

    /// The same with a list as its answer.
    pub fn lists<T: ToSchema>(mut self) -> Self {
        self.response = Some(openapi::list::<T>);
        if self.query.is_empty() {
            self.query = PAGED;
        }
        self
    }

    /// The same with a list whose entries have their ids with them.
    pub fn lists_with_ids<T: ToSchema>(mut self) -> Self {
        self.response = Some(openapi::list_with_ids::<T>);
        self.query = PAGED;
        self
    }

    /// The same with other statuses of a good answer.
    pub const fn answers(mut self, statuses: &'static [u16]) -> Self {
        self.statuses = statuses;
        self
    }

    /// The same, but another function answers it.
    pub const fn elsewhere(mut self) -> Self {
        self.handler = None;
        self
    }
}

/// What was found for a method and an address.
pub enum Found {
    /// The route, with the open parts of the address.
    Route(&'static Route, Params),
    /// The address is known, but only with these methods.
    Methods(String),
    /// Nothing.
    Nothing,
}

/// Every route, found by address.
pub struct Routes {
    all: Vec<Route>,
    by_path: matchit::Router<Vec<usize>>,
}

/// The routes of this function; put together with the first request.
pub fn routes() -> &'static Routes {
    static ROUTES: LazyLock<Routes> = LazyLock::new(|| Routes::new(table::table()));
    &ROUTES
}

impl Routes {
    fn new(all: Vec<Route>) -> Self {
        let mut by_path = matchit::Router::new();
        for (n, route) in all.iter().enumerate() {
            let same: Vec<usize> = (0..all.len()).filter(|m| all[*m].path == route.path).collect();
            if same.first() == Some(&n) && by_path.insert(route.path, same).is_err() {
                tracing::error!(path = route.path, "two routes have one address");
            }
        }
        Self { all, by_path }
    }

    /// Every route.
    pub fn all(&self) -> &[Route] {
        &self.all
    }

    /// The route for a method and an address.
    pub fn find(&'static self, method: &Method, path: &str) -> Found {
        let path = whole_external_id(path);
        let Ok(found) = self.by_path.at(&path) else { return Found::Nothing };
        let mut same = found.value.iter().filter_map(|n| self.all.get(*n));
        match same.clone().find(|route| route.method == *method) {
            Some(route) => Found::Route(route, params(route, &found.params)),
            None => Found::Methods(
                same.by_ref().map(|r| r.method.as_str()).collect::<Vec<_>>().join(", "),
            ),
        }
    }
}

fn params(route: &'static Route, found: &matchit::Params<'_, '_>) -> Params {
    let decoded = |name: &'static str| {
        let value = percent_decode_str(found.get(name)?).decode_utf8().ok()?;
        Some(value.into_owned())
    };
    Params(openapi::parameters(route.path).map(|name| (name, decoded(name))).collect())
}

/// The address with the session's foreign id in one piece. API Gateway's HTTP APIs hand the address
/// on decoded (`rawPath` of payload 2.0), so that an id written as `a%2Fb` comes as `a/b`.
fn whole_external_id(path: &str) -> Cow<'_, str> {
    let parts: Vec<&str> = path.split('/').collect();
    let ["", "v1", "tenants", _, "sessions", _, rest @ ..] = parts.as_slice() else {
        return Cow::Borrowed(path);
    };
    let (id, verb) = match rest {
        [id @ .., verb @ ("resync" | "host-link")] if !id.is_empty() => (id, Some(*verb)),
        id => (id, None),
    };
    if id.len() < 2 {
        return Cow::Borrowed(path);
    }
    let mut whole = vec![parts[..6].join("/"), id.join("%2F")];
    whole.extend(verb.map(str::to_owned));
    Cow::Owned(whole.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(method: &Method, path: &str) -> (String, Params) {
        match routes().find(method, path) {
            Found::Route(route, params) => (route.path.to_owned(), params),
            Found::Methods(methods) => (methods, Params::default()),
            Found::Nothing => (String::new(), Params::default()),
        }
    }

    #[test]
    fn every_route_is_found_by_its_own_address() {
        let routes = routes();
        for route in routes.all() {
            let path = route.path.replace(['{', '}'], "");
            assert_eq!(found(&route.method, &path).0, route.path);
        }
    }

    #[test]
    fn unknown_addresses_and_methods_are_told_apart() {
        assert_eq!(found(&Method::GET, "/v1/nothing").0, "");
        assert_eq!(found(&Method::GET, "/v1/tenants/t/people/").0, "");
        assert_eq!(found(&Method::PATCH, "/v1/tenants/t").0, "PUT, GET");
        let redrive = "/v1/tenants/t/deliveries/redrive";
        assert_eq!(found(&Method::POST, redrive).0, "/v1/tenants/{t}/deliveries/redrive");
    }

    #[test]
    fn foreign_ids_may_hold_anything_encoded_or_not() {
        let base = "/v1/tenants/t/sessions/cal";
        for (path, route, id) in [
            ("/a%2Fb", "", "a/b"),
            ("/a/b", "", "a/b"),
            ("/a%20%23%C3%A4", "", "a #ä"),
            ("/a/b/resync", "/resync", "a/b"),
            ("/a%2Fb/host-link", "/host-link", "a/b"),
            ("/resync", "", "resync"),
        ] {
            let method = if route == "/resync" { Method::POST } else { Method::GET };
            let (got, params) = found(&method, &format!("{base}{path}"));
            assert_eq!(got, format!("/v1/tenants/{{t}}/sessions/{{src}}/{{external_id}}{route}"));
            assert_eq!(params.get("external_id"), Some(id), "{path}");
        }
    }

    #[test]
    fn what_is_not_utf8_is_no_id() {
        let (_, params) = found(&Method::GET, "/v1/tenants/t/people/%FF");
        assert!(params.get("p").is_none() && params.check().is_err());
    }
}
