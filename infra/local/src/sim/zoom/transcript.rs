//! What was said in a meeting, as text.

use http::StatusCode;
use serde_json::json;

use super::held::Held;
use super::recorded::opaque;
use super::recording::RecordingFile;
use super::refusal::Refusal;
use super::{Outcome, json_response};
use crate::sim::Call;

/// `GET /meetings/{id}/transcript` → 200, also while it can't be had yet, or no longer.
pub fn get(held: &Held, call: &Call, id: &str) -> Outcome {
    let recorded = held.recording_at(id).map_err(|refusal| match refusal {
        Refusal::NoRecording => Refusal::NoTranscript,
        other => other,
    })?;
    let transcripts = recorded.recording.files.iter().find(|file| file.is_transcript());
    let file = transcripts.ok_or(Refusal::NoTranscript)?;
    let mut shown = json!({
        "meeting_id": recorded.uuid(),
        "account_id": held.account.id,
        "meeting_topic": recorded.topic(),
        "host_id": recorded.host_id(),
        "transcript_created_time": recorded.start(),
        "can_download": file.is_there(),
        "auto_delete": false,
    });
    match restriction(file) {
        Some(reason) => shown["download_restriction_reason"] = json!(reason),
        None => {
            let name = opaque(recorded.uuid(), &file.id);
            let url = format!("{}/rec/meeting/transcript/download/{name}", call.base());
            shown["download_url"] = json!(url);
        }
    }
    Ok(json_response(StatusCode::OK, &shown))
}

fn restriction(file: &RecordingFile) -> Option<&'static str> {
    if file.trashed_at.is_some() {
        return Some("DELETED_OR_TRASHED");
    }
    file.is_processing().then_some("NOT_READY")
}
