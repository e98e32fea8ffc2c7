//! How people let the application in at each provider, and how what they granted is kept alive.
//!
//! Source: RFC 6749 (OAuth 2.0), RFC 7636 (PKCE), and each vendor's own guide where it differs.

mod answer;
mod manners;
mod whoami;

use bytes::Bytes;
use futures_util::future::BoxFuture;
use jiff::{SignedDuration, Timestamp};
use oauth2::basic::{
    BasicRevocationErrorResponse, BasicTokenIntrospectionResponse, BasicTokenType,
};
use oauth2::{
    AsyncHttpClient, AuthUrl, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, RefreshToken, RequestTokenError, Scope, StandardRevocableToken, TokenUrl,
};
use serde::Deserialize;

use self::answer::{Answer, Refusal};
use self::manners::{Brings, Manners, Whoami};
use self::whoami::{Said, Told, WhoAmI};
use super::ProviderFault;
use super::measured::Measured;
use super::wire::{read, unreadable};
use crate::clock::Clock;
use crate::config::{ProviderUrls, Vendors};
use crate::domain::ids::Secret;
use crate::domain::vendor::Vendor;
use crate::transport::{Transport, TransportFault};

pub use self::answer::ConsentFault;

/// Whose directory people of any company sign in at (Microsoft identity platform: `organizations`).
const ANY_COMPANY: &str = "organizations";

/// The deployment's application at a provider, as its secret has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Application {
    /// The client id.
    pub client_id: String,
    /// The client secret.
    pub client_secret: Secret,
    /// What the vendor signs its own requests to us with (Slack).
    #[serde(default)]
    pub signing_secret: Option<Secret>,
    /// The id of the app in Teams' catalogue of apps, for installing it for people.
    #[serde(default, alias = "app_catalog_id")]
    pub catalog_id: Option<String>,
}

/// What somebody granted.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Opens the API.
    pub access: Secret,
    /// When it should be replaced: at 80 % of its life.
    pub renew_at: Timestamp,
    /// When it ends.
    pub ends: Timestamp,
    /// Gets the next access token. `None` when the one before goes on working (facts: Google never
    /// sends another, GoTo seldom).
    pub refresh: Option<Secret>,
    /// What it was granted for; `None` where the provider does not say.
    pub scopes: Option<Vec<String>>,
    /// The mail address of who granted it, where the token answer has it (GoTo: `principal`).
    principal: Option<String>,
    /// The workspace it was granted for, and the user who did, by their ids at Slack.
    workspace: Option<(String, String)>,
}

/// Who let the application in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consenter {
    /// The provider's id of the account.
    pub id: String,
    /// Its mail address.
    pub email: String,
}

/// One way to ask for consent.
#[derive(Clone, Copy, Debug)]
pub struct Asking<'a> {
    /// Our address that the browser comes back to.
    pub redirect: &'a str,
    /// Comes back with the browser.
    pub state: &'a str,
    /// The PKCE verifier, of which the address tells a hash.
    pub verifier: &'a str,
    /// Who is expected to sign in.
    pub hint: Option<&'a str>,
}

/// A provider's authorisation server.
#[derive(Debug)]
pub struct Authority {
    name: Vendor,
    urls: ProviderUrls,
    manners: &'static Manners,
    way: Measured,
    clock: Clock,
}

type Server<A, T> = Client<
    Refusal,
    Answer,
    BasicTokenIntrospectionResponse,
    StandardRevocableToken,
    BasicRevocationErrorResponse,
    A,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    T,
>;

/// What a token endpoint will have said.
type Asked<'c> = BoxFuture<'c, Result<Answer, RequestTokenError<TransportFault, Refusal>>>;

impl Authority {
    /// The provider's, at the addresses of this deployment. `None` for one that asks nobody.
    #[must_use]
    pub fn new(
        name: Vendor,
        transport: &Transport,
        vendors: &Vendors,
        clock: &Clock,
    ) -> Option<Self> {
        let way = Measured::new(name.name(), transport.clone(), clock.clone());
        let (urls, manners) = (vendors.of(name)?.clone(), manners::of(name)?);
        Some(Self { name, urls, manners, way, clock: clock.clone() })
    }

    /// Which provider.
    #[must_use]
    pub const fn name(&self) -> Vendor {
        self.name
    }

    /// The scopes without which it is of no use.
    #[must_use]
    pub const fn needed(&self) -> &'static [&'static str] {
        self.manners.needed
    }

    fn server(&self, app: &Application) -> Result<Server<EndpointSet, EndpointSet>, ConsentFault> {
        let of_any_company = |url: &str| url.replace("{tenant}", ANY_COMPANY);
        let broken = |_| ConsentFault::Misconfigured("the provider's address is not a URL");
        let authorize = AuthUrl::new(of_any_company(&self.urls.authorize)).map_err(broken)?;
        let token = TokenUrl::new(of_any_company(&self.urls.token)).map_err(broken)?;
        Ok(Client::new(ClientId::new(app.client_id.clone()))
            .set_client_secret(ClientSecret::new(app.client_secret.expose().to_owned()))
            .set_auth_type(self.manners.auth.clone())
            .set_auth_uri(authorize)
            .set_token_uri(token))
    }

    /// The address to send a browser to.
    ///
    /// # Errors
    /// When an address of the deployment is not a URL.
    pub fn consent_url(
        &self,
        app: &Application,
        asking: Asking<'_>,
    ) -> Result<String, ConsentFault> {
        let redirect = back_to(asking.redirect)?;
        if self.brings_directory() {
            return self.admin_consent_url(app, asking);
        }
        let server = self.server(app)?.set_redirect_uri(redirect);
        let state = asking.state.to_owned();
        let verifier = PkceCodeVerifier::new(asking.verifier.to_owned());
        let mut url = server
            .authorize_url(|| CsrfToken::new(state))
            .add_scopes(self.asked())
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        for (name, value) in self.manners.extra {
            url = url.add_extra_param(*name, *value);
        }
        if let Some(hint) = asking.hint {
            url = url.add_extra_param("login_hint", hint);
        }
        let (url, _) = url.url();
        Ok(url.into())
    }

    /// Whether the browser brings the id of a directory back instead of a code.
    #[must_use]
    pub fn brings_directory(&self) -> bool {
        self.manners.brings == Brings::Directory
    }

    /// Spaces stand between scopes in OAuth; where a vendor wants something else, they are one to it.
    fn asked(&self) -> Vec<Scope> {
        let asked = self.manners.asked;
        match self.manners.between {
            ' ' => asked.iter().map(|scope| Scope::new((*scope).to_owned())).collect(),
            other => vec![Scope::new(asked.join(&other.to_string()))],
        }
    }

    /// Microsoft identity platform, "Admin consent": no code and no PKCE, because no token comes of it.
    fn admin_consent_url(
        &self,
        app: &Application,
        asking: Asking<'_>,
    ) -> Result<String, ConsentFault> {
        let base = self.urls.authorize.replace("{tenant}", ANY_COMPANY);
        let mut url = url::Url::parse(&base)
            .map_err(|_| ConsentFault::Misconfigured("the provider's address is not a URL"))?;
        url.query_pairs_mut()
            .append_pair("client_id", &app.client_id)
            .append_pair("redirect_uri", asking.redirect)
            .append_pair("scope", &self.manners.asked.join(" "))
            .append_pair("state", asking.state);
        Ok(url.into())
    }

    /// Exchanges the code that the browser came back with.
    ///
    /// # Errors
    /// A [`ConsentFault`].
    pub async fn exchange(
        &self,
        app: &Application,
        code: &Secret,
        asking: Asking<'_>,
    ) -> Result<Tokens, ConsentFault> {
        let redirect = back_to(asking.redirect)?;
        let server = self.server(app)?.set_redirect_uri(redirect);
        let code = AuthorizationCode::new(code.expose().to_owned());
        let verifier = PkceCodeVerifier::new(asking.verifier.to_owned());
        let (line, asked) = (Line(self), server.exchange_code(code).set_pkce_verifier(verifier));
        let answer: Asked<'_> = Box::pin(asked.request_async(&line));
        answer.await.map(|it| self.tokens(it)).map_err(fault)
    }

    /// The next tokens. Where refresh tokens work once (facts: Zoom), nobody else may ask meanwhile.
    ///
    /// # Errors
    /// A [`ConsentFault`].
    pub async fn refresh(
        &self,
        app: &Application,
        refresh: &Secret,
    ) -> Result<Tokens, ConsentFault> {
        let server = self.server(app)?;
        let refresh = RefreshToken::new(refresh.expose().to_owned());
        let (line, asked) = (Line(self), server.exchange_refresh_token(&refresh));
        let answer: Asked<'_> = Box::pin(asked.request_async(&line));
        answer.await.map(|it| self.tokens(it)).map_err(fault)
    }

    async fn send(&self, request: HttpRequest) -> Result<HttpResponse, TransportFault> {
        let answer = self.way.send(request.map(Bytes::from)).await?;
        let mut answer = answer.map(|body| body.to_vec());
        // Slack refuses with status 200.
        if serde_json::from_slice(answer.body()).is_ok_and(|said: Said| said.ok == Some(false)) {
            *answer.status_mut() = http::StatusCode::BAD_REQUEST;
        }
        Ok(answer)
    }

    fn tokens(&self, answer: Answer) -> Tokens {
        let now = self.clock.now();
        let after = |seconds| now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(now);
        let lives = answer.expires_in.unwrap_or(self.manners.unsaid);
        let workspace = answer.enterprise.or(answer.team).map(|it| it.id);
        Tokens {
            access: Secret::new(answer.access_token.into_secret()),
            renew_at: after(lives.saturating_mul(4) / 5),
            ends: after(lives),
            refresh: answer.refresh_token.map(|token| Secret::new(token.into_secret())),
            scopes: answer.scope.map(|scopes| {
                scopes.split([' ', ',']).filter(|it| !it.is_empty()).map(str::to_owned).collect()
            }),
            principal: answer.principal,
            workspace: workspace.zip(answer.authed_user.map(|it| it.id)),
        }
    }

    /// Whose tokens these are.
    ///
    /// # Errors
    /// When the provider does not tell.
    pub async fn consenter(&self, tokens: &Tokens) -> Result<Consenter, ProviderFault> {
        if let Some(email) = &tokens.principal {
            return Ok(Consenter { id: email.clone(), email: email.clone() });
        }
        let vendor = self.name.name();
        let path = match (self.manners.whoami, &tokens.workspace) {
            (Whoami::Api(path), _) => path.to_owned(),
            (Whoami::Workspace, Some((_, user))) => format!("/users.info?user={user}"),
            (Whoami::Workspace | Whoami::Answer, _) => return Err(unreadable(vendor)),
        };
        let url = format!("{}{path}", self.urls.api);
        let answer = self.way.ask(&tokens.access, &http::Method::GET, &url, None).await?;
        if !answer.status().is_success() {
            return Err(unreadable(vendor));
        }
        if let Some((workspace, user)) = &tokens.workspace {
            let told: Told = read(vendor, &answer)?;
            // Where addresses were not allowed, the user's id has to tell who it was.
            let email = told.user.and_then(|it| it.profile.email).unwrap_or_else(|| user.clone());
            return Ok(Consenter { id: workspace.clone(), email });
        }
        let who: WhoAmI = read(vendor, &answer)?;
        who.consenter().ok_or_else(|| unreadable(vendor))
    }
}

/// The crate's way out is ours.
struct Line<'a>(&'a Authority);

impl<'c> AsyncHttpClient<'c> for Line<'_> {
    type Error = TransportFault;
    type Future = BoxFuture<'c, Result<HttpResponse, TransportFault>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.0.send(request))
    }
}

fn back_to(url: &str) -> Result<RedirectUrl, ConsentFault> {
    let broken = |_| ConsentFault::Misconfigured("CONVOKE_PUBLIC_URL is not a URL");
    RedirectUrl::new(url.to_owned()).map_err(broken)
}

fn fault(error: RequestTokenError<TransportFault, Refusal>) -> ConsentFault {
    match error {
        RequestTokenError::ServerResponse(refusal) => refusal.fault(),
        RequestTokenError::Request(fault) => ConsentFault::Passing(fault.to_string()),
        RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
            ConsentFault::Passing("the token answer can't be read".to_owned())
        }
    }
}

/// The token type that every provider here means.
static BEARER: BasicTokenType = BasicTokenType::Bearer;
