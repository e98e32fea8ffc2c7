//! The `OpenAPI` document, made from the table of routes, so that it can't miss one.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use convoke::domain::problem::FieldError;
use convoke::lambda::http::answer;
use http::{Method, StatusCode};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::path::{
    HttpMethod, Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, ComponentsBuilder, ObjectBuilder, SchemaType, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Content, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, PathsBuilder, Ref,
    RefOr, Required, Response, ResponseBuilder, Schema,
};

use crate::call::Call;
use crate::refusal::Outcome;
use crate::routes::{Needs, Route, routes};

/// The schemas of a document by name, in the course of being collected.
pub type Schemas = BTreeMap<String, RefOr<Schema>>;
/// Describes a form, and adds to the schemas what it refers to.
pub type Describe = fn(&mut Schemas) -> RefOr<Schema>;

/// An error answer (RFC 9457).
#[derive(Serialize, ToSchema)]
struct Problem {
    /// Always `about:blank`.
    r#type: String,
    /// The status in words.
    title: String,
    /// The HTTP status.
    status: u16,
    /// Stable, `snake_case`; programs compare this.
    code: String,
    /// What to do.
    detail: String,
    /// Every bad field, for 422.
    #[schema(required = false)]
    errors: Vec<FieldError>,
}

/// What a sender is told.
#[derive(Serialize, ToSchema)]
pub struct HookAnswer {
    /// `queued`, `ignored` or `kept`.
    status: String,
    /// Why it is ignored.
    #[schema(required = false)]
    reason: String,
    /// Why it is kept.
    #[schema(required = false)]
    code: String,
}

/// `GET /v1/openapi.json`.
pub async fn get(_: &Call<'_>) -> Outcome {
    let text = document(routes().all())
        .to_json()
        .map_err(|_| convoke::lambda::http::Problem::unavailable())?;
    Ok(answer(StatusCode::OK, "application/json", text))
}

/// The document for these routes.
pub fn document(routes: &[Route]) -> OpenApi {
    let mut schemas = Schemas::new();
    let problem = one::<Problem>(&mut schemas);
    let mut paths = PathsBuilder::new();
    for route in routes {
        let operation = operation(route, &problem, &mut schemas);
        paths = paths.path(route.path, PathItem::new(method(&route.method), operation));
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer);
    let bearer = bearer.description(Some("A token of the tenant, or the operator's."));
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas)
        .security_scheme("bearer", SecurityScheme::Http(bearer.build()));
    let info = InfoBuilder::new().title("Convoke").version(env!("CARGO_PKG_VERSION"));
    let info = info.description(Some("Sessions in, meetings and messages out."));
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components.build())).build()
}

fn method(method: &Method) -> HttpMethod {
    match *method {
        Method::PUT => HttpMethod::Put,
        Method::POST => HttpMethod::Post,
        Method::DELETE => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}

fn operation(route: &Route, problem: &RefOr<Schema>, schemas: &mut Schemas) -> Operation {
    let mut operation = OperationBuilder::new()
        .operation_id(Some(operation_id(route)))
        .summary(Some(route.summary))
        .description(needs(route.needs))
        .parameters(Some(all_parameters(route)));
    if let Some(request) = route.request {
        let body = RequestBodyBuilder::new().required(Some(Required::True));
        let content = ContentBuilder::new().schema(Some(request(schemas)));
        let content = content.example(example(route)).build();
        operation = operation.request_body(Some(body.content("application/json", content).build()));
    }
    for status in route.statuses {
        operation = operation.response(status.to_string(), response(route, *status, schemas));
    }
    let problems = Response::builder().description("What is wrong and what to do.");
    let problems =
        problems.content("application/problem+json", Content::new(Some(problem.clone())));
    operation = operation.response("default", problems.build());
    let security = match route.needs {
        Needs::Nothing => SecurityRequirement::default(),
        _ => SecurityRequirement::new("bearer", Vec::<String>::new()),
    };
    operation.security(security).build()
}

/// A body that is as it should be, for people who try things out; a test sends each.
fn example(route: &Route) -> Option<Value> {
    static EXAMPLES: LazyLock<BTreeMap<String, Value>> =
        LazyLock::new(|| serde_json::from_str(include_str!("examples.json")).unwrap_or_default());
    EXAMPLES.get(&format!("{} {}", route.method, route.path)).cloned()
}

fn operation_id(route: &Route) -> String {
    let path = route.path.trim_start_matches("/v1/").replace(['{', '}'], "");
    let path = path.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    format!("{}_{}", route.method.as_str().to_lowercase(), path.trim_matches('_'))
}

fn needs(needs: Needs) -> Option<String> {
    match needs {
        Needs::Nothing => None,
        Needs::Own => Some("Needs any token of the tenant.".to_owned()),
        Needs::Person => Some(
            "Needs a token with the scope `admin`, or of a person whose roles allow it.".to_owned(),
        ),
        needs => Some(format!("Needs the scope `{}`.", needs.name())),
    }
}

fn response(route: &Route, status: u16, schemas: &mut Schemas) -> Response {
    let reason = StatusCode::from_u16(status).ok().and_then(|status| status.canonical_reason());
    let response = ResponseBuilder::new().description(reason.unwrap_or("OK"));
    match route.response {
        Some(describe) => {
            response.content("application/json", Content::new(Some(describe(schemas)))).build()
        }
        None => response.build(),
    }
}

fn all_parameters(route: &Route) -> Vec<Parameter> {
    let in_path = parameters(route.path).map(|name| parameter(name, ParameterIn::Path));
    let in_query = route.query.iter().map(|name| parameter(name, ParameterIn::Query));
    in_path.chain(in_query).collect()
}

fn parameter(name: &str, place: ParameterIn) -> Parameter {
    let required = if place == ParameterIn::Path { Required::True } else { Required::False };
    let kind = if name == "limit" { Type::Integer } else { Type::String };
    let schema = ObjectBuilder::new().schema_type(SchemaType::Type(kind)).build();
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    parameter.schema(Some(Schema::Object(schema))).build()
}

/// The names of a path's open parts.
pub fn parameters(path: &'static str) -> impl Iterator<Item = &'static str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// Describes one value by its type.
pub fn one<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    let mut found = Vec::new();
    T::schemas(&mut found);
    schemas.extend(found);
    let name = T::name().into_owned();
    match T::schema() {
        // What has a name of its own is referred to by it.
        RefOr::T(schema @ (Schema::Object(_) | Schema::AllOf(_) | Schema::OneOf(_)))
            if name != "Value" =>
        {
            schemas.insert(name.clone(), RefOr::T(schema));
            RefOr::Ref(Ref::from_schema_name(name))
        }
        other => other,
    }
}

/// Describes a page of a list.
pub fn list<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    let item = one::<T>(schemas);
    page(item)
}

/// Describes a page of a list whose entries have their ids with them.
pub fn list_with_ids<T: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    let reference = one::<T>(schemas);
    let RefOr::T(Schema::Object(mut object)) = T::schema() else { return page(reference) };
    object.properties.insert("id".to_owned(), text().into());
    object.required.push("id".to_owned());
    page(RefOr::T(Schema::Object(object)))
}

fn page(item: RefOr<Schema>) -> RefOr<Schema> {
    let next = ObjectBuilder::new().schema_type(SchemaType::from_iter([Type::String, Type::Null]));
    let page = ObjectBuilder::new()
        .property("items", ArrayBuilder::new().items(item))
        .property("next", next)
        .required("items")
        .required("next");
    RefOr::T(Schema::Object(page.build()))
}

fn text() -> Schema {
    Schema::Object(ObjectBuilder::new().schema_type(SchemaType::Type(Type::String)).build())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn json() -> Value {
        serde_json::from_str(&document(routes().all()).to_json().unwrap()).unwrap()
    }

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                if let Some(Value::String(name)) = map.get("$ref") {
                    found.insert(name.replace("#/components/schemas/", ""));
                }
                map.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn the_document_has_exactly_the_tables_routes() {
        let described: BTreeSet<(String, String)> = json()["paths"]
            .as_object()
            .unwrap()
            .iter()
            .flat_map(|(path, item)| {
                let methods = item.as_object().unwrap().keys().cloned();
                methods.map(move |method| (method.to_uppercase(), path.clone()))
            })
            .collect();
        let routed: BTreeSet<(String, String)> = routes()
            .all()
            .iter()
            .map(|route| (route.method.to_string(), route.path.to_owned()))
            .collect();
        assert_eq!(described, routed);
        assert_eq!(routed.len(), routes().all().len(), "no route is there twice");
        assert_eq!(json()["openapi"], "3.1.0");
    }

    #[test]
    fn operations_have_ids_of_their_own_and_references_lead_somewhere() {
        let json = json();
        let mut ids = BTreeSet::new();
        for route in routes().all() {
            assert!(ids.insert(operation_id(route)), "{}", operation_id(route));
        }
        let mut found = BTreeSet::new();
        references(&json, &mut found);
        for name in found {
            assert!(json["components"]["schemas"].get(&name).is_some(), "{name}");
        }
    }

    #[test]
    fn every_open_part_is_a_parameter_and_every_body_has_a_form() {
        let json = json();
        for route in routes().all() {
            let method = route.method.as_str().to_lowercase();
            let operation = &json["paths"][route.path][method];
            let named: Vec<&str> = operation["parameters"]
                .as_array()
                .map(|all| all.iter().filter_map(|it| it["name"].as_str()).collect())
                .unwrap_or_default();
            for name in parameters(route.path) {
                assert!(named.contains(&name), "{} {name}", route.path);
            }
            if route.method == Method::PUT {
                assert!(operation["requestBody"].is_object(), "{}", route.path);
            }
            assert!(operation["responses"]["default"].is_object());
        }
    }
}
