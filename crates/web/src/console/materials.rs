//! Papers and files at the window: a form that carries a file, and a copy to save.

use axum::extract::multipart::{Field, Multipart};
use axum::extract::{Path, State};
use axum::response::Response;
use center::FileFor;
use timeline::CaseId;

use super::acts;
use super::case::{answer, give_back};
use super::denied::not_shown;
use super::page;
use super::schema::FILE;
use super::seat::Clerk;
use super::submit::NotDone;
use super::typed::Typed;
use crate::api::files;
use crate::app::App;
use crate::problem::{self, Problem};

/// Most bytes of all fields beside the file: as much as a command over the API may have.
const FIELDS_BYTES_MAX: usize = 1 << 20;

/// A form comes with a file: the file is stored while it arrives, then the desk is asked.
pub(crate) async fn hand_in(
    State(app): State<App>,
    clerk: Clerk,
    Path((id, word)): Path<(String, String)>,
    form: Multipart,
) -> Response {
    let act = acts::find(&word).filter(|act| act.carries_file());
    let (Ok(case), Some(act)) = (id.parse::<CaseId>(), act) else { return page::missing(&clerk) };
    match (Form { app: &app, clerk: &clerk, case, typed: Typed::default(), bytes: 0 }).read(form).await {
        (typed, None) => answer(&app, &clerk, (case, act), &typed).await,
        (typed, Some(problem)) => {
            let not_done = NotDone::of_problem(clerk.language, &problem);
            give_back(&app, &clerk, (case, act), &typed, not_done).await
        }
    }
}

/// A copy of a material, to save.
pub(crate) async fn copy(State(app): State<App>, clerk: Clerk, Path((id, number)): Path<(String, String)>) -> Response {
    let (Ok(case), Ok(number)) = (id.parse::<CaseId>(), number.parse::<u32>()) else { return page::missing(&clerk) };
    let copy = files::copy(&app, &clerk.seat.actor, case, number).await;
    copy.unwrap_or_else(|problem| not_shown(&clerk, case, &problem))
}

/// A form with a file, while it is read.
struct Form<'a> {
    app: &'a App,
    clerk: &'a Clerk,
    case: CaseId,
    typed: Typed,
    bytes: usize,
}

impl Form<'_> {
    /// Everything that was typed, with the name of the file once it is stored; and what stood in the way. A file that is
    /// not taken does not keep the fields behind it from being read, so that they are still there when the form comes back.
    async fn read(mut self, mut form: Multipart) -> (Typed, Option<Problem>) {
        let mut first = None;
        loop {
            match form.next_field().await {
                Ok(Some(field)) => {
                    let taken = self.take(field).await;
                    first = first.or(taken.err());
                }
                Ok(None) => return (self.typed, first),
                Err(_) => return (self.typed, first.or(Some(Problem::from(problem::BODY_UNREADABLE)))),
            }
        }
    }

    async fn take(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A browser sends an empty part where no file was chosen.
            Some(file) if file.is_empty() => Ok(()),
            Some(_) if name == FILE => self.store(field).await,
            Some(_) => Err(Problem::from(problem::FILE_FORM)),
            None => self.note(name, field).await,
        }
    }

    /// What a browser says of the form of a file is read off the ending of its name, so the file itself is asked.
    async fn store(&mut self, field: Field<'_>) -> Result<(), Problem> {
        let stored = files::store(self.app, &self.clerk.seat.actor, FileFor::Case(self.case), None, field).await?;
        self.typed.put(FILE, stored.blob.to_string());
        self.typed.put("media_type", stored.media_type.as_str().to_owned());
        Ok(())
    }

    async fn note(&mut self, name: String, mut field: Field<'_>) -> Result<(), Problem> {
        let mut text = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|_| Problem::from(problem::BODY_UNREADABLE))? {
            self.bytes += piece.len();
            if self.bytes > FIELDS_BYTES_MAX {
                return Err(Problem::from(problem::BODY_TOO_LARGE));
            }
            text.extend_from_slice(&piece);
        }
        let text = String::from_utf8(text).map_err(|_| Problem::from(problem::BODY_UNREADABLE))?;
        self.typed.add(name, text);
        Ok(())
    }
}
