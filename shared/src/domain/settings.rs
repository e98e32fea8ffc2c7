//! What administrators configure: the bodies of the settings calls, and what makes one acceptable.
//! Every type refuses unknown fields, so that a misspelt setting is an error and not a silence.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::event::{Audience, EventKind};
use super::ids::{is_email, is_id};
use super::problem::FieldErrors;
use super::template;

/// What `GET` shows in the place of a secret.
pub const MASK: &str = "•••";

/// A customer company.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Tenant {
    /// The company's name, as mails show it.
    pub name: String,
    /// IANA zone of the company.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// Language of what the company sends (`fi`).
    #[serde(default = "english")]
    pub locale: String,
    /// The product this tenant begins as; seeds its subscriptions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The company calendar.
    #[serde(default)]
    pub calendar: Calendar,
    /// Whom to tell when something needs a person, and where guests' answers go.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<Contact>,
    /// Optional parts, switched on or off by name.
    #[serde(default)]
    pub modules: BTreeMap<String, bool>,
    /// What may be kept and shown.
    #[serde(default)]
    pub privacy: Privacy,
}

/// The company calendar.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// Its kind.
    pub kind: CalendarKind,
}

/// Kinds of company calendar.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CalendarKind {
    /// None is connected.
    #[default]
    None,
    /// Google Workspace.
    Google,
    /// Microsoft 365 through Graph.
    Graph,
    /// Exchange through EWS.
    Ews,
}

/// Somebody at the company.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// What may be kept and shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Privacy {
    /// Who may see recordings.
    #[serde(default)]
    pub recordings: RecordingAudience,
    /// Days after which recordings are erased; `null` keeps them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
}

/// Who may see recordings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordingAudience {
    /// Whoever took part.
    #[default]
    Participants,
    /// Only who organised.
    OrganisersOnly,
    /// Nobody: none is kept.
    None,
}

/// A person as known to the hub.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Mail addresses, the first one is written to.
    #[serde(default)]
    pub emails: Vec<String>,
    /// Roles in the company.
    #[serde(default)]
    pub roles: Vec<String>,
    /// What kind of mailbox the address is.
    #[serde(default)]
    pub mailbox: Mailbox,
    /// Whether the company calendar knows the person.
    #[serde(default)]
    pub calendar_synced: bool,
    /// Id of the person's manager.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manager: Option<String>,
    /// IANA zone in which the person reads times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Language of mails to the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// Kinds of mailbox.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mailbox {
    /// One person's.
    #[default]
    User,
    /// A team's.
    Shared,
    /// A room's.
    Room,
}

/// A bookable service.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// Name, as guests see it.
    pub name: String,
    /// Whether and where its sessions are held online.
    #[serde(default)]
    pub video: Video,
    /// Template of the meeting's topic; cut to 200 characters (Zoom API).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Template of the meeting's agenda; cut to 2,000 characters (Zoom API).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agenda: Option<String>,
    /// The meeting's password.
    #[serde(default)]
    pub password: Password,
    /// Whose account owns the meeting.
    #[serde(default)]
    pub owner: Owner,
}

/// Whether and where a service's sessions are held online.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Video {
    /// Off unless switched on.
    #[serde(default)]
    pub enabled: bool,
    /// The provider, unless the session names a mode.
    #[serde(default)]
    pub provider: ProviderName,
    /// Providers to fall back on, in order. Never used unless listed.
    #[serde(default)]
    pub fallback: Vec<ProviderName>,
}

/// The providers of meetings.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProviderName {
    /// Zoom.
    #[default]
    Zoom,
    /// Google Meet.
    Google,
    /// Microsoft Teams.
    Microsoft,
    /// GoToMeeting.
    Goto,
    /// Jitsi.
    Jitsi,
}

impl ProviderName {
    /// Every provider.
    pub const ALL: [Self; 5] = [Self::Zoom, Self::Google, Self::Microsoft, Self::Goto, Self::Jitsi];

    /// As it stands in JSON and in paths.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zoom => "zoom",
            Self::Google => "google",
            Self::Microsoft => "microsoft",
            Self::Goto => "goto",
            Self::Jitsi => "jitsi",
        }
    }

    /// The provider of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.name() == name)
    }

    /// Whether this deployment can make meetings there. A provider that can't is refused where it
    /// is named, never replaced by another.
    #[must_use]
    pub const fn is_available(self) -> bool {
        matches!(self, Self::Zoom)
    }
}

/// The meeting's password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Password {
    /// Eight random digits, new for each meeting. Off leaves it to the provider's account.
    #[serde(default = "yes")]
    pub random: bool,
}

impl Default for Password {
    fn default() -> Self {
        Self { random: true }
    }
}

/// Whose account owns the meeting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// The host's.
    #[default]
    Host,
    /// The tenant's.
    Account,
}

/// Which account on a platform a person is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkBody {
    /// The platform's id of the account.
    pub external_id: String,
}

/// A message template of the tenant's own; it goes before the built-in one of the same name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplateBody {
    /// For whom; decides which short codes it may hold.
    pub audience: Audience,
    /// By which way it is sent.
    #[serde(default)]
    pub channel: Channel,
    /// Subject line.
    #[serde(default)]
    pub subject: String,
    /// Text.
    pub body: String,
    /// Language; the query parameter `locale` says the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
}

/// Ways a template is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// E-mail.
    #[default]
    Email,
    /// Chat.
    Chat,
}

/// Who is told of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// The kind of event, like `meeting.ready`.
    pub event: String,
    /// Fields of the event that must have one of the given values: `service`, `host`, `provider`.
    #[serde(default)]
    pub filter: BTreeMap<String, OneOrMany>,
    /// To whom.
    pub destination: Destination,
    /// Name of the template; the built-in one for the event and recipient unless given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
    /// On unless switched off.
    #[serde(default = "yes")]
    pub enabled: bool,
}

/// One value or a choice of values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(untagged)]
pub enum OneOrMany {
    /// Exactly this.
    One(String),
    /// Any of these.
    Many(Vec<String>),
}

impl OneOrMany {
    /// Whether `value` is among them.
    #[must_use]
    pub fn holds(&self, value: &str) -> bool {
        match self {
            Self::One(one) => one == value,
            Self::Many(many) => many.iter().any(|one| one == value),
        }
    }
}

/// Where a subscription's messages go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Destination {
    /// By which way.
    pub kind: DestinationKind,
    /// To whom, for mails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<To>,
    /// The fixed address, for `to: address`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The chat platform, for `dm` and `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The channel, for `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
}

/// Ways of delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum DestinationKind {
    /// A private chat message.
    Dm,
    /// A chat channel.
    Channel,
    /// A mail.
    Email,
    /// A call to the tenant's own address.
    Webhook,
}

/// To whom of the event a mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum To {
    /// Every guest, one mail each.
    Attendee,
    /// The host.
    Host,
    /// The person the event is about.
    Subject,
    /// A fixed address.
    Address,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn english() -> String {
    "en".to_owned()
}

const fn yes() -> bool {
    true
}

/// Says what is wrong with a body that was read.
pub trait Checked {
    /// Checks everything at once.
    ///
    /// # Errors
    /// Every bad field.
    fn check(&self) -> Result<(), FieldErrors>;
}

impl Checked for Tenant {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        zone(&mut errors, "time_zone", &self.time_zone);
        locale(&mut errors, "locale", &self.locale);
        if let Some(contact) = &self.contact {
            email(&mut errors, "contact.email", &contact.email);
        }
        if let Some(profile) = &self.profile {
            let known = super::profile::names();
            errors.require(
                known.contains(&profile.as_str()),
                "profile",
                "profile_unknown",
                format!("choose one of {}", known.join(", ")),
            );
        }
        errors.into_result()
    }
}

impl Checked for Person {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        for (n, address) in self.emails.iter().enumerate() {
            email(&mut errors, &format!("emails[{n}]"), address);
        }
        if let Some(zone_name) = &self.time_zone {
            zone(&mut errors, "time_zone", zone_name);
        }
        if let Some(language) = &self.locale {
            locale(&mut errors, "locale", language);
        }
        if let Some(manager) = &self.manager {
            errors.require(is_id(manager), "manager", "id_invalid", "the manager's person id");
        }
        errors.into_result()
    }
}

impl Checked for Service {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        name(&mut errors, &self.name);
        for (field, text) in [("topic", &self.topic), ("agenda", &self.agenda)] {
            if let Some(text) = text {
                template::check_meeting_text(&mut errors, field, text);
            }
        }
        let named = std::iter::once(("video.provider", self.video.provider))
            .chain(self.video.fallback.iter().map(|provider| ("video.fallback", *provider)));
        for (field, provider) in named {
            available(&mut errors, field, provider);
        }
        let owned = self.owner == Owner::Host || self.video.provider != ProviderName::Zoom;
        errors.require(
            owned,
            "owner",
            "owner_not_supported",
            "a Zoom meeting always belongs to a Zoom user; use host and map the person to one",
        );
        errors.into_result()
    }
}

fn available(errors: &mut FieldErrors, field: &str, provider: ProviderName) {
    let detail = format!("this deployment makes no meetings at {} yet; use zoom", provider.name());
    errors.require(provider.is_available(), field, "provider_not_available", detail);
}

impl Checked for LinkBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let given = super::ids::is_external_id(self.external_id.trim());
        errors.require(given, "external_id", "required", "the platform's id of the account");
        errors.into_result()
    }
}

impl Checked for TemplateBody {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let email = self.channel == Channel::Email;
        errors.require(
            !email || !self.subject.trim().is_empty(),
            "subject",
            "required",
            "a mail needs a subject",
        );
        errors.require(!self.body.trim().is_empty(), "body", "required", "the template's text");
        template::check_message_text(&mut errors, "subject", &self.subject, self.audience);
        template::check_message_text(&mut errors, "body", &self.body, self.audience);
        if let Some(language) = &self.locale {
            locale(&mut errors, "locale", language);
        }
        errors.into_result()
    }
}

impl Checked for Subscription {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let known = EventKind::ALL.map(EventKind::name);
        errors.require(
            known.contains(&self.event.as_str()),
            "event",
            "event_type_unknown",
            format!("choose one of {}", known.join(", ")),
        );
        for field in self.filter.keys() {
            let field_name = format!("filter.{field}");
            errors.require(
                FILTERS.contains(&field.as_str()),
                &field_name,
                "filter_unknown",
                format!("filter by one of {}", FILTERS.join(", ")),
            );
        }
        destination(&mut errors, &self.destination);
        errors.into_result()
    }
}

/// The event fields a subscription may filter by.
pub const FILTERS: [&str; 4] = ["service", "host", "provider", "source"];

fn destination(errors: &mut FieldErrors, destination: &Destination) {
    errors.require(
        destination.kind == DestinationKind::Email,
        "destination.kind",
        "destination_not_available",
        "this deployment delivers by email; chat and webhooks are not part of it yet",
    );
    match destination.to {
        None => errors.add("destination.to", "required", "attendee, host or address"),
        Some(To::Subject) => errors.add(
            "destination.to",
            "no_subject",
            "meeting events have no subject; use attendee, host or address",
        ),
        Some(To::Address) => {
            email(
                errors,
                "destination.address",
                destination.address.as_deref().unwrap_or_default(),
            );
        }
        Some(To::Attendee | To::Host) => {}
    }
}

fn name(errors: &mut FieldErrors, text: &str) {
    let fits = !text.trim().is_empty() && text.chars().count() <= 200;
    errors.require(fits, "name", "required", "1 to 200 characters");
}

fn zone(errors: &mut FieldErrors, field: &str, text: &str) {
    let known = jiff::tz::TimeZone::get(text).is_ok();
    let detail = "an IANA time zone name like Europe/Helsinki";
    errors.require(known, field, "time_zone_unknown", detail);
}

fn locale(errors: &mut FieldErrors, field: &str, text: &str) {
    let parts = || text.split(['-', '_']);
    let fits = (1..=3).contains(&parts().count())
        && parts().all(|part| {
            (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric())
        });
    errors.require(fits, field, "locale_invalid", "a language tag like fi or en-GB");
}

fn email(errors: &mut FieldErrors, field: &str, text: &str) {
    errors.require(is_email(text.trim()), field, "email_invalid", "one plain mail address");
}
