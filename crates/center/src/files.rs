//! Papers and files of a case: brought into the store, found there when a fact is to name them, and handed out again.
//!
//! A file lies under the key of its case, in a demonstration too, and is held in memory a piece at a time. Until a fact
//! names it, it belongs to nothing and nobody can ask for it.

use std::io::Read;
use std::sync::Arc;

use access::{Action, Actor, CaseFacts, Viewer, decide};
use intake::StoredFile;
use journal::Condition;
use timeline::{
    BlobName, CaseId, CaseNumber, Entry, Event, IntakeEvent, MaterialSubmitted, MediaType, RequestId, StreamId,
};
use vault::{BlobError, MaterialError, OpenBlob, Vault, VaultError};

use crate::handle::{Center, Shell};
use crate::reading::permit;
use crate::stored::chain;
use crate::{Failure, ReadFailure, Refused};

/// Why a file was not taken.
#[derive(Clone, PartialEq, Debug, thiserror::Error)]
pub enum FileFailure {
    /// As for an order: not by this actor, not at present, or the machine broke.
    #[error(transparent)]
    Order(#[from] Failure),
    /// It is longer than anything the store takes.
    #[error("the file is longer than {bytes_max} bytes")]
    TooLong {
        /// The limit of the store.
        bytes_max: u64,
    },
    /// What it begins with is of no form that is taken, or not of the one that was said.
    #[error("the file is not of a form that is taken, or not of the one it is said to be")]
    Form,
    /// Whoever sent it broke off.
    #[error("the file broke off")]
    BrokenOff,
}

/// What a file is brought for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FileFor {
    /// A case: `submit_material` will take it.
    Case(CaseId),
    /// The letter a case will be registered from by this request: `register_case` will name it as the scan.
    Letter(RequestId),
}

/// A material on its way out.
#[derive(Debug)]
pub struct Material {
    /// The number of the case.
    pub case: CaseNumber,
    /// The number of the material within the case; `None` for the letter the case was registered from.
    pub material: Option<u32>,
    /// Its form.
    pub media_type: MediaType,
    /// For whom it was taken out.
    pub viewer: Viewer,
    /// What it says. It reads like any other source of bytes, and waits for the disk.
    pub file: OpenBlob,
}

impl Material {
    /// The name a copy gets: it tells which case, and nothing of what is in it.
    #[must_use]
    pub fn file_name(&self) -> String {
        let which = self.material.map_or_else(|| "letter".to_owned(), |number| number.to_string());
        format!("{}-{which}.{}", self.case, self.media_type.ending())
    }
}

impl Center {
    /// Brings a file into the store and answers what the command that takes it says of it. The same file brought twice has
    /// one name, so a retry stores nothing twice.
    ///
    /// # Errors
    /// [`FileFailure`]; nothing is kept then.
    pub async fn store_file(
        &self,
        actor: &Actor,
        purpose: FileFor,
        said: Option<MediaType>,
        from: impl Read + Send + 'static,
    ) -> Result<StoredFile, FileFailure> {
        let (center, actor) = (self.clone(), actor.clone());
        let storing = tokio::task::spawn_blocking(move || {
            let stream = center.stream_for(&actor, purpose).map_err(of_reading)?;
            center.store(stream, said, from)
        });
        storing.await.unwrap_or_else(|error| Err(Failure::Failed { what: error.to_string() }.into()))
    }

    /// Under whose key it will lie. A letter is scanned before its case is there, so it lies where the case will be.
    fn stream_for(&self, actor: &Actor, purpose: FileFor) -> Result<StreamId, ReadFailure> {
        match purpose {
            FileFor::Case(case) => self.read(actor, Action::StoreFile, case.into()).map(|_| case.into()),
            FileFor::Letter(request) => {
                permit(decide(actor, Action::RegisterCase, &CaseFacts::default()))?;
                Ok(StreamId::derive(request.uuid(), actor.id.as_str()))
            }
        }
    }

    fn store(&self, stream: StreamId, said: Option<MediaType>, mut from: impl Read) -> Result<StoredFile, FileFailure> {
        let vault = self.shell.options.vault.as_ref().ok_or_else(no_vault)?;
        match self.condition() {
            Condition::Writable => {}
            condition => return Err(Failure::NotWritable(condition).into()),
        }
        let first = first_bytes(&mut from).map_err(|_| FileFailure::BrokenOff)?;
        let media_type = MediaType::of_first_bytes(&first).ok_or(FileFailure::Form)?;
        if said.is_some_and(|said| said != media_type) {
            return Err(FileFailure::Form);
        }
        let mut whole = Counted { from: first.chain(from), bytes: 0 };
        let blob = vault.put(stream, CaseId::from(stream).into(), &mut whole).map_err(not_stored)?;
        Ok(StoredFile { blob, media_type, bytes: whole.bytes })
    }

    /// A material of a case, for whoever may read what is personal in it; `None` if there is none of this number, or no
    /// more since the case was erased. Waits for the disk: the file is compared with its name before a byte of it is
    /// handed out.
    ///
    /// # Errors
    /// There is no such case for this actor, or the file is not as it was stored.
    pub fn material(&self, actor: &Actor, case: CaseId, number: u32) -> Result<Option<Material>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadMaterial, case.into())?;
        let viewer = Viewer::of(actor, now.facts());
        let Some((of, fact)) = find(&entries, number) else { return Ok(None) };
        let found = self.file_of(case, fact.blob)?;
        Ok(found.map(|file| Material { case: of, material: Some(number), media_type: fact.media_type, viewer, file }))
    }

    /// The scan of the letter a case was registered from, as [`Center::material`].
    ///
    /// # Errors
    /// As there.
    pub fn letter(&self, actor: &Actor, case: CaseId) -> Result<Option<Material>, ReadFailure> {
        let (entries, now) = self.read(actor, Action::ReadMaterial, case.into())?;
        let viewer = Viewer::of(actor, now.facts());
        let Some((number, scan)) = entries.iter().find_map(scan_of_letter) else { return Ok(None) };
        let stored = look(self.shell.options.vault.as_ref(), case.into(), scan);
        let stored = stored.map_err(|failure| ReadFailure::Failed { what: failure.to_string() })?;
        let (Some(StoredFile { media_type, .. }), Some(file)) = (stored, self.file_of(case, scan)?) else {
            return Ok(None);
        };
        Ok(Some(Material { case: number, material: None, media_type, viewer, file }))
    }

    fn file_of(&self, case: CaseId, blob: BlobName) -> Result<Option<OpenBlob>, ReadFailure> {
        let Some(vault) = &self.shell.options.vault else { return Ok(None) };
        if self.opener().is_closed(case.into()) {
            return Ok(None);
        }
        match vault.get(case.into(), case.into(), blob) {
            Ok(file) => Ok(Some(file)),
            Err(MaterialError::Key(VaultError::Erased { .. })) => Ok(None),
            Err(error) => Err(ReadFailure::Failed { what: chain(&error) }),
        }
    }
}

fn scan_of_letter(entry: &Entry) -> Option<(CaseNumber, BlobName)> {
    match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(fact)) => Some((fact.number, fact.letter.as_ref()?.scan?)),
        _ => None,
    }
}

impl Shell {
    /// What the store says of a file that a command on this stream names; `None` if it has no such file for this case.
    pub(crate) async fn stored_file(&self, stream: StreamId, blob: BlobName) -> Result<Option<StoredFile>, Failure> {
        let vault = self.options.vault.clone();
        let looking = tokio::task::spawn_blocking(move || look(vault.as_ref(), stream, blob));
        looking.await.unwrap_or_else(|error| Err(Failure::Failed { what: error.to_string() }))
    }
}

fn look(vault: Option<&Arc<Vault>>, stream: StreamId, blob: BlobName) -> Result<Option<StoredFile>, Failure> {
    let Some(vault) = vault else { return Ok(None) };
    let mut file = match vault.get(stream, CaseId::from(stream).into(), blob) {
        Ok(file) => file,
        Err(MaterialError::File(BlobError::Damaged { name })) => {
            tracing::error!(%name, "a stored file is damaged: it counts as not there, and bringing it again mends it");
            return Ok(None);
        }
        Err(MaterialError::File(BlobError::Missing { .. } | BlobError::Foreign { .. })) => return Ok(None),
        // Without a key nothing was ever stored for this case; with an erased one the command is refused anyway.
        Err(MaterialError::Key(VaultError::NoKey { .. } | VaultError::Erased { .. })) => return Ok(None),
        Err(error) => return Err(Failure::Failed { what: chain(&error) }),
    };
    let bytes = file.size_bytes();
    let first = first_bytes(&mut file).map_err(|error| Failure::Failed { what: chain(&error) })?;
    Ok(MediaType::of_first_bytes(&first).map(|media_type| StoredFile { blob, media_type, bytes }))
}

/// As much as it takes to tell the form.
fn first_bytes(from: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut first = Vec::with_capacity(MediaType::FIRST_BYTES);
    from.take(MediaType::FIRST_BYTES as u64).read_to_end(&mut first)?;
    Ok(first)
}

/// The fact that took this material in, and the number of its case.
fn find(entries: &[Entry], number: u32) -> Option<(CaseNumber, &MaterialSubmitted)> {
    let case = entries.iter().find_map(|entry| match &entry.event {
        Event::Intake(IntakeEvent::CaseRegistered(case)) => Some(case.number),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    })?;
    let fact = entries.iter().find_map(|entry| submitted(&entry.event).filter(|fact| fact.material == number))?;
    Some((case, fact))
}

/// The paper or file that a fact took in.
pub(crate) const fn submitted(event: &Event) -> Option<&MaterialSubmitted> {
    match event {
        Event::Intake(IntakeEvent::MaterialSubmitted(fact)) => Some(fact),
        Event::Intake(_)
        | Event::Triage(_)
        | Event::Mediation(_)
        | Event::Litigation(_)
        | Event::Petition(_)
        | Event::Oversight(_)
        | Event::Registry(_) => None,
    }
}

/// Counts what passes.
struct Counted<R> {
    from: R,
    bytes: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(into)?;
        self.bytes += read as u64;
        Ok(read)
    }
}

fn of_reading(failure: ReadFailure) -> Failure {
    match failure {
        ReadFailure::Denied { rule } => Failure::Denied { rule },
        ReadFailure::NotFound | ReadFailure::Paused => Failure::NotFound,
        ReadFailure::Failed { what } => Failure::Failed { what },
    }
}

fn no_vault() -> Failure {
    Failure::Failed { what: "this center was opened without a vault, which keeps the files".to_owned() }
}

fn not_stored(error: MaterialError) -> FileFailure {
    match error {
        MaterialError::File(BlobError::TooLong { bytes_max }) => FileFailure::TooLong { bytes_max },
        MaterialError::File(BlobError::BrokenOff(_)) => FileFailure::BrokenOff,
        MaterialError::Key(VaultError::Erased { .. }) => Failure::from(Refused::erased()).into(),
        error => Failure::Failed { what: chain(&error) }.into(),
    }
}
