//! What can be asked for, and what each opens.
//!
//! Source: the scopes of each method in Google's descriptions of Calendar v3 and `OAuth2` v2. Left out
//! where they show less, or open other calendars than people's own: `calendar.app.created`,
//! `calendar.events.freebusy` and `calendar.events.public.readonly`.

/// Who it is.
pub const OPENID: &str = "openid";
/// The account's address.
pub const EMAIL: &str = "https://www.googleapis.com/auth/userinfo.email";
/// The account's name.
pub const PROFILE: &str = "https://www.googleapis.com/auth/userinfo.profile";

const CALENDAR: &str = "https://www.googleapis.com/auth/calendar";
const CALENDAR_READONLY: &str = "https://www.googleapis.com/auth/calendar.readonly";
const CALENDARS_ONLY: &str = "https://www.googleapis.com/auth/calendar.calendars";
const CALENDARS_READONLY: &str = "https://www.googleapis.com/auth/calendar.calendars.readonly";
const LIST_ONLY: &str = "https://www.googleapis.com/auth/calendar.calendarlist";
const LIST_READONLY: &str = "https://www.googleapis.com/auth/calendar.calendarlist.readonly";
const EVENTS: &str = "https://www.googleapis.com/auth/calendar.events";
const EVENTS_READONLY: &str = "https://www.googleapis.com/auth/calendar.events.readonly";
const OWNED: &str = "https://www.googleapis.com/auth/calendar.events.owned";
const OWNED_READONLY: &str = "https://www.googleapis.com/auth/calendar.events.owned.readonly";

/// Shows conferences that were held.
pub const MEET_READONLY: &str = "https://www.googleapis.com/auth/meetings.space.readonly";
const MEET_CREATED: &str = "https://www.googleapis.com/auth/meetings.space.created";

/// Shows the files of people's drives that Meet has made.
pub const MEET_FILES: &str = "https://www.googleapis.com/auth/drive.meet.readonly";

/// Those that exist here.
pub const KNOWN: [&str; 16] = [
    OPENID,
    EMAIL,
    PROFILE,
    CALENDAR,
    CALENDAR_READONLY,
    CALENDARS_ONLY,
    CALENDARS_READONLY,
    LIST_ONLY,
    LIST_READONLY,
    EVENTS,
    EVENTS_READONLY,
    OWNED,
    OWNED_READONLY,
    MEET_READONLY,
    MEET_CREATED,
    MEET_FILES,
];

/// Open conferences that were held.
pub const MEET: [&str; 2] = [MEET_READONLY, MEET_CREATED];
/// Open the account's profile.
pub const IDENTITY: [&str; 3] = [OPENID, EMAIL, PROFILE];
/// Open what a calendar is; that of its events does not.
pub const CALENDARS: [&str; 4] = [CALENDAR, CALENDAR_READONLY, CALENDARS_ONLY, CALENDARS_READONLY];
/// Open the list of a person's calendars.
pub const CALENDAR_LIST: [&str; 4] = [CALENDAR, CALENDAR_READONLY, LIST_ONLY, LIST_READONLY];
/// Open events to be read.
pub const READ_EVENTS: [&str; 6] =
    [CALENDAR, CALENDAR_READONLY, EVENTS, EVENTS_READONLY, OWNED, OWNED_READONLY];
/// Open events to be made, changed and deleted.
pub const WRITE_EVENTS: [&str; 3] = [CALENDAR, EVENTS, OWNED];

/// What the demo administrator has allowed the service account.
pub const DELEGATED: [&str; 5] =
    [CALENDAR, CALENDAR_READONLY, CALENDARS_READONLY, LIST_READONLY, EVENTS];

/// A scope by the name that tokens have it under: `email` and `profile` are short for others.
pub fn named(scope: &str) -> Option<&'static str> {
    match scope {
        "email" => Some(EMAIL),
        "profile" => Some(PROFILE),
        other => KNOWN.into_iter().find(|known| *known == other),
    }
}

/// All of them by their names in tokens, each once; none when one is unknown.
pub fn all_named<'s>(scopes: impl IntoIterator<Item = &'s str>) -> Option<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    for scope in scopes {
        let name = named(scope)?;
        if !found.iter().any(|known| known == name) {
            found.push(name.to_owned());
        }
    }
    Some(found)
}
