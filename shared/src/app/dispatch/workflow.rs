//! A channel of Teams by a workflow's address, the way that needs no bot (Power Automate, "When a Teams
//! webhook request is received"). The workflow says 202 before it posts, so that is all that is known.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::StatusCode;
use jiff::SignedDuration;
use serde_json::json;

use crate::app::App;
use crate::domain::chat::ChatText;
use crate::domain::config::{ConnectionState, Sealed, TenantConfig, Whose};
use crate::domain::fault::Reason;
use crate::domain::vendor::Platform;
use crate::providers::{ChatFault, ProviderFault};
use crate::transport::TransportFault;
use crate::vault::Place;

/// From then on a lost request can't have an effect that is not visible yet.
const SETTLES: SignedDuration = SignedDuration::from_secs(30);
/// A connector takes four requests a second (Microsoft, incoming webhooks).
const WAIT: SignedDuration = SignedDuration::from_secs(2);

/// Posts to the channel of this name.
pub(super) async fn post(
    app: &App,
    config: &TenantConfig,
    (channels, channel): (&Sealed, &str),
    text: &ChatText,
) -> Result<String, ChatFault> {
    let url = address(app, config, channels, channel).await?;
    let body = json!({
        "type": "message",
        "attachments": [{
            "contentType": "application/vnd.microsoft.card.adaptive",
            "contentUrl": null,
            "content": text.card(),
        }],
    });
    let request = http::Request::post(url)
        .header("content-type", "application/json")
        .body(Bytes::from(body.to_string()))
        .map_err(|_| gone())?;
    match app.guarded.send(request).await {
        Ok(answer) => read(answer.status()),
        Err(TransportFault::NotSent(cause)) => {
            Err(ProviderFault::Passing { after: WAIT, cause }.into())
        }
        Err(TransportFault::Lost(cause)) => {
            Err(ProviderFault::Uncertain { settles_in: SETTLES, cause }.into())
        }
    }
}

async fn address(
    app: &App,
    config: &TenantConfig,
    channels: &Sealed,
    channel: &str,
) -> Result<String, ChatFault> {
    let item = Whose::tenants(Platform::Teams.name()).item();
    let place = Place { tenant: &config.id, item: &item, field: "channels" };
    let opened = app.vault.open(place, channels).await.map_err(ProviderFault::from)?;
    let known: BTreeMap<String, String> = serde_json::from_str(opened.expose()).unwrap_or_default();
    known.get(channel).cloned().ok_or_else(gone)
}

fn gone() -> ChatFault {
    let detail = "there is no workflow of this name: save its address with the connection";
    ProviderFault::Refused(Reason::new("channel_not_found", detail)).into()
}

fn read(status: StatusCode) -> Result<String, ChatFault> {
    let refused = |code, detail| Err(ProviderFault::Refused(Reason::new(code, detail)).into());
    match status {
        status if status.is_success() => Ok("workflow".to_owned()),
        StatusCode::TOO_MANY_REQUESTS => Err(ChatFault::Throttled { after: WAIT }),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(ProviderFault::Connection {
            state: ConnectionState::InvalidCredentials,
            reason: "the workflow refuses its address: copy it anew from Power Automate".to_owned(),
        }
        .into()),
        StatusCode::NOT_FOUND | StatusCode::GONE => refused(
            "channel_not_found",
            "the workflow is gone or switched off: copy its address anew from Power Automate",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => refused(
            "message_too_long",
            "the message is longer than Teams takes: shorten the template",
        ),
        status if status.is_server_error() => Err(ProviderFault::Uncertain {
            settles_in: SETTLES,
            cause: format!("the workflow answered {}", status.as_u16()),
        }
        .into()),
        status => refused(
            "provider_refused",
            &format!("the workflow refuses the message ({})", status.as_u16()),
        ),
    }
}
