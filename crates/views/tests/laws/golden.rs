//! A fact of every kind, from the golden files of the timeline: a kind that is added there is told to every view here.

use std::path::Path;

use timeline::codec::{self, Slot};
use timeline::{Entry, Event};

/// A fact of each kind and version that was ever shipped, in the order of their names.
pub(crate) fn facts(around: &Entry) -> Vec<Event> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../timeline/tests/golden");
    let mut names: Vec<String> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    names.sort();
    names.iter().map(|name| read(around, name, &std::fs::read(folder.join(name)).unwrap())).collect()
}

fn read(around: &Entry, name: &str, body: &[u8]) -> Event {
    let (kind, version) = name.trim_end_matches(".json").rsplit_once(".v").unwrap();
    let (bytes, _) = codec::encode(&around.meta, &around.event).unwrap();
    let mut envelope = codec::peek(&bytes).unwrap();
    (envelope.kind, envelope.version) = (kind, version.parse().unwrap());
    let slot = Slot { place: around.place, stream: around.stream, version: 1, recorded_at: 0 };
    codec::decode(slot, &envelope, body).unwrap().event
}
