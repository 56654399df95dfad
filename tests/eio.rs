//! A sync fails: that commit is not acknowledged, nothing is any more, the process says so and ends, and a restart is clean.

use serde_json::json;
use tests::{Acks, Ask, Http, Launch, PowerCut, faults, folder, log, measured, sample, yidi};

const WRITERS: u64 = 8;
/// Enough that the last position of a whole run is met: at most eight commits share a sync.
const COMMITS: u64 = 1_600;
/// Positions of a whole run.
const POSITIONS: u64 = 100;

#[test]
fn a_failed_sync_is_the_last_one() {
    let wanted = sample(10, POSITIONS);
    let (mut met, mut lost, mut unclean) = (0, Vec::new(), Vec::new());
    for run in 0..wanted {
        // Every position of a whole run; in a sample, the first and others evenly behind it.
        let nth = 1 + run * (POSITIONS / wanted);
        let data = folder();
        let rig = PowerCut::failing_sync(data.path(), "tape", nth);
        let written = Acks::start(data.path(), WRITERS, COMMITS, run, Some(&rig)).finish();
        let at = format!("run {run}, sync {nth}");
        met += u64::from(written.code == 74);
        if written.code != 74 {
            unclean.push(format!("{at}: exit code {}: {}", written.code, written.stderr));
        }
        // The rig undoes at the end whatever was written after the failed sync: an acknowledgement after it is a loss.
        match log::commits(data.path()) {
            Ok(commits) => lost.extend(
                faults(&written.acks, commits.iter().map(|(at, bytes)| (*at, &bytes[..])))
                    .into_iter()
                    .map(|fault| format!("{at}: {fault}")),
            ),
            Err(refused) => lost.push(format!("{at}: {refused}")),
        }
        if yidi(["verify", "--data", &data.path().to_string_lossy()]).code != 0 {
            unclean.push(format!("{at}: verify is not content after a restart"));
        }
    }
    measured("failed_syncs", met);
    measured("failed_sync_acked_lost", lost.len());
    measured("failed_sync_unclean", unclean.len());
    assert!(lost.is_empty() && unclean.is_empty(), "{lost:#?} {unclean:#?}");
}

/// Registers cases until the server is gone; answers those that were answered, and how many were after a failure.
fn register_until_gone(http: &Http) -> (Vec<String>, usize) {
    let (mut taken, mut after, mut failed) = (Vec::new(), 0, false);
    for _ in 0..10_000 {
        let body = json!({"command": "register_case", "kind": "dispute", "claim": "合同纠纷（虚构）", "area": "990101",
            "parties": [{"role": "applicant", "kind": "person", "name": "卫申请（虚构）"}]});
        match http.post(&Ask::new("clerk-1", "/api/v1/cases", &body)) {
            Ok(reply) if reply.status == 201 => {
                taken.push(reply.body["stream"].as_str().expect("an id").to_owned());
                after += usize::from(failed);
            }
            Ok(reply) => {
                assert_eq!(reply.status, 503, "{}", reply.body);
                failed = true;
            }
            Err(_) => break,
        }
    }
    (taken, after)
}

#[test]
fn a_server_with_a_failed_sync_answers_no_more_and_ends_with_74() {
    let data = folder();
    let launch = Launch::new(data.path()).small().word("--empty");
    assert_eq!(launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}")).stop(), 0);
    let rig = PowerCut::failing_sync(data.path(), "tape", 12);
    let mut server = launch.clone().under(&rig).start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let (taken, after) = register_until_gone(&Http::new(server.address()));
    assert_eq!(server.wait(), Some(74), "{}", server.said());
    assert_eq!(after, 0, "nothing is acknowledged after a failed sync");
    let restarted = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
    let http = Http::new(restarted.address());
    for case in &taken {
        assert_eq!(http.get("clerk-1", &format!("/api/v1/cases/{case}")).expect("an answer").status, 200, "{case}");
    }
    assert!(!taken.is_empty(), "some were taken before the sync failed");
    assert_eq!(restarted.stop(), 0);
}
