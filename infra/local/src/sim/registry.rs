//! All simulators together: who is called, what goes wrong, what is written down.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response, StatusCode, request};
use serde_json::{Value, json};

use super::faults::Faults;
use super::recorder::Recorder;
use super::{Call, Clock, Fault, Hook, Received, Simulator, StateError};
use super::{
    balance::Balance, control, drive::Drive, ews::Ews, google::Google, goto::Goto, hrmos::Hrmos,
    lock, mail::Mail, media::Media, microsoft::Microsoft, problem, slack::Slack, teams::Teams,
    zoom::Zoom,
};

/// The call was performed and its connection dropped: no answer will come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection was dropped after the call was performed")]
pub struct Dropped;

/// No simulator has this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no simulator named {0}")]
pub struct UnknownProvider(pub String);

/// Every simulated provider, their recorder and their faults. Cheap to clone; all clones are one.
#[derive(Clone)]
pub struct Simulators {
    inner: Arc<Inner>,
}

struct Inner {
    clock: Clock,
    providers: Vec<Box<dyn Simulator>>,
    recorder: Mutex<Recorder>,
    faults: Mutex<Faults>,
}

impl Simulators {
    /// All providers in their default state, on this clock and with randomness from this seed.
    pub fn new(clock: Clock, seed: u64) -> Self {
        let providers: Vec<Box<dyn Simulator>> = vec![
            Box::new(Zoom::new(seed)),
            Box::new(Google::new(seed)),
            Box::new(Goto::new(seed)),
            Box::new(Microsoft::new(seed)),
            Box::new(Ews::new(seed)),
            Box::new(Balance::default()),
            Box::new(Mail::new(seed)),
            Box::new(Slack::new(seed)),
            Box::new(Teams::new(seed)),
            Box::new(Media::new(seed)),
            Box::new(Hrmos::new(seed)),
            Box::new(Drive::new(seed)),
        ];
        let (recorder, faults) = (Mutex::default(), Mutex::default());
        Self { inner: Arc::new(Inner { clock, providers, recorder, faults }) }
    }

    /// The environment that points functions at all simulators served at `base`
    /// (`http://127.0.0.1:9100`).
    #[must_use]
    pub fn env(&self, base: &str) -> Vec<(String, String)> {
        let base = base.trim_end_matches('/');
        self.inner.providers.iter().flat_map(|provider| provider.env(base)).collect()
    }

    /// The application that each vendor lets people let in, as its state shows it, with the secret
    /// that the vendor signs with where there is one: what the deployment's secret of applications
    /// holds.
    #[must_use]
    pub fn applications(&self) -> Value {
        let of = |provider: &dyn Simulator| {
            let state = provider.state();
            let app = ["oauth_app", "app"].into_iter().find_map(|key| state.get(key))?;
            let mut shown =
                json!({"client_id": app["client_id"], "client_secret": app["client_secret"]});
            // Zoom calls it its app's secret token.
            let secrets = [state.get("signing_secret"), state.pointer("/account/secret_token")];
            if let Some(secret) = secrets.into_iter().flatten().find(|secret| secret.is_string()) {
                shown["signing_secret"] = secret.clone();
            }
            if let Some(id) = state.get("app_catalog_id").filter(|id| id.is_string()) {
                shown["catalog_id"] = id.clone();
            }
            Some((provider.name().to_owned(), shown))
        };
        self.providers().filter_map(of).collect()
    }

    /// Answers one request to the simulators' port, `/_sim` calls included, without a socket.
    ///
    /// # Errors
    /// A fault asked for the connection to be dropped after the effect.
    pub async fn call(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Dropped> {
        let (parts, body) = request.into_parts();
        let path = parts.uri.path();
        if let Some(rest) = path.strip_prefix("/_sim/") {
            return Ok(control::answer(self, rest, &parts, &body));
        }
        match self.route(path) {
            Some((provider, relative)) => self.perform(provider, &parts, relative, body).await,
            None => {
                let detail = "no simulated provider answers this path";
                Ok(problem::problem(StatusCode::NOT_FOUND, "not_found", detail))
            }
        }
    }

    /// Hands a call of the AWS endpoint's SES v2 to the mail inbox.
    ///
    /// # Errors
    /// A fault asked for the connection to be dropped after the effect.
    pub async fn send(
        &self,
        parts: request::Parts,
        body: Bytes,
    ) -> Result<Response<Bytes>, Dropped> {
        let path = parts.uri.path().to_owned();
        match self.provider("mail") {
            Ok(provider) => self.perform(provider, &parts, path, body).await,
            Err(_) => Ok(super::empty(StatusCode::NOT_FOUND)),
        }
    }

    fn route(&self, path: &str) -> Option<(&dyn Simulator, String)> {
        let path = path.strip_prefix('/')?;
        let (name, rest) = path.split_once('/').unwrap_or((path, ""));
        let provider = self.provider(name).ok()?;
        let relative = provider.relative_path(&format!("/{rest}"))?;
        Some((provider, relative))
    }

    async fn perform(
        &self,
        provider: &dyn Simulator,
        parts: &request::Parts,
        path: String,
        body: Bytes,
    ) -> Result<Response<Bytes>, Dropped> {
        let call = Call::new(provider.name(), parts, path, body, (self.inner.clock)());
        let number = lock(&self.inner.recorder).received(provider.name(), &call);
        let fault = lock(&self.inner.faults).take(provider.name(), &call);
        let refusal = fault.as_ref().and_then(|f| f.refusal(|status| provider.refuse(status)));
        let mut response = refusal.unwrap_or_else(|| provider.answer(&call));
        lock(&self.inner.recorder).answered(number, response.status().as_u16());
        let Some(fault) = fault else { return Ok(response) };
        if let Some(delay) = fault.delay() {
            hold(delay).await;
        }
        if fault.after_effect {
            return Err(Dropped);
        }
        fault.add_headers(&mut response);
        Ok(response)
    }

    /// Makes the next matching calls fail.
    ///
    /// # Errors
    /// The fault names a provider that is not simulated, or makes no sense.
    pub fn inject(&self, fault: Fault) -> Result<(), StateError> {
        fault.check()?;
        self.provider(&fault.provider)
            .map_err(|error| StateError::invalid("provider", error.to_string()))?;
        lock(&self.inner.faults).add(fault);
        Ok(())
    }

    /// The faults that still wait, for one provider or all.
    #[must_use]
    pub fn faults(&self, provider: Option<&str>) -> Vec<Fault> {
        lock(&self.inner.faults).list(provider)
    }

    /// Forgets the faults that still wait, for one provider or all.
    pub fn clear_faults(&self, provider: Option<&str>) {
        lock(&self.inner.faults).clear(provider);
    }

    /// What one provider received, or all of them, oldest first: the newest 10,000 calls.
    #[must_use]
    pub fn requests(&self, provider: Option<&str>) -> Vec<Received> {
        lock(&self.inner.recorder).list(provider)
    }

    /// Forgets what was received, by one provider or all.
    pub fn clear_requests(&self, provider: Option<&str>) {
        lock(&self.inner.recorder).clear(provider);
    }

    /// What a provider holds.
    ///
    /// # Errors
    /// There is no such provider.
    pub fn state(&self, provider: &str) -> Result<Value, UnknownProvider> {
        Ok(self.provider(provider)?.state())
    }

    /// Replaces the named top-level keys of what a provider holds.
    ///
    /// # Errors
    /// Names the field that does not fit, or `provider`.
    pub fn merge_state(&self, provider: &str, state: &Value) -> Result<(), StateError> {
        self.provider(provider)
            .map_err(|error| StateError::invalid("provider", error.to_string()))?
            .merge_state(state)
    }

    /// A signed message as a provider would send it now of its own accord. `wanted` names the
    /// `event` and what it is about; `base` (`http://127.0.0.1:9100`) is where the message's addresses
    /// lead.
    ///
    /// # Errors
    /// Names the field that does not fit, or `provider`.
    pub fn hook(&self, provider: &str, wanted: &Value, base: &str) -> Result<Hook, StateError> {
        self.provider(provider)
            .map_err(|error| StateError::invalid("provider", error.to_string()))?
            .hook(wanted, base.trim_end_matches('/'), (self.inner.clock)())
    }

    /// The provider of this name.
    pub(super) fn provider(&self, name: &str) -> Result<&dyn Simulator, UnknownProvider> {
        let found = self.inner.providers.iter().find(|provider| provider.name() == name);
        found.map(AsRef::as_ref).ok_or_else(|| UnknownProvider(name.to_owned()))
    }

    /// All providers.
    pub(super) fn providers(&self) -> impl Iterator<Item = &dyn Simulator> {
        self.inner.providers.iter().map(AsRef::as_ref)
    }
}

#[expect(clippy::disallowed_methods, reason = "a simulated vendor is slow on purpose")]
async fn hold(delay: Duration) {
    tokio::time::sleep(delay).await;
}
