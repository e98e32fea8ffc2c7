//! A session with its meeting and messages, as people and programs read it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::EntryView;
use crate::domain::entry::EntryRecord;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::{MeetingState, Moment, Session};
use crate::domain::onboarding::lint;
use crate::domain::session::{Attendee, FactOrder, Role, SessionKind};
use crate::store::{DeliveryRecord, DeliveryState};

/// A session without its history.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionSummary {
    /// The source that reports it.
    pub source: String,
    /// The id by which the source knows it.
    pub external_id: String,
    /// The version of the latest fact.
    pub version: u64,
    /// What sort of occasion; `null` while only a cancellation is known.
    pub kind: Option<SessionKind>,
    /// Whether it takes place.
    pub state: SessionState,
    /// The sender's title.
    pub title: Option<String>,
    /// Begin.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub start: Option<Timestamp>,
    /// End.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub end: Option<Timestamp>,
    /// IANA zone in which people read the times.
    pub time_zone: Option<String>,
    /// The service's id.
    pub service: Option<String>,
    /// Who hosts, as the sender names the person.
    pub host: Option<String>,
    /// Everybody else.
    pub attendees: Vec<AttendeeView>,
    /// The meeting.
    pub meeting: MeetingView,
    /// Things that went otherwise than asked, though well.
    pub warnings: Vec<String>,
}

/// A session with its history and messages.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct SessionView {
    /// The session.
    #[serde(flatten)]
    pub summary: SessionSummary,
    /// What happened, oldest first.
    pub timeline: Vec<MomentView>,
    /// The messages sent because of it.
    pub deliveries: Vec<DeliveryView>,
    /// The entry in its host's calendar, where the company keeps an Exchange server of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar_entry: Option<EntryView>,
}

/// Whether a session takes place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It will, or does now.
    Scheduled,
    /// It does not.
    Cancelled,
    /// It did.
    Ended,
}

/// Somebody who attends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AttendeeView {
    /// Name, may be empty.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// In what role.
    pub role: Role,
    /// Language tag of mails.
    pub locale: Option<String>,
}

/// The meeting of a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MeetingView {
    /// Where it stands: `not_wanted`, `blocked`, `wanted`, `ready`, `ended`, `deleting`, `deleted`
    /// or `failed`.
    pub state: String,
    /// The stable code of why, where that needs saying.
    pub reason: Option<String>,
    /// Why, for people.
    pub detail: Option<String>,
    /// The provider.
    pub provider: Option<String>,
    /// The provider's id of the meeting.
    pub id: Option<String>,
    /// Where guests join.
    pub join_url: Option<String>,
    /// The passcode; empty when there is none.
    pub password: Option<String>,
    /// The version of the session that the meeting was last made equal to.
    pub applied_version: Option<u64>,
}

/// A line of a session's history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MomentView {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What.
    pub what: String,
    /// More of it, for people.
    pub detail: String,
}

/// One message to one recipient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct DeliveryView {
    /// By which it can be sent again.
    pub id: String,
    /// What the recipient is told.
    pub event: String,
    /// The subscription that asks for it.
    pub subscription: String,
    /// The address.
    pub recipient: String,
    /// By which way.
    pub channel: String,
    /// Where it stands.
    pub state: DeliveryState,
    /// The stable code of why, unless sent.
    pub reason: Option<String>,
    /// Why, for people.
    pub detail: Option<String>,
    /// How often it was tried.
    pub attempts: u32,
    /// `perhaps_sent_twice` where nobody knew whether it had arrived, and it was sent once more.
    pub warnings: Vec<String>,
}

/// A session as it stands at `now`.
#[must_use]
pub fn session_summary(session: &Session, now: Timestamp) -> SessionSummary {
    let content = session.wanted.as_ref();
    let over = content.is_some_and(|content| content.end <= now);
    SessionSummary {
        source: session.key.source.clone(),
        external_id: session.key.external_id.clone(),
        version: session.version,
        kind: content.map(|content| content.kind),
        state: match (session.cancelled, over) {
            (true, _) => SessionState::Cancelled,
            (false, true) => SessionState::Ended,
            (false, false) => SessionState::Scheduled,
        },
        title: content.map(|content| content.title.clone()),
        start: content.map(|content| content.start),
        end: content.map(|content| content.end),
        time_zone: content.map(|content| content.time_zone.clone()),
        service: content.and_then(|content| content.service.clone()),
        host: content.and_then(|content| content.host.clone()),
        attendees: content
            .map(|it| it.attendees.iter().map(attendee).collect())
            .unwrap_or_default(),
        meeting: meeting(session, over),
        warnings: warnings(session),
    }
}

/// A session with its history and messages, as it stands at `now`.
#[must_use]
pub fn session_view(
    session: &Session,
    deliveries: &[DeliveryRecord],
    entry: Option<&EntryRecord>,
    now: Timestamp,
) -> SessionView {
    let view = |record| delivery_view(&session.key, record);
    SessionView {
        summary: session_summary(session, now),
        timeline: session.timeline.iter().map(moment).collect(),
        deliveries: deliveries.iter().map(view).collect(),
        calendar_entry: entry.map(EntryView::new),
    }
}

/// What went otherwise than asked, and for meetings of onboarding what should be looked at beforehand (requirements
/// B09 and B27).
fn warnings(session: &Session) -> Vec<String> {
    let mut all = session.warnings.clone();
    let Some(content) = session.wanted.as_ref().filter(|it| it.kind == SessionKind::Onboarding)
    else {
        return all;
    };
    let minutes = content.end.duration_since(content.start).as_mins();
    if !u16::try_from(minutes).is_ok_and(|minutes| lint::GOOD_MIN.contains(&minutes)) {
        all.push(lint::DURATION.to_owned());
    }
    match &session.live {
        Some(live) if live.unrecorded => all.push("recording_unavailable".to_owned()),
        // Elsewhere somebody has to press the button.
        Some(live) if live.provider != "zoom" && content.record == Some(true) => {
            all.push("recording_by_hand".to_owned());
        }
        _ => {}
    }
    all
}

fn attendee(attendee: &Attendee) -> AttendeeView {
    AttendeeView {
        name: attendee.name.clone(),
        email: attendee.email.clone(),
        role: attendee.role,
        locale: attendee.locale.clone(),
    }
}

fn moment(moment: &Moment) -> MomentView {
    MomentView { at: moment.at, what: moment.what.clone(), detail: moment.detail.clone() }
}

fn meeting(session: &Session, over: bool) -> MeetingView {
    let live = session.live.as_ref();
    // While something stands in the way, what is applied is older than what is known.
    let is_equal = !matches!(session.state, MeetingState::Blocked | MeetingState::Failed);
    MeetingView {
        state: meeting_state(session.state, over).to_owned(),
        reason: session.reason.as_ref().map(|reason| reason.code.clone()),
        detail: session.reason.as_ref().map(|reason| reason.detail.clone()),
        provider: live.map(|live| live.provider.clone()),
        id: live.map(|live| live.id.clone()),
        join_url: live.map(|live| live.join_url.clone()),
        password: live.map(|live| live.password.clone()),
        applied_version: session.done.as_ref().filter(|_| is_equal).and_then(version_of),
    }
}

const fn meeting_state(state: MeetingState, over: bool) -> &'static str {
    match state {
        MeetingState::NotWanted => "not_wanted",
        MeetingState::Blocked => "blocked",
        MeetingState::Wanted => "wanted",
        MeetingState::Ready if over => "ended",
        MeetingState::Ready => "ready",
        MeetingState::Deleting => "deleting",
        MeetingState::Deleted => "deleted",
        MeetingState::Failed => "failed",
    }
}

/// The version stands at the beginning of an order, in twenty digits.
fn version_of(order: &FactOrder) -> Option<u64> {
    order.as_str().get(..20)?.parse().ok()
}

/// A delivery as it is recorded.
#[must_use]
pub fn delivery_view(session: &SessionKey, record: &DeliveryRecord) -> DeliveryView {
    DeliveryView {
        id: delivery_id(session, &record.id),
        event: record.event.clone(),
        subscription: record.subscription.clone(),
        recipient: record.recipient.clone(),
        channel: record.channel.clone(),
        state: record.state,
        reason: record.reason.as_ref().map(|reason| reason.code.clone()),
        detail: record.reason.as_ref().map(|reason| reason.detail.clone()),
        attempts: record.attempts,
        warnings: (record.doubts > 0)
            .then(|| "perhaps_sent_twice".to_owned())
            .into_iter()
            .collect(),
    }
}

/// A delivery's id outside: it says of which session it is, so that it is found by itself.
#[must_use]
pub fn delivery_id(session: &SessionKey, id: &str) -> String {
    let session = format!("{}#{}", session.source, session.external_id);
    format!("{}.{id}", URL_SAFE_NO_PAD.encode(session))
}

/// The session and the id within it that [`delivery_id`] put together.
#[must_use]
pub fn delivery_of(tenant: &str, text: &str) -> Option<(SessionKey, String)> {
    let (session, id) = text.split_once('.')?;
    let session = String::from_utf8(URL_SAFE_NO_PAD.decode(session).ok()?).ok()?;
    let (source, external_id) = session.split_once('#')?;
    let is_digest = !id.is_empty() && id.bytes().all(|b| b.is_ascii_hexdigit());
    is_digest.then(|| (SessionKey::new(tenant, source, external_id), id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fault::Reason;
    use crate::domain::meeting::LiveMeeting;
    use crate::domain::session::{Change, SessionContent, SessionFact};

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn content() -> SessionContent {
        let text = r#"{"start":"2026-12-01T08:00:00Z","end":"2026-12-01T08:45:00Z",
            "time_zone":"Europe/Helsinki","title":"First visit","service":"101","host":"e1",
            "attendees":[{"name":"Matti","email":"matti@customer.example"}]}"#;
        serde_json::from_str(text).unwrap()
    }

    fn session(version: u64) -> Session {
        let key = SessionKey::new("t", "cal", "a/b#c");
        let change = Change::Upserted(Box::new(content()));
        let fact = SessionFact { key: key.clone(), version, change, follows: None };
        let mut session = Session::new(key, fact.order());
        session.record(&fact);
        session.done = Some(fact.order());
        session.state = MeetingState::Ready;
        session.live = Some(LiveMeeting {
            provider: "zoom".to_owned(),
            by: None,
            host: "u1".to_owned(),
            id: "86".to_owned(),
            join_url: "https://zoom.example/j/86".to_owned(),
            password: "04815162".to_owned(),
            applied: "digest".to_owned(),
            unrecorded: false,
        });
        session
    }

    #[test]
    fn a_ready_meeting_ends_with_its_session() {
        let session = session(1_700_000_000_123);
        let before = session_summary(&session, at("2026-12-01T08:44:59Z"));
        assert_eq!((before.state, &*before.meeting.state), (SessionState::Scheduled, "ready"));
        assert_eq!(before.meeting.applied_version, Some(1_700_000_000_123));
        let after = session_summary(&session, at("2026-12-01T08:45:00Z"));
        assert_eq!((after.state, &*after.meeting.state), (SessionState::Ended, "ended"));
    }

    #[test]
    fn the_shape_is_the_documented_one() {
        let mut session = session(3);
        session.reason = Some(Reason::new("host_not_mapped", "link the person"));
        let view = session_view(&session, &[], None, at("2026-12-01T08:00:00Z"));
        let json = serde_json::to_value(view).unwrap();
        let names: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
        for name in "source external_id version kind state title start end time_zone service host \
            attendees meeting warnings timeline deliveries"
            .split_whitespace()
        {
            assert!(names.contains(&name), "{name}");
        }
        assert_eq!(json["meeting"]["reason"], "host_not_mapped");
        assert_eq!(json["attendees"][0]["role"], "customer");
        assert_eq!(json["start"], "2026-12-01T08:00:00Z");
    }

    #[test]
    fn a_cancellation_alone_has_no_content() {
        let mut session = session(1);
        session.wanted = None;
        session.cancelled = true;
        let view = session_summary(&session, at("2026-12-01T08:00:00Z"));
        assert_eq!((view.state, view.title, view.start), (SessionState::Cancelled, None, None));
    }

    #[test]
    fn a_delivery_is_found_by_its_id_alone_and_only_in_its_tenant() {
        let key = SessionKey::new("t", "cal", "a/b#c.d");
        let id = delivery_id(&key, "0123abcd");
        assert!(!id.contains(['/', '#', '%']));
        assert_eq!(delivery_of("t", &id), Some((key.clone(), "0123abcd".to_owned())));
        assert_eq!(delivery_of("u", &id).map(|(key, _)| key.tenant), Some("u".to_owned()));
        for bad in ["", ".", "x", "eA.zz", "!!.0123"] {
            assert_eq!(delivery_of("t", bad), None, "{bad}");
        }
    }
}
