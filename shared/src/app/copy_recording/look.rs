//! Google and Microsoft don't tell by themselves that a recording is there: once a meeting is over they are asked, and
//! again for as long as one may take to be made.

use jiff::SignedDuration;

use super::arrive::{Held, held};
use crate::app::configs::Fresh;
use crate::app::{App, Context, way};
use crate::domain::config::{TenantConfig, Whose};
use crate::domain::fault::Fault;
use crate::domain::ids::SessionKey;
use crate::domain::meeting::LiveMeeting;
use crate::domain::onboarding::recording::FileKind;
use crate::domain::onboarding::told::FileTold;
use crate::providers::{MeetingFile, MeetingFileKind, Place, ProviderFault};
use crate::queue::{Envelope, RecordingMessage};

/// How many pauses are made: a recording may take a day to be made (Google and Microsoft, help pages of their
/// recordings).
const PAUSES: u32 = 96;
/// The first pause.
const FIRST: SignedDuration = SignedDuration::from_mins(5);
/// The others: a queue keeps a message back no longer.
const PAUSE: SignedDuration = SignedDuration::from_mins(15);
/// After how many of them it is looked every hour only, since each look is a few questions to the provider.
const EAGER: u32 = 8;

/// Whether it is looked after so many pauses.
const fn is_time(pauses: u32) -> bool {
    pauses <= EAGER || pauses.is_multiple_of(4)
}

/// Looks for what was recorded of a session.
pub(super) async fn session(
    app: &App,
    key: &SessionKey,
    tries: u32,
    context: &Context,
) -> Result<(), Fault> {
    if !is_time(tries) {
        return later(app, key, tries, context).await;
    }
    let Some(found) = held(app, key).await? else { return Ok(()) };
    let Some(live) = found.session.live.clone() else { return Ok(()) };
    let config = app.configs.of(&key.tenant, Fresh::Now).await?;
    let files = match files(app, &config, &live).await {
        Ok(files) => files,
        Err(ProviderFault::Passing { after, cause }) => return Err(Fault::Retry { after, cause }),
        Err(fault) => {
            tracing::warn!(
                tenant = key.tenant,
                provider = live.provider,
                ?fault,
                "no recordings can be read"
            );
            return Ok(());
        }
    };
    let told: Vec<_> = files.iter().filter_map(|file| told(app, &found, &live, file)).collect();
    let is_whole = files.iter().all(|file| file.ready) && !told.is_empty();
    for file in told {
        let message = Envelope::new(&context.trace, RecordingMessage::Available(file));
        app.recordings()?.send(&key.tenant, &message).await?;
    }
    if is_whole || tries >= PAUSES {
        return Ok(());
    }
    later(app, key, tries, context).await
}

async fn later(app: &App, key: &SessionKey, tries: u32, context: &Context) -> Result<(), Fault> {
    let message = RecordingMessage::Look { session: key.clone(), tries: tries + 1 };
    let pause = if tries == 0 { FIRST } else { PAUSE };
    app.recordings()?.send_later(&key.tenant, &Envelope::new(&context.trace, message), pause).await
}

async fn files(
    app: &App,
    config: &TenantConfig,
    live: &LiveMeeting,
) -> Result<Vec<MeetingFile>, ProviderFault> {
    let whose: Whose<'_> = live.whose();
    let Some(connection) = config.connection(whose) else { return Ok(Vec::new()) };
    let access = way::access(app, &config.id, whose, connection, None).await?;
    let mut all = Vec::new();
    match live.provider.as_str() {
        "google" => {
            let code = live.join_url.rsplit('/').next().unwrap_or_default();
            let code = code.split('?').next().unwrap_or_default();
            let meet = app.providers.meet();
            all.extend(meet.recordings(&access, &live.host, code).await?);
            all.extend(meet.transcripts(&access, &live.host, code).await?);
        }
        "microsoft" => {
            let teams = app.providers.microsoft();
            all.extend(teams.recordings(&access, &live.host, &live.join_url).await?);
            all.extend(teams.transcripts(&access, &live.host, &live.join_url).await?);
        }
        _ => {}
    }
    Ok(all)
}

fn told(app: &App, found: &Held, live: &LiveMeeting, file: &MeetingFile) -> Option<FileTold> {
    let (what, ending) = match file.kind {
        MeetingFileKind::Recording => (FileKind::Recording, "mp4"),
        MeetingFileKind::Transcript => (FileKind::Transcript, "vtt"),
    };
    let url = match file.place.as_ref().filter(|_| file.ready)? {
        Place::Url(url) => url.clone(),
        Place::Drive(id) => {
            let drive = &app.config.vendors.google.api;
            match what {
                FileKind::Recording => {
                    format!("{drive}/drive/v3/files/{id}?alt=media&supportsAllDrives=true")
                }
                // A transcript of Meet's is a document, which is taken as text.
                FileKind::Transcript => {
                    format!("{drive}/drive/v3/files/{id}/export?mimeType=text/plain")
                }
            }
        }
    };
    let start = found.session.wanted.as_ref().map(|content| content.start);
    let held_at = file.start.or(start)?;
    let ending =
        if what == FileKind::Transcript && live.provider == "google" { "txt" } else { ending };
    Some(FileTold {
        provider: live.provider.clone(),
        account: String::new(),
        meeting: live.id.clone(),
        // A session's meeting is its occasion, however often people go in and out.
        instance: live.id.clone(),
        file: file.id.clone(),
        what,
        ending: ending.to_owned(),
        size: file.size,
        url,
        token: None,
        held_at,
    })
}
