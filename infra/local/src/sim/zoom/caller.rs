//! Who makes an API call, and whom it may be about.

use http::StatusCode;
use jiff::Timestamp;

use super::held::{Grant, Held};
use super::operation::Operation;
use super::refusal::Refusal;
use crate::sim::Call;
use crate::sim::oauth::BadToken;

/// Whoever the call's token speaks for.
pub struct Caller {
    /// The scopes of the token.
    pub scopes: Vec<String>,
    /// The user who authorised the app, by id; none for the account's own app.
    user: Option<String>,
}

/// The caller of an API call.
///
/// A scope taken from the app is gone at once; one that was added comes with the next token.
pub fn check(held: &Held, call: &Call, operation: Operation) -> Result<Caller, Refusal> {
    // Zoom API: list users documents 400 where the others say 401.
    let status = match operation {
        Operation::ListUsers => StatusCode::BAD_REQUEST,
        Operation::CreateMeeting
        | Operation::ListMeetings
        | Operation::GetMeeting
        | Operation::UpdateMeeting
        | Operation::DeleteMeeting
        | Operation::SetMeetingStatus
        | Operation::GetUser
        | Operation::GetRecordings
        | Operation::ListRecordings
        | Operation::GetTranscript
        | Operation::DeleteRecordingFile => StatusCode::UNAUTHORIZED,
    };
    of_token(held, call, status)
}

/// Whoever the call's token speaks for; a bad token is refused with this status.
pub fn of_token(held: &Held, call: &Call, status: StatusCode) -> Result<Caller, Refusal> {
    let token = call.credentials("Bearer").unwrap_or_default();
    match held.tokens.get(token) {
        Some(grant) => of_account(held, grant, call.at, status),
        None => of_user(held, token, call.at, status),
    }
}

fn of_account(
    held: &Held,
    grant: &Grant,
    at: Timestamp,
    status: StatusCode,
) -> Result<Caller, Refusal> {
    if !held.account.app_active || grant.account != held.account.id {
        return Err(Refusal::Token { expired: false, status });
    }
    if grant.expires_at <= at {
        return Err(Refusal::Token { expired: true, status });
    }
    Ok(Caller { scopes: still(&grant.scopes, &held.account.scopes), user: None })
}

fn of_user(held: &Held, token: &str, at: Timestamp, status: StatusCode) -> Result<Caller, Refusal> {
    let granted = held.grants.check(token, at).map_err(|bad| match bad {
        BadToken::Unknown => Refusal::Token { expired: false, status },
        BadToken::Expired => Refusal::Token { expired: true, status },
    })?;
    if !held.oauth_app.active || !held.oauth_app.approved {
        return Err(Refusal::Token { expired: false, status });
    }
    let user = held.active(&granted.user)?.id.clone();
    Ok(Caller { scopes: still(&granted.scopes, &held.oauth_app.scopes), user: Some(user) })
}

fn still(granted: &[String], has: &[String]) -> Vec<String> {
    granted.iter().filter(|scope| has.contains(scope)).cloned().collect()
}

impl Caller {
    /// The user or meeting of an operation's address, as long as the caller may have to do with it.
    ///
    /// Without admin scopes a user's token is for the user alone. Zoom's list of API errors has
    /// 1010 for users and 3003 for the meetings of other hosts.
    pub fn reach(&self, held: &Held, operation: Operation, id: &str) -> Result<String, Refusal> {
        let Some(user) = &self.user else { return Ok(id.to_owned()) };
        match operation {
            Operation::CreateMeeting
            | Operation::ListMeetings
            | Operation::GetUser
            | Operation::ListRecordings => {
                if self.may_be(held, id) {
                    Ok(user.clone())
                } else {
                    Err(Refusal::OtherUser)
                }
            }
            Operation::GetMeeting
            | Operation::UpdateMeeting
            | Operation::DeleteMeeting
            | Operation::SetMeetingStatus => match held.host_of(id) {
                Some(host) if host != user => Err(Refusal::NotHost),
                Some(_) | None => Ok(id.to_owned()),
            },
            // Of another host's recordings Zoom documents 1010 alone.
            Operation::GetRecordings
            | Operation::GetTranscript
            | Operation::DeleteRecordingFile => match held.host_of_recorded(id) {
                Some(host) if !self.is_host(&host) => Err(Refusal::OtherUser),
                Some(_) | None => Ok(id.to_owned()),
            },
            // There is no scope for it without `:admin`.
            Operation::ListUsers => {
                Err(Refusal::MissingScopes(vec!["user:read:list_users:admin".into()]))
            }
        }
    }

    /// Whether what this user hosts is within the caller's reach; all hosts are the account's app's.
    pub fn is_host(&self, host: &str) -> bool {
        self.user.as_deref().is_none_or(|user| user == host)
    }

    /// Whether the caller can be this user: the account's app can be any, a user only himself, whom
    /// `me` means too.
    pub fn may_be(&self, held: &Held, id_or_email: &str) -> bool {
        let Some(user) = &self.user else { return true };
        id_or_email == "me" || held.active(user).is_ok_and(|user| user.is(id_or_email))
    }
}
