//! Papers and files of a case: handed in as they are, and given out as they are, to be saved.

use access::{Action, Actor};
use axum::http::{StatusCode, header};
use axum::response::Response;
use center::{Center, FileFor, Material, ReadFailure, StoredFile};
use timeline::{CaseId, MediaType, RequestId};
use tokio_stream::Stream;

use crate::api::{parameters, schemas};
use crate::app::App;
use crate::endpoint::{Answer, Asked, Description, Endpoint, Gate, Parameter, Place, Verb};
use crate::problem::{self, Kind, Problem};
use crate::{failure, request, respond};

/// A file is brought into the store.
pub(crate) struct StoreFile;

/// The scan of a letter is brought into the store, before its case is registered.
pub(crate) struct StoreScan;

/// A copy of a material.
pub(crate) struct ReadMaterial;

/// A copy of the letter a case was registered from.
pub(crate) struct ReadLetter;

impl Endpoint for StoreFile {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/cases/{case}/files";
    const GATE: Gate = Gate::Action(Action::StoreFile);
    const SUMMARY: (&'static str, &'static str) = ("上传案件文件", "Bring a file of a case into the store");
    const NAME: &'static str = "storeFile";

    fn describe() -> Description {
        Description {
            parameters: vec![parameters::case(), parameters::key()],
            files: MediaType::ALL.iter().map(|form| form.mime()).collect(),
            answers: vec![stored()],
            problems: storing(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let case = asked.case(app).await?;
        let request = request::request_id(&asked.parts.headers, &asked.permit.actor().id)?;
        bring(app, asked, request, FileFor::Case(case)).await
    }
}

impl Endpoint for StoreScan {
    const VERB: Verb = Verb::Post;
    const PATH: &'static str = "/api/v1/scans";
    const GATE: Gate = Gate::Action(Action::RegisterCase);
    const SUMMARY: (&'static str, &'static str) = ("上传来信扫描件", "Bring the scan of a letter into the store");
    const NAME: &'static str = "storeScan";

    fn describe() -> Description {
        let stored = Answer {
            meaning: "It is sealed, on stable storage. register_case names it as the scan of the letter, under the same Idempotency-Key and by the same person.",
            ..stored()
        };
        let problems = storing().into_iter().filter(|problem| *problem != problem::CASE_UNKNOWN).collect();
        Description {
            parameters: vec![parameters::key()],
            files: MediaType::ALL.iter().map(|form| form.mime()).collect(),
            answers: vec![stored],
            problems,
            ..Description::default()
        }
    }

    async fn answer(app: &App, asked: Asked<Self>) -> Result<Response, Problem> {
        let request = request::request_id(&asked.parts.headers, &asked.permit.actor().id)?;
        bring(app, asked, request, FileFor::Letter(request)).await
    }
}

const fn stored() -> Answer {
    Answer {
        status: 201,
        meaning: "It is sealed, on stable storage; submit_material may name it. It belongs to the case only then.",
        media_type: request::JSON,
        schema: Some(schemas::stored_file),
        headers: &[],
    }
}

/// What can go wrong with a file.
fn storing() -> Vec<&'static Kind> {
    vec![
        problem::PATH,
        problem::KEY_MISSING,
        problem::KEY_MALFORMED,
        problem::BODY_UNREADABLE,
        problem::BODY_SLOW,
        problem::STAFF_UNKNOWN,
        problem::DENIED,
        problem::CASE_UNKNOWN,
        problem::IN_FLIGHT,
        problem::FILE_TOO_LARGE,
        problem::FILE_FORM,
        problem::REFUSED,
        problem::READ_ONLY,
        problem::POISONED,
        problem::KEYS_FAILED,
        problem::FULL,
    ]
}

/// Takes the file of a request in.
async fn bring<E: Endpoint>(
    app: &App,
    mut asked: Asked<E>,
    request: RequestId,
    purpose: FileFor,
) -> Result<Response, Problem> {
    let said = asked.parts.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let said = said.and_then(MediaType::of_mime).filter(|_| request::is_plain(&asked.parts.headers));
    let said = said.ok_or(problem::FILE_FORM)?;
    let bytes_max = app.options().file_bytes_max;
    if request::announced_bytes(&asked.parts.headers).is_some_and(|bytes| bytes > bytes_max) {
        return Err(request::too_large(bytes_max));
    }
    let _stay = app.in_flight().enter(request).ok_or(problem::IN_FLIGHT)?;
    let file = asked.arriving().into_data_stream();
    let stored = store(app, asked.permit.actor(), purpose, Some(said), file).await?;
    let mut response = respond::plain(&stored);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Stores a file while it arrives.
pub(crate) async fn store<E>(
    app: &App,
    actor: &Actor,
    purpose: FileFor,
    said: Option<MediaType>,
    file: impl Stream<Item = Result<axum::body::Bytes, E>>,
) -> Result<StoredFile, Problem> {
    let (pieces, arriving) = request::arrive();
    let passing = pieces.pass(file, app.options().file_bytes_max);
    let (passed, stored) = tokio::join!(passing, app.center().store_file(actor, purpose, said, arriving));
    // What is wrong with the line is why it could not be stored.
    passed?;
    stored.map_err(failure::of_file)
}

impl Endpoint for ReadMaterial {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/materials/{material}";
    const GATE: Gate = Gate::Action(Action::ReadMaterial);
    const SUMMARY: (&'static str, &'static str) = ("下载案件材料", "A copy of a paper or file of a case");
    const NAME: &'static str = "readMaterial";
    const OFFERS: &'static str = request::ANY;

    fn describe() -> Description {
        let number = Parameter {
            name: "material",
            place: Place::Path,
            required: true,
            meaning: "Which material of the case, from 1.",
            schema: |_| parameters::whole(1),
        };
        let problems = [problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::CASE_UNKNOWN];
        Description {
            parameters: vec![parameters::case(), number],
            answers: vec![as_it_was()],
            problems: problems.into_iter().chain([problem::MATERIAL_UNKNOWN]).collect(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let case = asked.case(app).await?;
        let number = asked.path("material").await?;
        let number = number.parse().map_err(|_| Problem::at(problem::PATH, "material", "no whole number"))?;
        copy(app, asked.permit.actor(), case, number).await
    }
}

impl Endpoint for ReadLetter {
    const VERB: Verb = Verb::Get;
    const PATH: &'static str = "/api/v1/cases/{case}/letter";
    const GATE: Gate = Gate::Action(Action::ReadMaterial);
    const SUMMARY: (&'static str, &'static str) = ("下载来信扫描件", "A copy of the letter a case was registered from");
    const NAME: &'static str = "readLetter";
    const OFFERS: &'static str = request::ANY;

    fn describe() -> Description {
        let problems = [problem::PATH, problem::STAFF_UNKNOWN, problem::DENIED, problem::CASE_UNKNOWN];
        Description {
            parameters: vec![parameters::case()],
            answers: vec![as_it_was()],
            problems: problems.into_iter().chain([problem::MATERIAL_UNKNOWN]).collect(),
            ..Description::default()
        }
    }

    async fn answer(app: &App, mut asked: Asked<Self>) -> Result<Response, Problem> {
        let case = asked.case(app).await?;
        let actor = asked.permit.actor().clone();
        attached(app, move |center| center.letter(&actor, case)).await
    }
}

const fn as_it_was() -> Answer {
    Answer {
        status: 200,
        meaning: "The file as it was handed in, to be saved.",
        media_type: request::ANY,
        schema: Some(schemas::file),
        headers: &["Content-Disposition"],
    }
}

/// A copy of a material, for whoever may have one.
pub(crate) async fn copy(app: &App, actor: &Actor, case: CaseId, number: u32) -> Result<Response, Problem> {
    let actor = actor.clone();
    attached(app, move |center| center.material(&actor, case, number)).await
}

/// A file that was found, on a thread that may wait for the disk.
async fn attached(
    app: &App,
    find: impl FnOnce(&Center) -> Result<Option<Material>, ReadFailure> + Send + 'static,
) -> Result<Response, Problem> {
    let found = app.read(find).await?;
    Ok(respond::attachment(found.ok_or(problem::MATERIAL_UNKNOWN)?))
}
