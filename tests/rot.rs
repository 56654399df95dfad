//! One bit changes in what was written: it is found and named, nothing is truncated in silence, nothing is overwritten.

use std::path::Path;

use serde_json::Value;
use tests::{Acks, Dice, copy_tree, flip_bit, folder, length, measured, sample, tape, yidi};

const COMMITS: u64 = 600;

/// A log of raw and sealed segments, closed in order.
fn written() -> tempfile::TempDir {
    let data = folder();
    let written = Acks::start(data.path(), 8, COMMITS, 7, None).finish();
    assert_eq!(written.code, 0, "{}", written.stderr);
    data
}

fn verify(data: &Path) -> (i32, Value) {
    let answer = yidi(["verify", "--json", "--data", &data.to_string_lossy()]);
    (answer.code, answer.json())
}

/// Where a bit is flipped, and which positions may be named for it; none if any may.
struct Flip {
    file: std::path::PathBuf,
    offset: u64,
    positions: Option<u64>,
}

fn choose(dice: &mut Dice, data: &Path) -> Flip {
    let (frames, sealed) = (tape::frames(data), tape::sealed_segments(data));
    assert!(!frames.is_empty(), "a raw segment");
    if !sealed.is_empty() && dice.below(2) == 0 {
        let file = dice.pick(&sealed).clone();
        let offset = dice.below(length(&file));
        return Flip { file, offset, positions: None };
    }
    let frame = dice.pick(&frames).clone();
    let offset = dice.between(frame.bytes.start, frame.bytes.end - 1);
    Flip { file: frame.file, offset, positions: Some(frame.position) }
}

#[test]
fn bit_rot_in_any_frame_is_found_and_named() {
    let mut dice = Dice::new("rot", 8);
    let whole = written();
    assert_eq!(verify(whole.path()), (0, verify(whole.path()).1), "an undamaged log");
    let (flips, mut missed) = (sample(50, 10_000), Vec::new());
    for run in 0..flips {
        let damaged = folder();
        copy_tree(whole.path(), damaged.path());
        let flip = choose(&mut dice, damaged.path());
        flip_bit(&flip.file, flip.offset, u32::try_from(run).unwrap_or(0));
        let (code, found) = verify(damaged.path());
        let faults = found["faults"].as_array().cloned().unwrap_or_default();
        let named = faults.iter().any(|fault| {
            let at = fault["position"].as_u64();
            at.is_some() && flip.positions.is_none_or(|position| at == Some(position))
        });
        if code != 3 || !named {
            let name = flip.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
            missed.push(format!("{name} at {} (position {:?}): exit {code}, {found}", flip.offset, flip.positions));
        }
    }
    measured("bit_flips", flips);
    measured("bit_flips_missed", missed.len());
    assert!(missed.is_empty(), "{missed:#?}");
}
