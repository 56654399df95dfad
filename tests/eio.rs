//! A sync fails: that commit is not acknowledged, nothing is any more, the process says so and ends, and a restart is clean.

use tests::{Acks, Dice, PowerCut, faults, folder, log, measured, sample, yidi};

const WRITERS: u64 = 8;
const COMMITS: u64 = 400;

#[test]
fn a_failed_sync_is_the_last_one() {
    let mut dice = Dice::new("eio", 74);
    let (wanted, mut positions, mut bad) = (sample(10, 500), 0, Vec::new());
    for run in 0..wanted {
        let nth = if run == 0 { 1 } else { dice.between(2, 60) };
        let data = folder();
        let rig = PowerCut::failing_sync(data.path(), "tape", nth);
        let written = Acks::start(data.path(), WRITERS, COMMITS, run, Some(&rig)).finish();
        positions += 1;
        let mut note = |fault: String| bad.push(format!("run {run}, sync {nth}: {fault}"));
        if written.code != 74 {
            note(format!("exit code {}: {}", written.code, written.stderr));
        }
        // The rig undoes at the end whatever was written after the failed sync: an acknowledgement after it is a loss.
        match log::commits(data.path()) {
            Ok(commits) => faults(&written.acks, commits.iter().map(|(at, bytes)| (*at, &bytes[..]))).into_iter().for_each(&mut note),
            Err(refused) => note(refused),
        }
        if yidi(["verify", "--data", &data.path().to_string_lossy()]).code != 0 {
            note("verify is not content after a restart".to_owned());
        }
    }
    measured("failed_syncs", positions);
    measured("failed_sync_acked_lost", bad.len());
    measured("failed_sync_acked_after", bad.len());
    assert!(bad.is_empty(), "{bad:#?}");
}
