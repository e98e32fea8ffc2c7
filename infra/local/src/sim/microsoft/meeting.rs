//! An online meeting of its own, which stands in nobody's calendar, as it is held, put in and shown.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::event::Event;
use super::ident;
use super::user::User;
use crate::sim::Entropy;

/// The keys of a meeting in the published state.
pub const MEETING_FIELDS: [&str; 12] = [
    "id",
    "user",
    "subject",
    "start",
    "end",
    "join_url",
    "external_id",
    "thread",
    "join_id",
    "passcode",
    "settings",
    "created_at",
];

/// A meeting that was not deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Meeting {
    /// The vendor's id.
    pub id: String,
    /// Whoever organises it, by object id.
    #[serde(default)]
    pub user: String,
    /// What it is called.
    #[serde(default)]
    pub subject: Option<String>,
    /// When it is thought to begin.
    pub start: Timestamp,
    /// When it is thought to end.
    pub end: Timestamp,
    /// The guests' link.
    #[serde(default)]
    pub join_url: String,
    /// The caller's own id (`createOrGet`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The unique part of its chat and link.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub thread: String,
    /// What is typed to join.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub join_id: String,
    /// What is typed after it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passcode: String,
    /// Other properties that were set, as they are.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub settings: Map<String, Value>,
    /// When it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
}

impl Meeting {
    /// A meeting of this organiser.
    pub fn new(
        organizer: &User,
        tenant: &str,
        start: Timestamp,
        end: Timestamp,
        entropy: &mut Entropy,
    ) -> Self {
        let thread = ident::thread(entropy);
        Self {
            id: ident::meeting(&thread, &organizer.id),
            user: organizer.id.clone(),
            subject: None,
            start,
            end,
            join_url: ident::join_url(&thread, tenant, &organizer.id),
            external_id: None,
            thread,
            join_id: ident::join_id(entropy),
            passcode: ident::passcode(entropy),
            settings: Map::new(),
            created_at: None,
        }
    }

    /// The meeting of an event with a link. Its unique part is the link's; one of another form has the
    /// event's id instead.
    pub fn of_event(event: &Event, organizer: &User) -> Option<Self> {
        let join_url = event.join_url.clone()?;
        let thread = ident::thread_in(&join_url).unwrap_or(&event.id).to_owned();
        Some(Self {
            id: ident::meeting(&thread, &organizer.id),
            user: organizer.id.clone(),
            subject: Some(event.subject.clone()),
            start: event.start,
            end: event.end,
            join_url,
            external_id: None,
            thread,
            join_id: String::new(),
            passcode: String::new(),
            settings: Map::new(),
            created_at: None,
        })
    }

    /// As answered.
    pub fn shown(&self, organizer: &User) -> Value {
        let mut shown = json!({
            "id": self.id,
            "creationDateTime": self.created_at,
            "startDateTime": self.start,
            "endDateTime": self.end,
            "subject": self.subject,
            "joinWebUrl": self.join_url,
            "externalId": self.external_id,
            "isBroadcast": false,
            "audioConferencing": null,
            "videoTeleconferenceId": null,
            "chatInfo": {
                "threadId": ident::chat(&self.thread),
                "messageId": "0",
                "replyChainMessageId": null,
            },
            "joinInformation": {
                "contentType": "html",
                "content": format!("data:text/html,{}", self.join_url),
            },
            "recordAutomatically": false,
            "allowedPresenters": "everyone",
            "allowMeetingChat": "enabled",
            "allowTeamworkReactions": true,
            "allowAttendeeToEnableCamera": true,
            "allowAttendeeToEnableMic": true,
            "isEntryExitAnnounced": false,
            "lobbyBypassSettings": { "scope": "organization", "isDialInBypassEnabled": false },
        });
        if let Value::Object(shown) = &mut shown {
            shown.extend(self.settings.clone());
        }
        shown["participants"] = self.participants(organizer);
        shown["joinMeetingIdSettings"] = self.join_settings();
        shown
    }

    fn participants(&self, organizer: &User) -> Value {
        let attendees = self.settings.get("participants").map(|given| &given["attendees"]);
        json!({
            "organizer": {
                "upn": organizer.upn(),
                "role": "presenter",
                "identity": {
                    "user": { "id": organizer.id, "displayName": organizer.display_name() },
                },
            },
            "attendees": attendees.filter(|given| given.is_array()).cloned().unwrap_or(json!([])),
        })
    }

    fn join_settings(&self) -> Value {
        let asked = self.settings.get("joinMeetingIdSettings");
        let wants = asked.and_then(|given| given["isPasscodeRequired"].as_bool()).unwrap_or(true);
        json!({
            "isPasscodeRequired": wants,
            "joinMeetingId": self.join_id,
            "passcode": wants.then_some(&self.passcode),
        })
    }
}
