//! A log to measure on: cases of twenty facts, as real ones interleave, written straight to the journal.

use std::path::Path;

use jiff::Timestamp;
use jiff::civil::date;
use journal::{Draft, DraftEntry, Journal as _, TapeJournal};
use timeline::{
    ActorId, AgreementForm, AgreementSigned, AreaCode, CaseClassified, CaseClosed, CaseKind, CaseNumber,
    CaseRegistered, Channel, Classification, Code, DepartmentCode, Event, Fen, Fingerprint, Instalment, IntakeEvent,
    MediationConsented, MediationEvent, MediationKind, MediationRequested, MediatorAppointed, Meta, Outcome,
    PackVersion, Party, PartyId, PartyKind, PartyRole, PerformanceRecorded, PlaceCode, ReceiptIssued, RequestId,
    ReturnVisitMade, Route, RouteChosen, Sealed, SessionForm, SessionHeld, SessionScheduled, StreamId, TriageEvent,
    codec,
};
use uuid::Uuid;

use crate::meaning;
use crate::progress::Progress;
use crate::verb::place::{self, Place};

/// Facts of one case; as many as [`story`] tells.
const CASE_FACTS: u64 = 20;
/// Cases that are open at one time: as far apart lie the facts of one case in the log.
const OPEN_CASES: u64 = 2_000;
/// Commits under way at one time.
const IN_FLIGHT: usize = 1_024;

/// Fills a log with about so many entries.
pub(crate) fn fill(dir: &Path, entries: u64) -> anyhow::Result<()> {
    let journal = Place::at(dir).open()?;
    let runtime = place::runtime()?;
    let filled = runtime.block_on(fill_all(&journal, entries));
    journal.close();
    filled
}

async fn fill_all(journal: &TapeJournal, entries: u64) -> anyhow::Result<()> {
    let mut progress = Progress::new("filling", entries);
    let (cases, mut begun, mut written) = (entries.div_ceil(CASE_FACTS), 0, 0);
    while begun < cases {
        let group: Vec<(StreamId, Vec<DraftEntry>)> =
            (begun..cases.min(begun + OPEN_CASES)).map(story).collect::<anyhow::Result<_>>()?;
        begun += group.len() as u64;
        written += write(journal, &group).await?;
        progress.reached(written, entries);
    }
    Ok(())
}

/// Writes a group of cases fact by fact: all first facts, all second facts, and so on.
async fn write(journal: &TapeJournal, group: &[(StreamId, Vec<DraftEntry>)]) -> anyhow::Result<u64> {
    let mut written = 0;
    for fact in 0..CASE_FACTS {
        for part in group.chunks(IN_FLIGHT) {
            let drafts = part.iter().filter_map(|(stream, facts)| {
                let entry = facts.get(usize::try_from(fact).ok()?)?.clone();
                let stream = journal::StreamId(stream.uuid().into_bytes());
                Some(Draft { stream, expected: fact, time: i64::try_from(fact).ok()?, entries: vec![entry] })
            });
            let appending: Vec<_> = drafts.map(|draft| journal.append(draft)).collect();
            written += appending.len() as u64;
            for append in appending {
                append.await.map_err(meaning::of_append)?;
            }
        }
    }
    Ok(written)
}

/// One case from registration to its closing, twice mediated.
fn story(case: u64) -> anyhow::Result<(StreamId, Vec<DraftEntry>)> {
    let stream =
        StreamId::new(Uuid::from_u128(u128::from(case).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)));
    let meta = meta(stream, case)?;
    let events =
        begin(stream, case)?.into_iter().chain(mediate(stream, 1)?).chain(mediate(stream, 2)?).chain(end(stream));
    let entry = |event: Event| {
        let (envelope, body) = codec::encode(&meta, &event)?;
        anyhow::Ok(DraftEntry { envelope, body })
    };
    Ok((stream, events.map(entry).collect::<anyhow::Result<_>>()?))
}

fn meta(stream: StreamId, case: u64) -> anyhow::Result<Meta> {
    let seconds = 1_735_700_000 + i64::try_from(case)? * 60;
    Ok(Meta {
        occurred_at: Timestamp::from_second(seconds)?,
        actor: ActorId::parse("triage-1")?,
        on_behalf_of: None,
        department: DepartmentCode::parse("center")?,
        window: None,
        channel: Channel::Window,
        legal_basis: None,
        reference: None,
        request: RequestId::derive(stream.uuid(), "fill"),
        fingerprint: Fingerprint::default(),
        correlation: stream.uuid(),
        causation: None,
        classification: Classification::Internal,
        packs: PackVersion::parse("2026-11")?,
    })
}

fn party(stream: StreamId, name: &str) -> PartyId {
    PartyId::derive(stream.uuid(), name)
}

/// Five facts.
fn begin(stream: StreamId, case: u64) -> anyhow::Result<Vec<Event>> {
    let number = CaseNumber::new(2026, u32::try_from(case % 99_999)? + 1);
    let (one, other) = (party(stream, "one"), party(stream, "other"));
    let named = |id: PartyId, role, name: &str| Party {
        phone: Some(Sealed::clear(id.into(), "00000000000")),
        address: Some(Sealed::clear(id.into(), "澄湾县虚构路1号2单元301室")),
        ..Party::named(id, role, PartyKind::Person, Sealed::clear(id.into(), name))
    };
    let registered = CaseRegistered {
        number,
        kind: CaseKind::Dispute,
        claim: Sealed::clear(one.into(), "楼上漏水致天花板发霉，多次协商未果，要求修复并赔偿（虚构）"),
        area: AreaCode::parse("990101001")?,
        amount: Some(Fen::new(80_000)?),
        parties: vec![
            named(one, PartyRole::Applicant, &format!("甲{case}（虚构）")),
            named(other, PartyRole::Respondent, &format!("乙{case}（虚构）")),
        ],
        referred_by: None,
        letter: None,
        part_of: None,
        self_registered: false,
    };
    Ok(vec![
        IntakeEvent::from(registered).into(),
        IntakeEvent::from(ReceiptIssued { party: one, number, query_tag: None }).into(),
        TriageEvent::from(CaseClassified { dispute_type: Code::parse("neighbours")? }).into(),
        TriageEvent::from(RouteChosen { route: Route::Mediation, reason: None, sheet: None }).into(),
        MediationEvent::from(MediationRequested { kind: MediationKind::Peoples, by: Some(one) }).into(),
    ])
}

/// Five facts of a mediation.
fn mediate(stream: StreamId, session: u32) -> anyhow::Result<Vec<Event>> {
    let (one, other) = (party(stream, "one"), party(stream, "other"));
    let record = "双方各自陈述经过，调解员释明相关规定，分别听取意见并提出方案（虚构）";
    let held = SessionHeld {
        session,
        attended: vec![one, other],
        record: Some(Sealed::clear(one.into(), record)),
        undisputed_facts: Some(Sealed::clear(one.into(), "双方对事情经过没有争议（虚构）")),
    };
    let scheduled = SessionScheduled {
        session,
        at: Timestamp::from_second(1_735_800_000)?,
        place: Some(PlaceCode::parse("room-1")?),
        form: SessionForm::OnSite,
        setting: None,
        invited: None,
    };
    Ok(vec![
        MediationEvent::from(MediationConsented { party: other, with_guardian: None }).into(),
        MediationEvent::from(MediatorAppointed { mediator: ActorId::parse("mediator-1")? }).into(),
        MediationEvent::from(scheduled).into(),
        MediationEvent::from(held).into(),
        TriageEvent::from(CaseClassified { dispute_type: Code::parse("neighbours")? }).into(),
    ])
}

/// Five facts.
fn end(stream: StreamId) -> Vec<Event> {
    let (one, other) = (party(stream, "one"), party(stream, "other"));
    let due = date(2026, 12, 1);
    let instalments =
        [1, 2].map(|number| Instalment { number, by: other, due, amount: Fen::new(40_000).ok() }).to_vec();
    let signed = AgreementSigned {
        form: AgreementForm::Written,
        terms: Sealed::clear(one.into(), "乙方分两期赔偿甲方八百元，并于一个月内修复管道（虚构）"),
        parties: vec![one, other],
        effective_at: Timestamp::UNIX_EPOCH,
        instalments,
        agreement: None,
        left_open: None,
        amends: None,
    };
    let paid = |instalment| MediationEvent::from(PerformanceRecorded { instalment, performed_on: due }).into();
    let visited = ReturnVisitMade {
        performed: true,
        satisfied: Some(true),
        new_signs: false,
        return_visit: None,
        party: None,
        agreement: None,
        reason: None,
        later_suit: None,
        measures: None,
    };
    vec![
        MediationEvent::from(signed).into(),
        paid(1),
        paid(2),
        MediationEvent::from(visited).into(),
        TriageEvent::from(CaseClosed { outcome: Outcome::Settled, merged_into: None }).into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_as_many_facts_as_are_counted() {
        let (_, facts) = story(7).expect("constants parse");
        assert_eq!(facts.len() as u64, CASE_FACTS);
    }
}
