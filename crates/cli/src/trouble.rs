//! Exit codes, and what a verb says when it cannot do what it was asked.

use std::error::Error;
use std::fmt;
use std::process::ExitCode;

use serde::Serialize;
use serde_json::Value;

use crate::say::plain;

/// How a run ended. The numbers are a promise to scripts; they are listed in docs/operations.md.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Exit {
    /// Done.
    Ok = 0,
    /// Something else went wrong.
    Failed = 1,
    /// The words could not be understood; clap exits with it by itself.
    Usage = 2,
    /// A verification ran to its end and found faults.
    Faults = 3,
    /// What was asked contradicts what is there, such as restoring over a log.
    Conflict = 4,
    /// There is no such case, view or file.
    NotFound = 5,
    /// The disk failed, or holds less than was acknowledged.
    Storage = 74,
    /// Somebody else holds it at this moment.
    TryAgain = 75,
    /// The system refuses access.
    Denied = 77,
    /// What was configured cannot be run safely.
    Configuration = 78,
}

impl Exit {
    /// A stable word beside the number, for `--json`.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Exit::Ok => "ok",
            Exit::Failed => "failed",
            Exit::Usage => "usage",
            Exit::Faults => "faults",
            Exit::Conflict => "conflict",
            Exit::NotFound => "not_found",
            Exit::Storage => "storage",
            Exit::TryAgain => "try_again",
            Exit::Denied => "denied",
            Exit::Configuration => "configuration",
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

/// A sentence in both languages, Chinese first.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Both {
    pub(crate) zh: String,
    pub(crate) en: String,
}

impl Both {
    pub(crate) fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
        Both { zh: zh.into(), en: en.into() }
    }
}

/// Why a verb stopped, what to do next, and the exit code that says so to a script.
#[derive(Debug)]
pub(crate) struct Trouble {
    pub(crate) exit: Exit,
    pub(crate) what: Both,
    pub(crate) next: Option<Both>,
    cause: Option<anyhow::Error>,
}

impl Trouble {
    pub(crate) fn new(exit: Exit, zh: impl Into<String>, en: impl Into<String>) -> Self {
        Trouble { exit, what: Both::new(zh, en), next: None, cause: None }
    }

    /// The center said no, in a problem document.
    pub(crate) fn said_no(status: u16, problem: &Value) -> Self {
        let exit = match status {
            401 | 403 => Exit::Denied,
            404 => Exit::NotFound,
            409 | 412 | 422 => Exit::Conflict,
            429 | 503 => Exit::TryAgain,
            _ => Exit::Failed,
        };
        let (title, code, detail) = (plain(&problem["title"]), plain(&problem["code"]), plain(&problem["detail"]));
        Trouble::new(exit, format!("{title}（{code}）"), format!("the center said no: {code}."))
            .next(detail.clone(), detail)
    }

    /// What the reader should do now.
    #[must_use]
    pub(crate) fn next(mut self, zh: impl Into<String>, en: impl Into<String>) -> Self {
        self.next = Some(Both::new(zh, en));
        self
    }

    /// What brought it about.
    #[must_use]
    pub(crate) fn because(mut self, cause: impl Into<anyhow::Error>) -> Self {
        self.cause = Some(cause.into());
        self
    }

    /// The exit code for a refusal of the operating system.
    pub(crate) fn exit_of(reason: &std::io::Error) -> Exit {
        match reason.kind() {
            std::io::ErrorKind::NotFound => Exit::NotFound,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Exit::Denied,
            _ => Exit::Storage,
        }
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}", self.what.zh, self.what.en)
    }
}

impl Error for Trouble {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| cause.as_ref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_no_ends_as_its_family_does() {
        let ends = [(401, Exit::Denied), (404, Exit::NotFound), (422, Exit::Conflict), (503, Exit::TryAgain)];
        for (status, exit) in ends {
            assert_eq!(Trouble::said_no(status, &serde_json::json!({ "code": "a.b" })).exit, exit, "{status}");
        }
    }

    #[test]
    fn the_numbers_are_those_promised() {
        let all = [
            (Exit::Ok, 0),
            (Exit::Failed, 1),
            (Exit::Usage, 2),
            (Exit::Faults, 3),
            (Exit::Conflict, 4),
            (Exit::NotFound, 5),
            (Exit::Storage, 74),
            (Exit::TryAgain, 75),
            (Exit::Denied, 77),
            (Exit::Configuration, 78),
        ];
        for (exit, number) in all {
            assert_eq!(exit as u8, number, "{}", exit.code());
        }
    }
}
