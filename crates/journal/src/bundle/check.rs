//! Checking a bundle: everything computed again from its frames, then compared with manifest and checkpoint.

use std::fs;
use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use super::{BundleFile, Manifest};
use crate::options::{Options, Progress};
use crate::tape::frame::FORMAT;
use crate::tape::segments::Segment;
use crate::tape::trail::Trail;
use crate::tape::walk::{Found, walk_segment};
use crate::verify::{Audit, Layer};
use crate::{Checkpoint, Digest, Position, Report};

/// A bundle whose frames were all walked through.
#[derive(Debug)]
pub(crate) struct Checked {
    /// What was found.
    pub(crate) report: Report,
    /// The leaf at every position, from 1.
    pub(crate) leaves: Vec<Digest>,
    /// The state behind the last frame.
    pub(crate) trail: Trail,
    /// The state at the position that was expected to be its end, if everything up to it is whole.
    pub(crate) expected: Option<Trail>,
    /// Its segments.
    pub(crate) segments: Vec<Segment>,
}

/// Verifies a bundle. `verifier` is the public key the checker has from elsewhere; without one, the bundle's own is used,
/// which shows that nothing was damaged, not who made it.
///
/// # Errors
/// There is no manifest that can be read, or the system refuses. Damage is a fault in the report.
pub fn verify_bundle(bundle: &Path, verifier: Option<&str>, progress: Option<Progress>) -> io::Result<Report> {
    Ok(check(bundle, verifier, progress)?.report)
}

/// As [`verify_bundle`], with what a restore needs.
pub(crate) fn check(bundle: &Path, verifier: Option<&str>, progress: Option<Progress>) -> io::Result<Checked> {
    let manifest: Manifest = serde_json::from_slice(&fs::read(bundle.join("manifest.json"))?)?;
    if manifest.format > FORMAT {
        let what = format!("the bundle has format {}, this program knows up to {FORMAT}", manifest.format);
        return Err(io::Error::new(io::ErrorKind::Unsupported, what));
    }
    let options = Options { progress, ..Options::default() };
    let mut early = Vec::new();
    let segments = files(bundle, &manifest, &mut early)?;
    let mut checked = walk(&segments, manifest.commits, &options)?;
    for (layer, what) in early.into_iter().chain(against_manifest(&checked.report, &manifest)) {
        checked.fault(layer, manifest.commits, what);
    }
    if let Some(what) = against_checkpoint(bundle, verifier, &manifest, &checked)? {
        checked.fault(Layer::Checkpoint, manifest.commits, what);
    }
    Ok(checked)
}

/// Walks through segments from the beginning of a log; `expected` is where they should end.
pub(crate) fn walk(segments: &[Segment], expected: Position, options: &Options) -> io::Result<Checked> {
    let mut audit = Audit::new(Position::MAX, options, expected);
    audit.at(expected);
    let mut leaves = Vec::new();
    for segment in segments {
        audit.segment(segment)?;
        walk_segment(segment, &mut |found| {
            let before = audit.trail().position;
            let flow = audit.meet(&found);
            if matches!(found, Found::Frame(_)) && audit.trail().position == before + 1 {
                leaves.push(audit.trail().leaf);
            }
            flow
        })?;
    }
    let (trail, expected) = (audit.trail(), audit.state(expected).map(|(trail, _)| trail));
    Ok(Checked { report: audit.report(), leaves, trail, expected, segments: segments.to_vec() })
}

impl Checked {
    fn fault(&mut self, layer: Layer, position: Position, what: String) {
        self.report.ok = false;
        self.report.faults.push(crate::Fault { layer, position, what });
    }
}

/// The segment files the manifest names, and what is wrong with them as files.
fn files(bundle: &Path, manifest: &Manifest, faults: &mut Vec<(Layer, String)>) -> io::Result<Vec<Segment>> {
    let mut found = Vec::new();
    for listed in &manifest.segments {
        let number = listed.name.strip_suffix(".tape.zst").and_then(|digits| digits.parse().ok());
        let Some(segment) =
            number.map(|number| Segment::sealed(bundle, number)).filter(|at| at.path.ends_with(&listed.name))
        else {
            faults.push((Layer::Manifest, format!("{:?} is no name of a segment", listed.name)));
            continue;
        };
        match BundleFile::of(&segment.path) {
            Ok(file) if file == *listed => found.push(segment),
            Ok(_) => {
                faults.push((Layer::Manifest, format!("{} does not match its hash", listed.name)));
                found.push(segment); // the walk says which commit
            }
            Err(reason) if reason.kind() == io::ErrorKind::NotFound => {
                faults.push((Layer::Manifest, format!("{} is missing", listed.name)));
            }
            Err(reason) => return Err(reason),
        }
    }
    Ok(found)
}

fn against_manifest(report: &Report, manifest: &Manifest) -> Vec<(Layer, String)> {
    let root = report.root.map(|root| root.hex());
    let differences = [
        (report.head.position != manifest.commits, "the number of commits"),
        (report.entries != manifest.entries, "the number of entries"),
        (report.head.time != manifest.time, "the time of the last commit"),
        (report.head.chain.hex() != manifest.chain, "the chain"),
        (root.as_ref() != Some(&manifest.root), "the root"),
        (manifest.algorithm != "sha256", "the algorithm"),
        (manifest.format == 0, "the format"),
    ];
    let named = differences.into_iter().filter(|(differs, _)| *differs);
    named.map(|(_, what)| (Layer::Manifest, format!("{what} in the manifest is not that of the frames"))).collect()
}

/// What is wrong with the checkpoint, if there is one, or if one was expected.
fn against_checkpoint(
    bundle: &Path,
    verifier: Option<&str>,
    manifest: &Manifest,
    checked: &Checked,
) -> io::Result<Option<String>> {
    let Some(note) = read(&bundle.join("checkpoint.txt"))? else {
        return Ok(verifier.map(|_| "the bundle has no signed checkpoint".to_owned()));
    };
    let Some(key) =
        verifier.map(str::to_owned).map_or_else(|| read(&bundle.join("verifier.txt")), |key| Ok(Some(key)))?
    else {
        return Ok(Some("there is no key to check the checkpoint with".to_owned()));
    };
    let checkpoint = match Checkpoint::verify(&note, &key) {
        Ok(checkpoint) => checkpoint,
        Err(reason) => return Ok(Some(reason.to_string())),
    };
    if manifest.origin.as_ref() != Some(&checkpoint.origin) {
        return Ok(Some(format!("the checkpoint is of {}, the manifest names another log", checkpoint.origin)));
    }
    let agrees = checkpoint.size == checked.report.head.position && Some(checkpoint.root) == checked.report.root;
    Ok((!agrees).then(|| format!("the checkpoint is over {} commits with another root", checkpoint.size)))
}

fn read(path: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(reason) if reason.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(reason) => Err(reason),
    }
}

/// Walks through a tape that may be damaged and shows every whole frame.
pub(crate) fn each_whole_frame(
    segments: &[Segment],
    each: &mut dyn FnMut(Trail) -> ControlFlow<()>,
) -> io::Result<ControlFlow<()>> {
    let mut flow = ControlFlow::Continue(());
    for segment in segments {
        walk_segment(segment, &mut |found| {
            if let Found::Frame(frame) = found
                && let Some((trail, _)) = Trail::behind(&frame)
            {
                flow = each(trail);
            }
            flow
        })?;
        if flow.is_break() {
            break;
        }
    }
    Ok(flow)
}
