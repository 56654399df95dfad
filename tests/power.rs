//! Power is cut at any write, sync, rename or change of size: nothing acknowledged is lost, and no cut looks like damage.

use std::path::Path;

use tests::{Acks, Cut, Dice, EXIT_CUT, PowerCut, faults, folder, log, measured, reported, sample, yidi};

const WRITERS: u64 = 8;
const COMMITS: u64 = 160;

/// How many steps a run takes when nobody cuts its power.
fn steps(seed: u64) -> u64 {
    let (data, report) = (folder(), folder());
    let file = report.path().join("report");
    let rig = PowerCut::watching(data.path()).reporting(&file);
    let written = Acks::start(data.path(), WRITERS, COMMITS, seed, Some(&rig)).finish();
    assert_eq!(written.code, 0, "{}", written.stderr);
    assert_eq!(written.acks.len() as u64, COMMITS);
    reported(&file, "steps")
}

#[test]
fn power_lost_at_any_step_loses_nothing_acknowledged() {
    let mut dice = Dice::new("power", 20_261_122);
    let (cuts, total) = (sample(20, 300), steps(1));
    let (mut lost, mut happened) = (Vec::new(), 0);
    for run in 0..cuts {
        let (cut, step) = (*dice.pick(&[Cut::Drop, Cut::Torn, Cut::Reorder]), dice.between(1, total));
        let data = folder();
        let mut acks = Vec::new();
        // A second cut meets the recovery from the first, a third the recovery from that.
        for step in [step, dice.between(1, 60), dice.between(1, 60)] {
            let rig = PowerCut::at(data.path(), step, cut, run);
            let written = Acks::start(data.path(), WRITERS, COMMITS, run, Some(&rig)).finish();
            happened += u64::from(written.code == EXIT_CUT);
            let ended = [0, EXIT_CUT].contains(&written.code);
            assert!(ended, "run {run}, {cut:?} at {step}: {} {}", written.code, written.stderr);
            acks.extend(written.acks);
        }
        lost.extend(
            judge(data.path(), &acks).into_iter().map(|fault| format!("run {run}, {cut:?} at {step}: {fault}")),
        );
    }
    measured("power_cuts", happened);
    measured("power_acked_lost", lost.len());
    assert!(lost.is_empty(), "{lost:#?}");
}

/// What is wrong with a log after a cut: acknowledged commits that are gone, or a cut taken for damage.
fn judge(data: &Path, acks: &[tests::AckLine]) -> Vec<String> {
    let mut found = match log::commits(data) {
        Ok(commits) => faults(acks, commits.iter().map(|(position, bytes)| (*position, bytes.as_slice()))),
        Err(refused) => return vec![refused],
    };
    let verified = yidi(["verify", "--json", "--data", &data.to_string_lossy()]);
    if verified.code != 0 {
        found.push(format!("verify exits {}: {}{}", verified.code, verified.stdout, verified.stderr));
    }
    let after = Acks::start(data, 2, 10, u64::MAX, None).finish();
    if after.code != 0 || after.acks.len() != 10 {
        found.push(format!("no more commits are taken: {} {}", after.code, after.stderr));
    }
    found
}
