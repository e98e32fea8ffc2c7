//! The routes of an HTTP API, and which of them a request takes.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

/// One route of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// `GET`, `POST` and so on, or `ANY`.
    pub method: String,
    /// The path, such as `/v1/hooks/{tenant}/{source}`; a last part `{proxy+}` takes all the rest.
    pub path: String,
    /// The function that answers.
    pub function: String,
}

/// All routes, the most specific ones first.
pub(super) struct Routes {
    routes: Vec<Parsed>,
}

struct Parsed {
    route: Route,
    parts: Vec<Part>,
}

/// A part of a path, in the order of preference (API Gateway: a full match goes before one with a
/// variable, and that before a greedy one).
#[derive(PartialEq, Eq)]
enum Part {
    Literal(String),
    Variable(String),
    Greedy(String),
}

/// The route that a request takes.
pub(super) struct Match<'a> {
    pub(super) route: &'a Route,
    /// The variables of its path, decoded.
    pub(super) parameters: BTreeMap<String, String>,
}

impl Routes {
    pub(super) fn new(routes: Vec<Route>) -> Self {
        let parse = |route: Route| Parsed { parts: parts(&route.path), route };
        let mut routes: Vec<_> = routes.into_iter().map(parse).collect();
        routes.sort_by(Parsed::preference);
        Self { routes }
    }

    /// The most specific route for this method and path (as it came, percent-encoded).
    pub(super) fn find(&self, method: &str, path: &str) -> Option<Match<'_>> {
        let given: Vec<_> = split(path).map(decode).collect();
        self.routes.iter().find_map(|candidate| candidate.take(method, &given))
    }
}

impl Parsed {
    /// Part by part, and then a method goes before `ANY`.
    fn preference(&self, other: &Self) -> Ordering {
        let ranks = |parsed: &Self| parsed.parts.iter().map(Part::rank).collect::<Vec<_>>();
        let any = |parsed: &Self| parsed.route.method == "ANY";
        ranks(self).cmp(&ranks(other)).then(any(self).cmp(&any(other)))
    }

    fn take(&self, method: &str, given: &[String]) -> Option<Match<'_>> {
        if self.route.method != "ANY" && self.route.method != method {
            return None;
        }
        let mut rest = given;
        let mut parameters = BTreeMap::new();
        for part in &self.parts {
            let (first, after) = rest.split_first()?;
            rest = match part {
                Part::Literal(literal) => (literal == first).then_some(after)?,
                Part::Variable(name) if !first.is_empty() => {
                    parameters.insert(name.clone(), first.clone());
                    after
                }
                Part::Greedy(name) if !first.is_empty() => {
                    parameters.insert(name.clone(), rest.join("/"));
                    &[]
                }
                Part::Variable(_) | Part::Greedy(_) => return None,
            };
        }
        rest.is_empty().then_some(Match { route: &self.route, parameters })
    }
}

impl Part {
    fn rank(&self) -> u8 {
        match self {
            Self::Literal(_) => 0,
            Self::Variable(_) => 1,
            Self::Greedy(_) => 2,
        }
    }
}

fn parts(path: &str) -> Vec<Part> {
    split(path).map(part).collect()
}

fn part(text: &str) -> Part {
    match text.strip_prefix('{').and_then(|text| text.strip_suffix('}')) {
        None => Part::Literal(text.to_owned()),
        Some(name) => match name.strip_suffix('+') {
            None => Part::Variable(name.to_owned()),
            Some(name) => Part::Greedy(name.to_owned()),
        },
    }
}

fn split(path: &str) -> impl Iterator<Item = &str> {
    path.strip_prefix('/').unwrap_or(path).split('/')
}

/// API Gateway: paths and their variables are decoded before a function gets them.
pub(super) fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn routes() -> Routes {
        let route = |text: &str| {
            let (method, path) = text.split_once(' ').unwrap();
            Route { method: method.into(), path: path.into(), function: text.into() }
        };
        let texts = [
            "ANY /v1/{proxy+}",
            "ANY /v1/hooks/{tenant}/{source}",
            "POST /v1/hooks/{tenant}/{source}",
            "GET /v1/hooks/{tenant}/status",
            "GET /host/{token}",
        ];
        Routes::new(texts.map(route).into())
    }

    fn taken(method: &str, path: &str) -> Option<String> {
        routes().find(method, path).map(|found| found.route.function.clone())
    }

    #[test]
    fn the_most_specific_route_that_takes_the_method_wins() {
        let cases = [
            ("POST", "/v1/hooks/acme/shop", Some("POST /v1/hooks/{tenant}/{source}")),
            ("PUT", "/v1/hooks/acme/shop", Some("ANY /v1/hooks/{tenant}/{source}")),
            ("GET", "/v1/hooks/acme/status", Some("GET /v1/hooks/{tenant}/status")),
            ("POST", "/v1/hooks/acme/status", Some("POST /v1/hooks/{tenant}/{source}")),
            ("POST", "/v1/hooks/acme/shop/more", Some("ANY /v1/{proxy+}")),
            ("POST", "/v1/hooks/acme/", Some("ANY /v1/{proxy+}")),
            ("POST", "/host/abc", None),
            ("GET", "/host/", None),
            ("GET", "/v1", None),
            ("GET", "/v1/", None),
            ("GET", "/", None),
        ];
        for (method, path, function) in cases {
            assert_eq!(taken(method, path).as_deref(), function, "{method} {path}");
        }
    }

    #[test]
    fn variables_are_decoded() {
        let routes = routes();
        let found = routes.find("POST", "/v1/hooks/a%20b/%C3%BC").unwrap();
        assert_eq!(found.parameters["tenant"], "a b");
        assert_eq!(found.parameters["source"], "ü");
        let found = routes.find("GET", "/v1/tenants/a%2Fb/").unwrap();
        assert_eq!(found.parameters["proxy"], "tenants/a/b/");
    }
}
