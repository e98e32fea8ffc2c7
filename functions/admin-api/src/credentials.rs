//! The credentials of a company's own application at a provider, as they are given.

#[cfg(test)]
mod tests;

use convoke::domain::ids::is_email;
use convoke::domain::problem::FieldErrors;
use std::collections::BTreeMap;

use convoke::domain::settings::{MASK, ProviderName};
use convoke::domain::vendor::{Platform, Vendor};
use convoke::transport::PrivateAddresses;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The longest value that is kept of the credentials, in characters.
const LONGEST: usize = 500;
/// The most workflows of a connection.
const MOST_CHANNELS: usize = 100;
/// The longest key file, in bytes; Google's have some 2,400.
const LONGEST_KEY: usize = 8_192;

/// Credentials as they are saved. Which fields belong to which kind: `s2s` (Zoom) `account_id`,
/// `client_id` and `client_secret`; `service_account` (Google) `key`; `app` (Microsoft) `tenant_id`,
/// `client_id` and `client_secret`; `ews` (Exchange) `url`, `login`, `password` and, if wanted,
/// `mailbox`; `token` (the applicant system) `token`, where the kind may be left out.
#[derive(Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct ConnectionBody {
    /// `s2s`, `service_account`, `app` or `ews`.
    #[schema(required = true)]
    kind: String,
    /// The account id of the app at Zoom.
    account_id: Option<String>,
    /// The id of the company's directory at Microsoft.
    tenant_id: Option<String>,
    /// The client id of the app.
    client_id: Option<String>,
    /// The client secret of the app.
    client_secret: Option<String>,
    /// The key file of the service account, as Google gives it: a JSON object, or its text.
    #[schema(value_type = Option<Object>)]
    key: Option<Value>,
    /// The addresses of workflows of Teams, by names that subscriptions use as channels.
    channels: Option<BTreeMap<String, String>>,
    /// Where a company's own Exchange server answers, mostly `https://…/EWS/Exchange.asmx`.
    url: Option<String>,
    /// The service account there: `DOMAIN\name` or `name@domain`.
    login: Option<String>,
    /// The service account's password.
    password: Option<String>,
    /// Whose calendar is asked for when the connection is tried; without one, that of the first person
    /// whom the calendar knows.
    mailbox: Option<String>,
    /// The token of the applicant system.
    token: Option<String>,
    /// The folder for recordings at Google Drive: its id or its address. Without one, the only folder that is
    /// shared with the service account.
    folder: Option<String>,
    /// On unless switched off.
    #[schema(default = true)]
    pub enabled: Switch,
}

/// On unless switched off.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(transparent)]
pub struct Switch(pub bool);

impl Default for Switch {
    fn default() -> Self {
        Self(true)
    }
}

/// Credentials that may be kept.
#[derive(Debug, PartialEq, Eq)]
pub enum Given {
    /// Zoom's server-to-server application.
    S2s {
        /// Its account.
        account_id: String,
        /// Its client id.
        client_id: String,
        /// Its client secret.
        client_secret: String,
    },
    /// A Google service account.
    ServiceAccount {
        /// Its address.
        client_email: String,
        /// Its key file.
        key: String,
        /// Where it keeps recordings, at Google Drive.
        folder: Option<String>,
    },
    /// Workflows of Teams.
    Workflow {
        /// Their addresses, by name.
        channels: BTreeMap<String, String>,
        /// The same as JSON.
        json: String,
    },
    /// An application at Microsoft.
    App {
        /// The directory.
        tenant_id: String,
        /// Its client id.
        client_id: String,
        /// Its client secret.
        client_secret: String,
    },
    /// The token of an applicant system.
    Token {
        /// The token.
        token: String,
    },
    /// A service account of an Exchange server.
    Ews {
        /// Where the server answers.
        url: String,
        /// As the account signs in.
        login: String,
        /// Its password.
        password: String,
        /// Whose calendar is asked for when it is tried.
        mailbox: Option<String>,
    },
}

impl Given {
    /// The secret among them.
    pub fn secret(&self) -> &str {
        match self {
            Self::S2s { client_secret, .. } | Self::App { client_secret, .. } => client_secret,
            Self::ServiceAccount { key, .. } => key,
            Self::Workflow { json, .. } => json,
            Self::Ews { password, .. } => password,
            Self::Token { token } => token,
        }
    }
}

/// The one kind of credentials that a company gives for a vendor; `None` where people connect.
pub const fn kind_of(vendor: Vendor) -> Option<&'static str> {
    match vendor {
        Vendor::Meetings(ProviderName::Zoom) => Some("s2s"),
        Vendor::Meetings(ProviderName::Google) | Vendor::Drive => Some("service_account"),
        Vendor::Meetings(ProviderName::Microsoft) => Some("app"),
        Vendor::Exchange => Some("ews"),
        Vendor::Hrmos => Some("token"),
        Vendor::Chat(Platform::Teams) => Some("workflow"),
        Vendor::Meetings(ProviderName::Goto | ProviderName::Jitsi)
        | Vendor::Chat(Platform::Slack) => None,
    }
}

impl ConnectionBody {
    /// The credentials for a vendor; an address among them is judged as it will be gone to.
    ///
    /// # Errors
    /// Everything that is wrong, by field.
    pub fn given(&self, vendor: Vendor, addresses: PrivateAddresses) -> Result<Given, FieldErrors> {
        let mut reading = Reading { body: self, errors: FieldErrors::default() };
        reading.kind(vendor);
        let given = match kind_of(vendor) {
            Some("service_account") => reading.service_account(vendor == Vendor::Drive),
            Some("app") => reading.app(),
            Some("ews") => reading.ews(addresses),
            Some("token") => reading.token(),
            Some("workflow") => reading.workflows(addresses),
            _ => reading.s2s(),
        };
        reading.errors.into_result()?;
        given.ok_or_else(|| {
            let mut errors = FieldErrors::default();
            errors.add("kind", "required", "say which kind of credentials these are");
            errors
        })
    }
}

struct Reading<'b> {
    body: &'b ConnectionBody,
    errors: FieldErrors,
}

impl Reading<'_> {
    fn kind(&mut self, vendor: Vendor) {
        let kind = self.body.kind.as_str();
        match kind_of(vendor) {
            Some(expected) if kind == expected => {}
            // Of an applicant system there is no other kind.
            Some("token") if kind.is_empty() => {}
            Some(expected) => {
                let code = if kind.is_empty() { "required" } else { "kind_unknown" };
                self.errors.add("kind", code, format!("use {expected}"));
            }
            None => {
                let detail = "people connect this provider themselves: POST …/authorize";
                self.errors.add("kind", "kind_unknown", detail);
            }
        }
    }

    fn s2s(&mut self) -> Option<Given> {
        self.only(&["account_id", "client_id", "client_secret"]);
        let account_id = self.text("account_id", self.body.account_id.as_ref());
        let client_id = self.text("client_id", self.body.client_id.as_ref());
        let client_secret = self.text("client_secret", self.body.client_secret.as_ref());
        Some(Given::S2s {
            account_id: account_id?,
            client_id: client_id?,
            client_secret: client_secret?,
        })
    }

    fn app(&mut self) -> Option<Given> {
        self.only(&["tenant_id", "client_id", "client_secret"]);
        let tenant_id = self.text("tenant_id", self.body.tenant_id.as_ref());
        let client_id = self.text("client_id", self.body.client_id.as_ref());
        let client_secret = self.text("client_secret", self.body.client_secret.as_ref());
        Some(Given::App {
            tenant_id: tenant_id?,
            client_id: client_id?,
            client_secret: client_secret?,
        })
    }

    fn service_account(&mut self, keeps_files: bool) -> Option<Given> {
        self.only(if keeps_files { &["key", "folder"] } else { &["key"] });
        let folder = self.body.folder.as_deref().map(folder_id).filter(|id| !id.is_empty());
        let fits = folder.is_none_or(|id| id.len() <= 200 && id.chars().all(is_of_id));
        let detail = "the folder's id, or its address in the browser";
        self.errors.require(fits, "folder", "invalid", detail);
        let key = self.body.key.as_ref();
        let text = match key {
            Some(Value::String(text)) => text.trim().to_owned(),
            Some(object @ Value::Object(_)) => object.to_string(),
            _ => String::new(),
        };
        if text == MASK {
            self.errors.add("key", "secret_masked", "give the key file itself");
            return None;
        }
        let client_email = key_email(&text).filter(|_| text.len() <= LONGEST_KEY);
        if client_email.is_none() {
            let code = if text.is_empty() { "required" } else { "invalid" };
            let detail = "give the whole JSON key file of the service account: it has client_email \
                          and private_key";
            self.errors.add("key", code, detail);
        }
        let folder = folder.map(str::to_owned);
        Some(Given::ServiceAccount { client_email: client_email?, key: text, folder })
    }

    fn workflows(&mut self, addresses: PrivateAddresses) -> Option<Given> {
        self.only(&["channels"]);
        let channels = self.body.channels.clone().unwrap_or_default();
        let fits = (1..=MOST_CHANNELS).contains(&channels.len());
        let detail = "a name and the workflow's address for each of 1 to 100 channels";
        self.errors.require(fits, "channels", "required", detail);
        for (name, url) in &channels {
            let field = format!("channels.{name}");
            if url == MASK {
                self.errors.add(&field, "secret_masked", "give the address itself");
            } else if let Err(refusal) = addresses.read(url) {
                self.errors.add(&field, "address_refused", refusal.to_string());
            }
        }
        let json = serde_json::to_string(&channels).ok()?;
        Some(Given::Workflow { channels, json })
    }

    fn ews(&mut self, addresses: PrivateAddresses) -> Option<Given> {
        self.only(&["url", "login", "password", "mailbox"]);
        let url = self.text("url", self.body.url.as_ref());
        let login = self.text("login", self.body.login.as_ref());
        let password = self.text("password", self.body.password.as_ref());
        let judged = url.map(|url| addresses.read(&url));
        let refusal = judged.as_ref().and_then(|judged| judged.as_ref().err());
        let why = refusal.map(ToString::to_string).unwrap_or_default();
        self.errors.require(refusal.is_none(), "url", "address_refused", why);
        let mailbox = self.body.mailbox.as_deref().map(str::trim);
        let is_address = mailbox.is_none_or(is_email);
        self.errors.require(is_address, "mailbox", "invalid", "give the address of a mailbox");
        Some(Given::Ews {
            url: judged?.ok()?.to_string(),
            login: login?,
            password: password?,
            mailbox: mailbox.map(str::to_owned),
        })
    }

    fn token(&mut self) -> Option<Given> {
        self.only(&["token"]);
        let token = self.text("token", self.body.token.as_ref())?;
        Some(Given::Token { token })
    }

    /// Refuses what belongs to another kind: whoever mixes up two forms hears of it at once.
    fn only(&mut self, own: &[&str]) {
        let body = self.body;
        for (field, given) in [
            ("account_id", body.account_id.is_some()),
            ("tenant_id", body.tenant_id.is_some()),
            ("client_id", body.client_id.is_some()),
            ("client_secret", body.client_secret.is_some()),
            ("key", body.key.is_some()),
            ("url", body.url.is_some()),
            ("login", body.login.is_some()),
            ("password", body.password.is_some()),
            ("mailbox", body.mailbox.is_some()),
            ("channels", body.channels.is_some()),
            ("token", body.token.is_some()),
            ("folder", body.folder.is_some()),
        ] {
            let fits = !given || own.contains(&field);
            self.errors.require(fits, field, "unknown_field", "not a field of this kind");
        }
    }

    fn text(&mut self, field: &str, value: Option<&String>) -> Option<String> {
        let value = value.map(|text| text.trim()).unwrap_or_default();
        let detail = "copy it from the app's credentials at the provider";
        let fits = value.chars().count() <= LONGEST && !value.chars().any(char::is_control);
        let is_mask = matches!(field, "client_secret" | "password" | "token") && value == MASK;
        self.errors.require(!value.is_empty(), field, "required", detail);
        self.errors.require(fits, field, "invalid", detail);
        self.errors.require(!is_mask, field, "secret_masked", "give the secret itself");
        (!value.is_empty() && fits && !is_mask).then(|| value.to_owned())
    }
}

/// The id in a folder's address, `https://drive.google.com/drive/folders/…`, or what is one already.
fn folder_id(text: &str) -> &str {
    let text = text.trim();
    let end = text.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    if text.contains("://") { end.rsplit('/').next().unwrap_or_default() } else { text }
}

fn is_of_id(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// The address of the service account whose key file this is.
fn key_email(text: &str) -> Option<String> {
    let file: Value = serde_json::from_str(text).ok()?;
    let field = |name| file.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    field("private_key")?;
    field("client_email").map(str::to_owned)
}
