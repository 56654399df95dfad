//! The disk fills up and is freed again: commands are refused before they are written, reading goes on, nothing is lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use tests::{Ask, Http, Launch, Reply, Server, folder, measured, sample, until, yidi};

/// Bytes of the small file system: room for a few segments above the low-water mark of two small logs, with a store each.
const DISK: &str = "size=48m";
/// How long the journal may take to notice room that was taken or given back.
const NOTICED_WITHIN: Duration = Duration::from_secs(30);

/// A small file system of its own, unmounted with its handle.
struct SmallDisk {
    dir: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one, as root.
    fn mount() -> Result<Self, String> {
        let dir = folder();
        let mount = Command::new("mount").args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(dir.path()).output();
        match mount {
            Ok(output) if output.status.success() => Ok(SmallDisk { dir }),
            Ok(output) => Err(String::from_utf8_lossy(&output.stderr).into_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    fn data(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    /// A neighbour takes all the room there is.
    fn fill(&self) {
        let file = fs::File::create(self.dir.path().join("neighbour")).expect("a file can be made");
        let megabyte = vec![1; 64 << 10];
        while std::io::Write::write_all(&mut &file, &megabyte).is_ok() {}
    }

    fn free(&self) {
        fs::remove_file(self.dir.path().join("neighbour")).expect("the neighbour's file can be removed");
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the server that was killed a moment ago may still be letting go.
        let _ = Command::new("umount").arg("-l").arg(self.dir.path()).status();
    }
}

fn register(http: &Http) -> Reply {
    let body = json!({"command": "register_case", "kind": "dispute", "claim": "边界纠纷（虚构）", "area": "990101",
        "parties": [{"role": "applicant", "kind": "person", "name": "冯邻居（虚构）"}]});
    http.post(&Ask::new("clerk-1", "/api/v1/cases", &body)).expect("an answer, even when the disk is full")
}

#[test]
fn a_full_disk_refuses_commands_and_keeps_what_it_took() {
    let disk = match SmallDisk::mount() {
        Ok(disk) => disk,
        Err(why) => return again_in_a_namespace(&why),
    };
    let launch = Launch::new(&disk.data()).small().word("--empty");
    let mut taken: Vec<String> = Vec::new();
    let fillings = sample(2, 20);
    for _ in 0..fillings {
        let server = launch.start().unwrap_or_else(|(code, said)| panic!("{code}: {said}"));
        let http = Http::new(server.address());
        let reply = register(&http);
        assert_eq!(reply.status, 201, "{}", reply.body);
        taken.extend(reply.body["stream"].as_str().map(str::to_owned));
        disk.fill();
        until("a refusal on a full disk", NOTICED_WITHIN, || {
            let reply = register(&http);
            taken.extend(reply.body["stream"].as_str().map(str::to_owned));
            assert!([201, 507].contains(&reply.status), "{} {}", reply.status, reply.body);
            (reply.status == 507).then_some(())
        });
        none_is_gone(&server, &taken);
        let _ = yidi(["verify", "--data", &disk.data().to_string_lossy()]).exits(0);
        server.kill();
        let full = launch.start().unwrap_or_else(|(code, said)| panic!("on a full disk: {code}: {said}"));
        let http = Http::new(full.address());
        none_is_gone(&full, &taken);
        assert_eq!(register(&http).status, 507, "still full");
        disk.free();
        until("commands after room was made", NOTICED_WITHIN, || {
            let reply = register(&http);
            taken.extend(reply.body["stream"].as_str().map(str::to_owned));
            (reply.status == 201).then_some(())
        });
        until("reading after room was made", NOTICED_WITHIN, || reads(&full, &taken).then_some(()));
        assert_eq!(full.stop(), 0);
    }
    sound(&disk.data(), taken.len());
    measured("disks_filled", fillings);
}

/// Whoever is not root becomes root of a namespace of its own, where mounting is allowed, and runs this test there.
fn again_in_a_namespace(why: &str) {
    assert!(std::env::var_os("YIDI_IN_NAMESPACE").is_none(), "no small file system even in a namespace: {why}");
    let test = std::env::current_exe().expect("a running program has a path");
    let name = "enospc::a_full_disk_refuses_commands_and_keeps_what_it_took";
    let run =
        Command::new("unshare").args(["-rm"]).arg(test).args([name, "--exact"]).env("YIDI_IN_NAMESPACE", "1").status();
    assert!(
        run.is_ok_and(|status| status.success()),
        "this test mounts a small file system: run it as root, or allow user namespaces ({why})"
    );
}

fn look_at(server: &Server, case: &str) -> Reply {
    let found = Http::new(server.address()).get("clerk-1", &format!("/api/v1/cases/{case}"));
    found.unwrap_or_else(|error| panic!("{error}: {}", server.said()))
}

/// On a full disk a case is shown, or not shown because looking could leave no trace; no case is ever unknown.
fn none_is_gone(server: &Server, taken: &[String]) {
    for case in taken {
        let found = look_at(server, case);
        let untraced = found.status == 503 && found.body["code"] == "server.looks_not_kept";
        assert!(found.status == 200 || untraced, "{case}: {} {}", found.status, found.body);
    }
}

fn reads(server: &Server, taken: &[String]) -> bool {
    taken.iter().all(|case| look_at(server, case).status == 200)
}

fn sound(data: &Path, cases: usize) {
    let dir = data.to_string_lossy().into_owned();
    let _ = yidi(["verify", "--data", &dir]).exits(0);
    let register = yidi(["view", "case-register", "--json", "--data", &dir]).exits(0).json();
    assert_eq!(register["total"].as_u64(), Some(cases as u64));
}
