//! One bit changes in what was written, or a piece of the tape goes away: it is found and named, nothing is truncated in
//! silence, nothing is overwritten.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use journal::{Condition, Journal as _, OpenError, Options, TapeJournal};
use serde_json::{Value, json};
use tests::tape::{self, Frame};
use tests::{
    Acks, Ask, Dice, Http, Launch, copy_tree, flip_bit, folder, length, measured, sample, until, yidi, zero_tail,
};

const COMMITS: u64 = 600;
const SEALED_WITHIN: Duration = Duration::from_secs(30);
/// The promise: rot in a sealed segment is found within a minute.
const SCRUBBED_WITHIN: Duration = Duration::from_secs(60);

/// A log of sealed and raw segments, closed in order.
fn written() -> tempfile::TempDir {
    let data = folder();
    let written = Acks::start(data.path(), 8, COMMITS, 7, None).finish();
    assert_eq!(written.code, 0, "{}", written.stderr);
    let journal = TapeJournal::open(data.path(), Options::small()).expect("a sound log opens");
    until("a sealed segment", SEALED_WITHIN, || (!tape::sealed_segments(data.path()).is_empty()).then_some(()));
    journal.close();
    let more = Acks::start(data.path(), 8, COMMITS, 8, None).finish();
    assert_eq!(more.code, 0, "{}", more.stderr);
    data
}

fn verify(data: &Path) -> (i32, Value) {
    let answer = yidi(["verify", "--json", "--data", &data.to_string_lossy()]);
    (answer.code, answer.json())
}

/// Where a bit is flipped, and which position must be named for it.
struct Flip {
    file: PathBuf,
    offset: u64,
    /// One of these; in a raw segment there is only one.
    positions: Range<u64>,
    sealed: bool,
}

fn choose(dice: &mut Dice, data: &Path) -> Flip {
    if dice.below(2) == 0 {
        return choose_sealed(dice, data);
    }
    let frame = dice.pick(&tape::frames(data)).clone();
    let offset = dice.between(frame.bytes.start, frame.bytes.end - 1);
    Flip { file: frame.file, offset, positions: frame.position..frame.position + 1, sealed: false }
}

/// A flip in a block is known by a commit of that block, one in the header of the file by a commit of the file.
fn choose_sealed(dice: &mut Dice, data: &Path) -> Flip {
    let blocks = tape::blocks(data);
    let file = dice.pick(&blocks).file.clone();
    let offset = dice.below(length(&file));
    let of_file: Vec<&tape::Block> = blocks.iter().filter(|block| block.file == file).collect();
    let hit = of_file.iter().find(|block| block.bytes.contains(&offset));
    let whole = || of_file[0].positions.start..of_file[of_file.len() - 1].positions.end;
    let positions = hit.map_or_else(whole, |block| block.positions.clone());
    Flip { file, offset, positions, sealed: true }
}

#[test]
fn bit_rot_in_any_frame_is_found_and_named() {
    let mut dice = Dice::new("rot", 8);
    let whole = written();
    let (code, found) = verify(whole.path());
    assert_eq!((code, &found["ok"]), (0, &Value::Bool(true)), "an undamaged log: {found}");
    let (flips, mut missed) = (sample(50, 2_000), Vec::new());
    for run in 0..flips {
        let damaged = folder();
        copy_tree(whole.path(), damaged.path());
        let flip = choose(&mut dice, damaged.path());
        flip_bit(&flip.file, flip.offset, u32::try_from(run).unwrap_or(0));
        let name = flip.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut note = |fault: String| missed.push(format!("{name} at {}, {:?}: {fault}", flip.offset, flip.positions));
        named(&flip, &verify(damaged.path())).into_iter().for_each(&mut note);
        closed(&flip, damaged.path()).into_iter().for_each(&mut note);
    }
    measured("bit_flips", flips);
    measured("bit_flips_missed", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}

/// A verification exits 3 and names the position.
fn named(flip: &Flip, (code, found): &(i32, Value)) -> Option<String> {
    let faults = found["faults"].as_array().cloned().unwrap_or_default();
    let named = faults.iter().any(|fault| fault["position"].as_u64().is_some_and(|at| flip.positions.contains(&at)));
    (*code != 3 || !named).then(|| format!("verify exits {code}: {found}"))
}

/// A log with damage in a raw segment opens read-only at its position, or not at all; sealed ones are left to the scrub.
fn closed(flip: &Flip, data: &Path) -> Option<String> {
    if flip.sealed {
        return None;
    }
    let position = flip.positions.start;
    match TapeJournal::open(data, Options::small()) {
        Err(OpenError::Lost { first, .. }) if first == position => None,
        Err(error) => Some(format!("does not open: {error:?}")),
        Ok(journal) => match journal.condition() {
            Condition::ReadOnly { position: at, .. } if at == position => None,
            other => Some(format!("opens {other:?}, {:?}", journal.opened())),
        },
    }
}

/// What is taken away from a tape.
#[derive(Clone, Copy, Debug)]
enum Gone {
    /// Everything from a frame on, leaving zeros.
    Zeroed,
    /// Everything from a frame on, leaving a shorter file.
    CutOff,
    /// A whole segment, later ones left.
    Segment,
}

/// Takes it away, and answers the first and the last position that are missing.
fn take_away(gone: Gone, frame: &Frame, frames: &[Frame]) -> (u64, u64) {
    let last = frames.last().expect("a log with frames").position;
    let later = |other: &&Frame| other.position > frame.position && other.file != frame.file;
    match gone {
        Gone::Segment => {
            fs::remove_file(&frame.file).expect("a segment can be removed");
            let here: Vec<u64> = frames.iter().filter(|f| f.file == frame.file).map(|f| f.position).collect();
            return (here[0], here[here.len() - 1]);
        }
        Gone::Zeroed => zero_tail(&frame.file, frame.bytes.start),
        Gone::CutOff => {
            let file = fs::OpenOptions::new().write(true).open(&frame.file).expect("a segment can be opened");
            file.set_len(frame.bytes.start).expect("a segment can be cut");
        }
    }
    for other in frames.iter().filter(later) {
        // Several frames lie in one file: it may be gone already.
        let _ = fs::remove_file(&other.file);
    }
    (frame.position, last)
}

#[test]
fn a_tape_cut_below_its_head_is_refused_with_the_exact_gap() {
    let mut dice = Dice::new("cut", 7);
    let whole = written();
    let mut bad = Vec::new();
    let cuts = sample(12, 300);
    for run in 0..cuts {
        let damaged = folder();
        copy_tree(whole.path(), damaged.path());
        let frames = tape::frames(damaged.path());
        let gone = *dice.pick(&[Gone::Zeroed, Gone::CutOff, Gone::Segment]);
        let frame = dice.pick(&frames).clone();
        let (first, last) = take_away(gone, &frame, &frames);
        let opened = Acks::start(damaged.path(), 1, 1, 1, None).finish();
        let gap = format!("commits {first} to {last}");
        if opened.code != 74 || !opened.stderr.contains(&gap) || !opened.acks.is_empty() {
            bad.push(format!(
                "run {run}, {gone:?} at {}: wanted {gap}, got {} {}",
                frame.position, opened.code, opened.stderr
            ));
        }
    }
    measured("lost_tails", cuts);
    measured("lost_tails_missed", bad.len());
    assert!(bad.is_empty(), "{bad:#?}");
}

/// The server's word on its journal.
fn journal_of(http: &Http) -> String {
    let ready = http.get("clerk-1", "/readyz").expect("an answer");
    ready.body["checks"][0]["seen"].as_str().unwrap_or_default().to_owned()
}

fn register(http: &Http) -> u16 {
    let body = json!({"command": "register_case", "kind": "dispute", "claim": "相邻关系（虚构）", "area": "990101",
        "parties": [{"role": "applicant", "kind": "person", "name": "韩申请（虚构）"}]});
    http.post(&Ask::new("clerk-1", "/api/v1/cases", &body)).expect("an answer").status
}

#[test]
fn a_server_on_a_rotten_tape_reads_and_takes_nothing() {
    for derived_is_lost in [false, true] {
        let data = folder();
        let launch = Launch::new(data.path()).small();
        assert_eq!(launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}")).stop(), 0);
        let frames = tape::frames(data.path());
        let frame = frames.get(frames.len() / 2).expect("frames");
        flip_bit(&frame.file, frame.bytes.start + 100, 3);
        if derived_is_lost {
            // The views must then be made again from a log that cannot be read to its end.
            for derived in ["store", "scratch"] {
                fs::remove_dir_all(data.path().join(derived)).expect("what can be made again can be removed");
            }
        }
        reads_and_takes_nothing(&launch);
        let _ = yidi(["verify", "--data", &data.path().to_string_lossy()]).exits(3);
    }
}

fn reads_and_takes_nothing(launch: &Launch) {
    let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(server.address());
    assert!(journal_of(&http).starts_with("read_only"), "{}", journal_of(&http));
    assert_eq!(register(&http), 503);
    let cases = http.get("clerk-1", "/api/v1/views/case-register").expect("an answer");
    assert_eq!(cases.status, 200);
    assert!(cases.body["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{:?}", cases.body);
}

#[test]
fn rot_in_a_sealed_segment_is_found_while_the_server_runs() {
    let data = folder();
    let launch = Launch::new(data.path()).small();
    let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let sealed = until("a sealed segment", SEALED_WITHIN, || tape::sealed_segments(data.path()).pop());
    let http = Http::new(server.address());
    assert!(journal_of(&http).starts_with("writable"), "{}", journal_of(&http));
    flip_bit(&sealed, length(&sealed) / 2, 1);
    let flipped = Instant::now();
    until("the scrub", SCRUBBED_WITHIN, || journal_of(&http).starts_with("read_only").then_some(()));
    measured("scrub_seconds", flipped.elapsed().as_secs_f64());
    assert_eq!(register(&http), 503);
}
