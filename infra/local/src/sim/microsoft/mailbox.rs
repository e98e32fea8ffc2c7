//! A mailbox's settings and its default calendar.

use http::StatusCode;
use serde_json::{Value, json};

use super::held::Held;
use super::user::{Mailbox, User};
use super::{Outcome, ident, json_response, odata};
use crate::sim::Call;

/// The provider of online meetings that is simulated.
pub const TEAMS: &str = "teamsForBusiness";

/// `GET …/mailboxSettings` → 200; what the mailbox is for is in `userPurpose`.
pub fn settings(call: &Call, user: &User) -> Outcome {
    odata::only(call, &["$select"])?;
    let purpose = match user.mailbox {
        Mailbox::User => "user",
        Mailbox::Shared => "shared",
        Mailbox::Room => "room",
        Mailbox::None => "unknown",
    };
    let all = json!({
        "@odata.context": odata::context(call),
        "timeZone": "UTC",
        "dateFormat": "yyyy-MM-dd",
        "timeFormat": "HH:mm",
        "language": { "locale": "en-US", "displayName": "English (United States)" },
        "userPurpose": purpose,
    });
    let body = odata::select(call, "microsoft.graph.mailboxSettings", all, &[])?;
    Ok(json_response(StatusCode::OK, &body))
}

/// `GET …/calendar` → 200; whether Teams meetings can be had is in `allowedOnlineMeetingProviders`.
pub fn calendar(held: &Held, call: &Call, user: &User) -> Outcome {
    odata::only(call, &["$select"])?;
    let teams = held.has_teams(user);
    let allowed: Value = if teams { json!([TEAMS]) } else { json!([]) };
    let all = json!({
        "@odata.context": odata::context(call),
        "id": ident::calendar(&user.id),
        "name": "Calendar",
        "color": "auto",
        "hexColor": "",
        "isDefaultCalendar": true,
        "changeKey": "AAAAAAAAAAAAAAAA",
        "canShare": true,
        "canViewPrivateItems": true,
        "canEdit": true,
        "allowedOnlineMeetingProviders": allowed,
        "defaultOnlineMeetingProvider": if teams { TEAMS } else { "unknown" },
        "isTallyingResponses": true,
        "isRemovable": false,
        "owner": user.address(),
    });
    let body = odata::select(call, "microsoft.graph.calendar", all, &[])?;
    Ok(json_response(StatusCode::OK, &body))
}
