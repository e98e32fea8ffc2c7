//! Hear: a provider's webhook is verified, read and queued; nothing else happens before it has its answer, because
//! Zoom waits three seconds and a process may have to start first. Whose the meeting is, workers find out.

use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::Value;

use super::App;
use super::ask::Taken;
use crate::domain::fault::Fault;
use crate::domain::ids::Secret;
use crate::domain::settings::ProviderName;
use crate::inbound::Hook;
use crate::inbound::zoom::{Heard, zoom};
use crate::queue::{Envelope, RecordingMessage, SessionMessage};

/// The largest webhook that is read, in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// Takes one of Zoom's webhooks in.
///
/// # Errors
/// [`Fault::Retry`] when AWS doesn't answer; Zoom tries again.
pub async fn take(
    app: &App,
    headers: &HeaderMap,
    body: &[u8],
    trace: &str,
) -> Result<Taken, Fault> {
    if body.len() > MAX_BODY {
        return Ok(Taken::TooLarge(MAX_BODY));
    }
    let secrets = secrets(app).await?;
    if secrets.is_empty() {
        return Ok(Taken::Unknown);
    }
    match zoom(&secrets, Hook { headers, body }, app.clock.now()) {
        Err(fault) => Ok(Taken::Unsigned(fault)),
        Ok(Heard::Challenge(answer)) => Ok(Taken::Json(answer)),
        Ok(Heard::Unreadable) => Ok(Taken::Unreadable),
        Ok(heard) => pass_on(app, heard, trace).await.map(|()| Taken::Done),
    }
}

/// The account keeps one company's messages from holding up another's.
async fn pass_on(app: &App, heard: Heard, trace: &str) -> Result<(), Fault> {
    match heard {
        Heard::Meeting(told) => {
            let group = told.account.clone();
            let message = Envelope::new(trace, SessionMessage::Told(told));
            app.sessions()?.send(&group, &message).await
        }
        Heard::Deauthorised(told) => {
            let group = told.account.clone();
            let message = Envelope::new(trace, SessionMessage::Deauthorised(told));
            app.sessions()?.send(&group, &message).await
        }
        Heard::Files(files) => {
            let group = files.first().map(|it| it.account.clone()).unwrap_or_default();
            let files = files.into_iter().map(RecordingMessage::Available);
            let messages: Vec<_> = files.map(|file| Envelope::new(trace, file)).collect();
            app.recordings()?.send_all(&group, &messages).await
        }
        Heard::Challenge(_) | Heard::Ignored | Heard::Unreadable => Ok(()),
    }
}

/// What Zoom's webhooks may be signed with: the secret token of the deployment's app, and those of companies' own
/// server-to-server apps, which each have one: `{"zoom": {"signing_secret": "…"}}`, or a list of them.
async fn secrets(app: &App) -> Result<Vec<Secret>, Fault> {
    let secret = app.secrets.get(app.config.apps_secret.get()?).await?;
    let all: BTreeMap<String, Value> = serde_json::from_str(secret.expose())
        .map_err(|_| Fault::retry(60, "the secret of the providers' applications is no object"))?;
    let given = all.get(ProviderName::Zoom.name()).map(|it| &it["signing_secret"]);
    let texts = match given {
        Some(Value::String(one)) => vec![one.as_str()],
        Some(Value::Array(many)) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    // An empty secret is nobody's.
    Ok(texts.into_iter().filter(|text| !text.is_empty()).map(Secret::new).collect())
}
