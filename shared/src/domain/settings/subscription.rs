//! Who is told of what, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::checks::{Checked, email};
use super::yes;
use crate::domain::event::EventKind;
use crate::domain::ids::{is_external_id, is_id};
use crate::domain::problem::FieldErrors;
use crate::domain::vendor::Platform;

/// Who is told of what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subscription {
    /// The type of event, like `meeting.ready` or `wallet.funded`.
    pub event: String,
    /// Fields of the event that must have one of the given values: `service`, `host`, `provider` and
    /// `source` of a meeting, any field of a business event's data.
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
    /// Lets a private type of event go to a channel all the same.
    #[serde(default, rename = "override", skip_serializing_if = "is_off")]
    pub overrides: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
const fn is_off(switch: &bool) -> bool {
    !*switch
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
    /// All of them.
    pub fn all(&self) -> impl Iterator<Item = &str> {
        let (one, many) = match self {
            Self::One(one) => (Some(one), [].as_slice()),
            Self::Many(many) => (None, many.as_slice()),
        };
        one.into_iter().chain(many).map(String::as_str)
    }

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
    /// To whom, for mails and private messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<To>,
    /// The fixed address: a mail address for `to: address`, an `https` address for webhooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The chat platform, for `dm` and `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Platform>,
    /// The channel or channels by the platform's ids, for `channel`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<OneOrMany>,
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

/// The fields of a meeting's event that a subscription may filter by.
pub const FILTERS: [&str; 4] = ["service", "host", "provider", "source"];
/// The most channels of one subscription.
const MOST_CHANNELS: usize = 50;

impl Subscription {
    /// The kind of meeting event, if it is one.
    #[must_use]
    pub fn meeting_event(&self) -> Option<EventKind> {
        EventKind::ALL.into_iter().find(|kind| kind.name() == self.event)
    }
}

impl Checked for Subscription {
    fn check(&self) -> Result<(), FieldErrors> {
        let mut errors = FieldErrors::default();
        let is_meeting = self.meeting_event().is_some();
        let name = self.event.strip_suffix(".*").unwrap_or(&self.event);
        let may_be_business = is_id(name) && name != "meeting" && !name.starts_with("meeting.");
        let known = EventKind::ALL.map(EventKind::name).join(", ");
        errors.require(
            is_meeting || may_be_business,
            "event",
            "event_type_unknown",
            format!("choose one of {known}, or a type of business event"),
        );
        if is_meeting {
            self.check_filter(&mut errors);
        }
        self.destination.check(&mut errors, is_meeting);
        errors.into_result()
    }
}

impl Subscription {
    fn check_filter(&self, errors: &mut FieldErrors) {
        for field in self.filter.keys() {
            errors.require(
                FILTERS.contains(&field.as_str()),
                &format!("filter.{field}"),
                "filter_unknown",
                format!("filter by one of {}", FILTERS.join(", ")),
            );
        }
    }
}

impl Destination {
    fn check(&self, errors: &mut FieldErrors, of_meeting: bool) {
        match self.kind {
            DestinationKind::Email => self.check_email(errors, of_meeting),
            DestinationKind::Dm => self.check_dm(errors, of_meeting),
            DestinationKind::Channel => self.check_channel(errors),
            DestinationKind::Webhook => self.check_webhook(errors),
        }
        let is_chat = matches!(self.kind, DestinationKind::Dm | DestinationKind::Channel);
        let names_platform = self.provider.is_some();
        let field = "destination.provider";
        errors.require(!is_chat || names_platform, field, "required", "slack or teams");
        errors.require(is_chat || !names_platform, field, "not_of_this_kind", "for chats alone");
        let names_channel = self.channel.is_some() && self.kind != DestinationKind::Channel;
        let field = "destination.channel";
        errors.require(!names_channel, field, "not_of_this_kind", "for kind channel alone");
    }

    fn check_email(&self, errors: &mut FieldErrors, of_meeting: bool) {
        let field = "destination.to";
        match (self.to, of_meeting) {
            (None, true) => errors.add(field, "required", "attendee, host or address"),
            (Some(To::Subject), true) => errors.add(
                field,
                "no_subject",
                "meeting events have no subject; use attendee, host or address",
            ),
            (Some(To::Attendee | To::Host), false) => errors.add(
                field,
                "no_meeting",
                "business events have neither attendees nor a host; use subject or address",
            ),
            (Some(To::Address), _) => {
                let address = self.address.as_deref().unwrap_or_default();
                email(errors, "destination.address", address);
            }
            (None | Some(To::Subject), false) | (Some(To::Attendee | To::Host), true) => {}
        }
    }

    fn check_dm(&self, errors: &mut FieldErrors, of_meeting: bool) {
        let fits = match self.to {
            None => true,
            Some(To::Host) => of_meeting,
            Some(To::Subject) => !of_meeting,
            Some(To::Attendee | To::Address) => false,
        };
        let whom = if of_meeting { "host" } else { "subject" };
        errors.require(fits, "destination.to", "not_reachable", format!("use {whom}"));
    }

    fn check_channel(&self, errors: &mut FieldErrors) {
        let all: Vec<_> = self.channel.iter().flat_map(OneOrMany::all).collect();
        let fits = (1..=MOST_CHANNELS).contains(&all.len())
            && all.iter().all(|channel| is_external_id(channel.trim()));
        let detail = "the platform's id of the channel, or a list of up to 50";
        errors.require(fits, "destination.channel", "required", detail);
        errors.require(self.to.is_none(), "destination.to", "not_of_this_kind", "leave it out");
    }

    /// Whether the address may be gone to is judged where it is saved: that depends on the deployment.
    fn check_webhook(&self, errors: &mut FieldErrors) {
        let address = self.address.as_deref().unwrap_or_default();
        let detail = "the address that is called, https";
        errors.require(!address.is_empty(), "destination.address", "required", detail);
        errors.require(self.to.is_none(), "destination.to", "not_of_this_kind", "leave it out");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn codes(body: serde_json::Value) -> Vec<String> {
        let subscription: Subscription = serde_json::from_value(body).unwrap();
        let errors = subscription.check().err().unwrap_or_default().0;
        errors.into_iter().map(|error| format!("{}:{}", error.field, error.code)).collect()
    }

    #[test]
    fn each_kind_of_destination_names_what_it_lacks() {
        let of = |event: &str, destination: serde_json::Value| {
            codes(json!({"event": event, "destination": destination}))
        };
        let fine = Vec::<String>::new();
        assert_eq!(of("wallet.funded", json!({"kind": "dm", "provider": "slack"})), fine);
        assert_eq!(
            of("meeting.ready", json!({"kind": "dm", "provider": "teams", "to": "host"})),
            fine
        );
        let several = json!({"kind": "channel", "provider": "slack", "channel": ["C1", "C2"]});
        assert_eq!(of("perk.added", several), fine);
        assert_eq!(
            of("perk.added", json!({"kind": "email", "to": "address", "address": "a@b.fi"})),
            fine
        );
        assert_eq!(of("x", json!({"kind": "dm"})), ["destination.provider:required"]);
        assert_eq!(
            of("x", json!({"kind": "channel", "provider": "slack"})),
            ["destination.channel:required"]
        );
        assert_eq!(of("x", json!({"kind": "email", "to": "host"})), ["destination.to:no_meeting"]);
        assert_eq!(
            of("meeting.ready", json!({"kind": "dm", "provider": "slack", "to": "attendee"})),
            ["destination.to:not_reachable"]
        );
        assert_eq!(of("x", json!({"kind": "webhook"})), ["destination.address:required"]);
        let filter = json!({"event": "meeting.ready", "filter": {"amount": "1"},
            "destination": {"kind": "email", "to": "host"}});
        assert_eq!(codes(filter), ["filter.amount:filter_unknown"]);
        assert_eq!(of("meeting.redy", json!({"kind": "email"})), ["event:event_type_unknown"]);
    }
}
