//! The step at which personal values of a command are sealed: before anything is decided, so that no rule and no fact
//! ever meets them in clear.

use std::sync::Arc;

use timeline::{CaseId, RequestId, Sealed, StreamId, SubjectId};
use uuid::Uuid;
use vault::{Vault, VaultError};

use crate::handle::Shell;
use crate::{Command, Failure, Refused};

/// What tells the values of one request apart is their order in it, below the request's own id: a retry seals under the
/// same.
fn value_id(request: RequestId, number: usize) -> Uuid {
    Uuid::new_v5(&request.uuid(), &number.to_be_bytes())
}

impl Shell {
    /// Seals every personal value of a command for this stream. In a demonstration they stay in clear.
    pub(crate) async fn seal(
        &self,
        command: &mut Command,
        stream: StreamId,
        request: RequestId,
    ) -> Result<(), Failure> {
        let case = CaseId::from(stream).into();
        let vault = match &self.options.vault {
            Some(vault) if !self.options.demo => vault.clone(),
            Some(_) | None => {
                command.each_personal(case, request, &mut |personal, subject| {
                    personal.seal(|text| Sealed::clear(subject, text));
                });
                return Ok(());
            }
        };
        let mut subjects: Vec<SubjectId> = Vec::new();
        command.each_personal(case, request, &mut |_, subject| subjects.push(subject));
        provide(vault.clone(), subjects).await?;
        let (mut number, mut fault) = (0, None);
        command.each_personal(case, request, &mut |personal, subject| {
            personal.seal(|text| {
                number += 1;
                vault.seal(stream, subject, value_id(request, number), text).unwrap_or_else(|error| {
                    fault = Some(error);
                    Sealed::new(vault::COMMITTED, subject, Vec::new())
                })
            });
        });
        fault.map_or(Ok(()), |error| Err(not_sealed(&error)))
    }
}

/// Keys of new subjects are synced before anything is sealed with them, on a thread that may wait.
async fn provide(vault: Arc<Vault>, subjects: Vec<SubjectId>) -> Result<(), Failure> {
    let keyring = vault.clone();
    let providing = tokio::task::spawn_blocking(move || keyring.provide(&subjects));
    let provided = providing.await.map_err(|error| Failure::Failed { what: error.to_string() })?;
    provided.map_err(|error| match error {
        VaultError::Erased { .. } => not_sealed(&error),
        error if vault.has_failed() => Failure::KeysFailed { what: crate::stored::chain(&error) },
        error => not_sealed(&error),
    })
}

fn not_sealed(error: &VaultError) -> Failure {
    match error {
        VaultError::Erased { .. } => Refused::erased().into(),
        error => Failure::Failed { what: crate::stored::chain(error) },
    }
}
