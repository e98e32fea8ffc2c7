//! One call on its way to its handler.

use std::sync::Arc;

use convoke::app::App;
use convoke::app::configs::Fresh;
use convoke::domain::config::TenantConfig;
use convoke::domain::ids::is_external_id;
use convoke::domain::ids::is_id;
use convoke::domain::language::Language;
use convoke::domain::settings::Checked;
use convoke::lambda::http::{Answer, answer, json_answer};
use http::{Request, StatusCode, header};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::auth::Caller;
use crate::body;
use crate::query::Query;
use crate::refusal::Refusal;

/// One call.
pub struct Call<'a> {
    /// Everything a verb may need.
    pub app: &'a App,
    /// Who calls.
    pub caller: Caller,
    /// What stands behind the question mark.
    pub query: Query,
    /// In which pages are read.
    pub language: Language,
    /// What the caller's program calls itself.
    pub user_agent: &'a str,
    /// Follows the work that this call sets off.
    pub trace: &'a str,
    params: Params,
    body: &'a [u8],
}

/// The parts of the address that a route leaves open, decoded. `None` stands for a part that is not
/// UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params(pub Vec<(&'static str, Option<String>)>);

impl Params {
    /// The part of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        let (_, value) = self.0.iter().find(|(given, _)| *given == name)?;
        value.as_deref()
    }

    /// Checks that each part may be what its name says.
    ///
    /// # Errors
    /// 422 that names the part.
    pub fn check(&self) -> Result<(), Refusal> {
        for (name, value) in &self.0 {
            let fits = value.as_deref().is_some_and(|value| match *name {
                "external_id" => is_external_id(value),
                // These are ours alone, and whoever reads them finds out.
                "token" | "delivery" | "medium" | "ticket" => true,
                _ => is_id(value),
            });
            if !fits {
                let detail = "1 to 64 letters, digits, - _ . : @, beginning with a letter or digit";
                return Err(Refusal::field(name, "id_invalid", detail));
            }
        }
        Ok(())
    }
}

impl<'a> Call<'a> {
    /// A call from its parts.
    pub fn new(
        app: &'a App,
        caller: Caller,
        params: Params,
        request: &'a Request<impl AsRef<[u8]>>,
        trace: &'a str,
    ) -> Self {
        let asked = request.headers().get(header::ACCEPT_LANGUAGE);
        let agent = request.headers().get(header::USER_AGENT);
        let language = asked.and_then(|value| value.to_str().ok()).unwrap_or_default();
        Self {
            app,
            caller,
            query: Query::read(request.uri().query()),
            language: Language::accepted(language),
            user_agent: agent.and_then(|value| value.to_str().ok()).unwrap_or_default(),
            trace,
            params,
            body: request.body().as_ref(),
        }
    }

    /// A part of the address.
    pub fn param(&self, name: &str) -> &str {
        self.params.get(name).unwrap_or_default()
    }

    /// The tenant's id.
    pub fn tenant(&self) -> &str {
        self.param("t")
    }

    /// The tenant's configuration, read now: whoever has changed something sees it changed.
    pub async fn config(&self) -> Result<Arc<TenantConfig>, Refusal> {
        let config = self.app.configs.get(self.tenant(), Fresh::Now).await?;
        config.ok_or_else(|| Refusal::not_found("tenant"))
    }

    /// The body.
    pub fn body<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        body::read(self.body)
    }

    /// The body, byte for byte.
    pub const fn raw_body(&self) -> &'a [u8] {
        self.body
    }

    /// The body, or what none means.
    pub fn body_or_default<T: DeserializeOwned + Default>(&self) -> Result<T, Refusal> {
        if self.body.iter().all(u8::is_ascii_whitespace) { Ok(T::default()) } else { self.body() }
    }

    /// The body, with every field checked.
    pub fn checked<T: DeserializeOwned + Checked>(&self) -> Result<T, Refusal> {
        body::checked(self.body)
    }
}

/// The answer to a `PUT`: the resource as it is kept, 201 when it is new.
pub fn stored(is_new: bool, body: &impl Serialize) -> Answer {
    json_answer(if is_new { StatusCode::CREATED } else { StatusCode::OK }, body)
}

/// The answer to a `DELETE`.
pub fn gone() -> Answer {
    let mut answer = answer(StatusCode::NO_CONTENT, "application/json", String::new());
    answer.headers_mut().remove(header::CONTENT_TYPE);
    answer
}

/// The answer to what goes on after it.
pub fn accepted(body: &impl Serialize) -> Answer {
    json_answer(StatusCode::ACCEPTED, body)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_ids_are_named() {
        let params = |name, value: Option<&str>| Params(vec![(name, value.map(str::to_owned))]);
        assert!(params("p", Some("aino.k@demo")).check().is_ok());
        assert!(params("external_id", Some("a/b #ä")).check().is_ok());
        for (name, value) in
            [("p", Some("a#b")), ("t", Some("")), ("external_id", Some("\n")), ("s", None)]
        {
            let answer = params(name, value).check().unwrap_err().answer();
            assert_eq!(answer.status(), 422);
            assert!(answer.body().contains("id_invalid"), "{}", answer.body());
        }
    }
}
