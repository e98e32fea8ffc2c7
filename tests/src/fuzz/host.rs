//! The host's lasting link: whoever has it is the host, so nothing but a link of ours opens.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use convoke::app::host_page::{self, Opened};
use convoke::domain::ids::SessionKey;
use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use super::scene::{SOURCE, T, call, in_shared_world};
use convoke_local::simulation::World;

/// A token as it stands in an address, and the same bytes as claims that we have signed.
pub(super) fn host(bytes: &[u8]) {
    in_shared_world(async |world| {
        opened(world, bytes).await;
        said(world, bytes).await;
    });
}

async fn opened(world: &World, bytes: &[u8]) {
    let key = SessionKey::new(T, SOURCE, "b1");
    let link = host_page::link(&world.app, &key, "aino").await.unwrap();
    let ours = link.rsplit_once('/').unwrap().1;
    // `ours` as an input stands for the true token, whose signature no input can know.
    let token = if bytes == b"ours" { ours.as_bytes() } else { bytes };
    let path = format!("/host/{}", percent_encode(token, NON_ALPHANUMERIC));
    let Some(answer) = call(world, "GET", &path).await else { return };
    let status = answer.status().as_u16();
    if token == ours.as_bytes() {
        assert_eq!(status, 302);
    } else {
        assert!(matches!(status, 404 | 422), "{status}");
        assert!(!answer.headers().contains_key("location"));
    }
    if let Ok(text) = std::str::from_utf8(token) {
        let is_ours = !matches!(host_page::open(&world.app, text).await.unwrap(), Opened::Forged);
        assert_eq!(is_ours, text == ours, "{text}");
    }
}

/// Claims of any content, rightly signed: they lead to the session's host or nowhere.
async fn said(world: &World, claims: &[u8]) {
    let text = URL_SAFE_NO_PAD.encode(claims);
    let signature = world.app.vault.sign("host page", &text).await.unwrap();
    // Nobody but us can sign claims, so a fault over strange ones is as good as a refusal.
    let opened = host_page::open(&world.app, &format!("{text}.{signature}")).await;
    if let Ok(Opened::Start(link)) = opened {
        assert!(link.expose().starts_with("http"));
        assert!(claims.windows(4).any(|window| window == b"aino"), "for its host alone");
    }
}
