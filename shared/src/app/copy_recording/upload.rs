//! The copy itself: read a piece, write a piece. The folder's keeper says how much it holds, so after a crash, a
//! lost answer or the end of the time nothing is lost but the piece that was under way. The id of the file to be is
//! written down before it is made, so that there is never a second one.

use jiff::Timestamp;

use super::fetch::Reading;
use super::{BUDGET, Next, Work, fault};
use crate::domain::fault::{Fault, Reason};
use crate::domain::ids::Secret;
use crate::domain::onboarding::recording::{FileRecord, FileState};
use crate::providers::drive::{Begun, NewFile, Progress, Stored};
use crate::providers::{Access, ProviderFault};
use crate::vault::Place;

/// How much is read and written at a time: a multiple of 256 KiB (Google Drive, resumable uploads), and all of a
/// file that is ever in memory.
const PIECE: usize = 8 * 1024 * 1024;
/// How often an upload is begun anew within one invocation.
const BEGINNINGS: usize = 3;
/// How often in a row a piece may be lost.
const LOST: u32 = 3;

/// How far a try came.
enum Come {
    /// All of it is there.
    Stored(Stored),
    /// The time is up.
    TimeIsUp,
    /// The session has ended: another one must be begun.
    Ended,
}

impl Work<'_> {
    /// Copies a file from where it stands.
    pub(super) async fn copy(
        &self,
        file: &mut FileRecord,
        begun: Timestamp,
    ) -> Result<Next, Fault> {
        let access = self.access().await?;
        if file.state != FileState::Copying || file.reason.is_some() {
            self.note(file, |file| (file.state, file.reason) = (FileState::Copying, None)).await?;
        }
        for _ in 0..BEGINNINGS {
            let come = match self.session(file, &access).await? {
                Some(session) => self.transfer(file, &session, begun).await?,
                None => self.found(file, &access).await?,
            };
            match come {
                Come::Stored(stored) => return self.stored(file, stored).await,
                Come::TimeIsUp => return Ok(Next::GoOn),
                Come::Ended => self.note(file, |file| file.upload = None).await?,
            }
        }
        Err(Fault::retry(60, "uploads end before they are complete"))
    }

    /// The address of the upload, begun if there is none; `None` when there is a file of this id already.
    async fn session(
        &self,
        file: &mut FileRecord,
        access: &Access,
    ) -> Result<Option<Secret>, Fault> {
        if let Some(sealed) = &file.upload {
            return self.app.vault.open(self.place(&file.id), sealed).await.map(Some);
        }
        let drive = self.app.providers.drive();
        if file.stored_as.is_none() {
            let id = drive.new_id(access).await.map_err(fault)?;
            self.note(file, |file| file.stored_as = Some(id.clone())).await?;
        }
        let folder = self.folder(access).await?;
        let new = NewFile {
            id: file.stored_as.as_deref().unwrap_or_default(),
            name: &file.name,
            folder: &folder,
            mime: &file.mime,
            size: file.size,
            mark: &file.id,
        };
        match drive.begin(access, &new).await.map_err(fault)? {
            Begun::Exists => Ok(None),
            Begun::Session(session) => {
                let sealed = self.app.vault.seal(self.place(&file.id), &session).await?;
                self.note(file, |file| file.upload = Some(sealed.clone())).await?;
                Ok(Some(session))
            }
        }
    }

    fn place<'p>(&'p self, id: &'p str) -> Place<'p> {
        Place { tenant: self.tenant(), item: id, field: "upload" }
    }

    /// A file of this id is there: ours, or in the trash, where somebody put it.
    async fn found(&self, file: &mut FileRecord, access: &Access) -> Result<Come, Fault> {
        let id = file.stored_as.clone().unwrap_or_default();
        match self.app.providers.drive().get(access, &id).await.map_err(fault)? {
            Some(stored) => Ok(Come::Stored(stored)),
            None => {
                self.note(file, |file| file.stored_as = None).await?;
                Ok(Come::Ended)
            }
        }
    }

    /// Piece by piece, from where the folder's keeper says that it is.
    async fn transfer(
        &self,
        file: &mut FileRecord,
        session: &Secret,
        begun: Timestamp,
    ) -> Result<Come, Fault> {
        let drive = self.app.providers.drive();
        let mut lost = 0;
        loop {
            let mut at = match drive.progress(session, None).await.map_err(fault)? {
                Progress::Done(stored) => return Ok(Come::Stored(stored)),
                Progress::Gone => return Ok(Come::Ended),
                Progress::At(at) => at,
            };
            let mut reading = self.open(file, at).await?;
            self.learn(file, &reading).await?;
            loop {
                let piece = reading.piece(PIECE).await?;
                let end = at + u64::try_from(piece.bytes.len()).unwrap_or_default();
                let size = whole(file.size, end, piece.is_last)?;
                match drive.put(session, at, size, piece.bytes).await {
                    Ok(Progress::Done(stored)) => return Ok(Come::Stored(stored)),
                    Ok(Progress::Gone) => return Ok(Come::Ended),
                    Ok(Progress::At(held)) if held == end && !piece.is_last => {
                        (at, lost) = (held, 0);
                    }
                    // Less is held than was sent, or nobody knows: it says where to go on.
                    Ok(Progress::At(_))
                    | Err(ProviderFault::Uncertain { .. } | ProviderFault::Passing { .. })
                        if lost < LOST =>
                    {
                        lost += 1;
                        break;
                    }
                    Ok(Progress::At(_)) => return Err(Fault::retry(30, "pieces are not taken")),
                    Err(other) => return Err(fault(other)),
                }
                if self.app.clock.now().duration_since(begun) > BUDGET {
                    return Ok(Come::TimeIsUp);
                }
            }
        }
    }

    /// What the provider says of the size when it gives the file is what counts.
    async fn learn(&self, file: &mut FileRecord, reading: &Reading) -> Result<(), Fault> {
        if reading.size.is_none() || reading.size == file.size {
            return Ok(());
        }
        self.note(file, |file| file.size = reading.size).await
    }

    async fn stored(&self, file: &mut FileRecord, stored: Stored) -> Result<Next, Fault> {
        if file.size.is_some_and(|size| size != stored.size) {
            let detail = "what was stored is not as long as the recording; it is copied once more";
            let access = self.access().await?;
            self.app.providers.drive().delete(&access, &stored.id).await.map_err(fault)?;
            self.note(file, |file| (file.upload, file.stored_as) = (None, None)).await?;
            return Err(Fault::retry(30, detail));
        }
        let now = self.app.clock.now();
        self.note(file, |file| {
            file.state = FileState::Stored;
            file.stored_at = Some(now);
            file.stored_as = Some(stored.id.clone());
            file.link.clone_from(&stored.link);
            file.size = Some(stored.size);
            file.upload = None;
            // Nobody needs it any more, and it opens the recording at the provider.
            if let Some(origin) = &mut file.origin {
                origin.token = None;
            }
        })
        .await?;
        Ok(Next::Rest(None))
    }
}

/// The size of the whole file, to be said with its last piece.
fn whole(size: Option<u64>, end: u64, is_last: bool) -> Result<Option<u64>, Fault> {
    match size {
        Some(size) if is_last && end < size => {
            Err(Fault::retry(10, "a recording broke off before its end"))
        }
        Some(size) if end > size => {
            let detail = "the provider gives more than it said";
            Err(Fault::Rejected(Reason::new("size_unclear", detail)))
        }
        size => Ok(size.or_else(|| is_last.then_some(end))),
    }
}
