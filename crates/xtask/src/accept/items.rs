//! The one list of acceptance items: what is promised, how it is run, which numbers it gives and what they must be.

use std::fmt;

/// One promise that can be measured.
pub(super) struct Item {
    pub(super) name: &'static str,
    pub(super) promise: &'static str,
    pub(super) work: Work,
    pub(super) readings: &'static [Reading],
}

/// What is started.
pub(super) enum Work {
    /// `yidi bench` with these words, in release.
    Bench(&'static [&'static str]),
    /// The tests of the `tests` crate whose name contains this, in release, with `YIDI_FULL=1`.
    Tests(&'static str),
    /// The same of another file of tests.
    TestsOf(&'static str, &'static str),
    /// The same within the crates themselves.
    UnitTests(&'static str),
}

/// One number of an item.
pub(super) struct Reading {
    pub(super) name: &'static str,
    pub(super) read: Read,
    pub(super) must_be: Bound,
}

/// Where the number is found in what was printed.
pub(super) enum Read {
    /// At this JSON pointer of the last JSON object.
    Json(&'static str),
    /// On the last line `measured NAME NUMBER`.
    Line,
}

/// The floor, or the ceiling.
pub(super) enum Bound {
    AtLeast(f64),
    AtMost(f64),
}

impl Bound {
    pub(super) fn holds(&self, value: f64) -> bool {
        match self {
            Bound::AtLeast(floor) => value >= *floor,
            Bound::AtMost(ceiling) => value <= *ceiling,
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Bound::AtLeast(floor) => write!(out, "at least {floor}"),
            Bound::AtMost(ceiling) => write!(out, "at most {ceiling}"),
        }
    }
}

use Bound::{AtLeast, AtMost};

/// A number on a `measured` line.
const fn line(name: &'static str, must_be: Bound) -> Reading {
    Reading { name, read: Read::Line, must_be }
}

/// A number at a JSON pointer.
const fn json(name: &'static str, pointer: &'static str, must_be: Bound) -> Reading {
    Reading { name, read: Read::Json(pointer), must_be }
}

/// Everything that is promised.
pub(super) const ITEMS: &[Item] = &[
    Item {
        name: "kill",
        promise: "a process killed at any write or sync loses nothing it acknowledged and restarts unaided",
        work: Work::Tests("kill"),
        readings: &[
            line("kills_under_load", AtLeast(200.0)),
            line("kill_points", AtLeast(1_000.0)),
            line("kill_acked_lost", AtMost(0.0)),
        ],
    },
    Item {
        name: "power-loss",
        promise: "power lost at any write or sync, with sectors forgotten, torn or reordered, loses nothing acknowledged",
        work: Work::Tests("power"),
        readings: &[line("power_cuts", AtLeast(100.0)), line("power_acked_lost", AtMost(0.0))],
    },
    Item {
        name: "failed-sync",
        promise: "a sync that fails is the last one: nothing is acknowledged after it, the process ends with 74, a restart is clean",
        work: Work::Tests("failed_sync"),
        readings: &[
            line("failed_syncs", AtLeast(100.0)),
            line("failed_sync_acked_lost", AtMost(0.0)),
            line("failed_sync_unclean", AtMost(0.0)),
        ],
    },
    Item {
        name: "bit-rot",
        promise: "every flipped bit is found and named; nothing is truncated in silence",
        work: Work::Tests("bit_rot"),
        readings: &[line("bit_flips", AtLeast(2_000.0)), line("bit_flips_missed", AtMost(0.0))],
    },
    Item {
        name: "lost-tail",
        promise: "a tape that ends below its head is refused with the exact gap",
        work: Work::Tests("a_tape_cut_below_its_head"),
        readings: &[line("lost_tails", AtLeast(300.0)), line("lost_tails_missed", AtMost(0.0))],
    },
    Item {
        name: "scrub",
        promise: "rot in a sealed segment closes a running server within a minute",
        work: Work::Tests("rot_in_a_sealed_segment"),
        readings: &[line("scrub_seconds", AtMost(60.0))],
    },
    Item {
        name: "disk-full",
        promise: "a full disk refuses commands before they are written, and a freed one takes them: nothing is lost",
        work: Work::Tests("a_full_disk"),
        readings: &[line("disks_filled", AtLeast(20.0))],
    },
    Item {
        name: "append-256",
        promise: "durable commits of 256 writers, as a share of a raw file written in the same run",
        work: Work::Bench(&["append", "--writers", "256", "--seconds", "30", "--json"]),
        readings: &[json("share_of_raw", "/ratio", AtLeast(0.4))],
    },
    Item {
        name: "append-256-of-8",
        promise: "the same with eight entries in a commit",
        work: Work::Bench(&["append", "--writers", "256", "--events", "8", "--seconds", "30", "--json"]),
        readings: &[json("share_of_raw", "/ratio", AtLeast(0.5))],
    },
    Item {
        name: "append-1",
        promise: "a single writer waits little longer than for a raw file in the same run",
        work: Work::Bench(&["append", "--writers", "1", "--seconds", "30", "--json"]),
        readings: &[json("p50_over_raw", "/p50_ratio", AtMost(1.5))],
    },
    Item {
        name: "replay",
        promise: "a million entries: all views computed again, a start, a case read cold, disk and memory",
        work: Work::Bench(&["replay", "--entries", "1000000", "--json"]),
        readings: &[
            json("views_entries_per_s", "/views_entries_per_s", AtLeast(300_000.0)),
            json("start_with_snapshots_s", "/start_with_snapshots_s", AtMost(2.0)),
            json("cold_case_p50_us", "/cold_case_p50_us", AtMost(500.0)),
            json("bytes_per_entry", "/bytes_per_entry_in_all", AtMost(1_000.0)),
            json("memory_mb", "/memory_mb", AtMost(400.0)),
        ],
    },
    Item {
        name: "http",
        promise: "durable commands over HTTP from 256 connections",
        work: Work::Bench(&["http", "--connections", "256", "--seconds", "15", "--json"]),
        readings: &[json("commands_per_s", "/commands_per_s", AtLeast(5_000.0))],
    },
    Item {
        name: "bench-relay",
        promise: "from the answer to a command to the department, and an empty broker filled, beside bare messages through it",
        work: Work::Bench(&["relay", "--cases", "1000", "--commands", "1000", "--json"]),
        readings: &[
            json("told_p50_us", "/told/p50_us", AtMost(50_000.0)),
            json("latency_over_bare", "/latency_ratio", AtMost(200.0)),
            json("drained_per_s", "/drained_per_s", AtLeast(1_000.0)),
        ],
    },
    Item {
        name: "canaries",
        promise: "a year of a county lies sealed: no name, claim or address in tape, store, scratch, files or bundle; forgotten, no old keyring opens any",
        work: Work::Tests("a_year_of_a_county_lies_sealed"),
        readings: &[line("canary_entries", AtLeast(80_000.0)), line("canary_people_forgotten", AtLeast(8_000.0))],
    },
    Item {
        name: "canary-sinks",
        promise: "nothing a running center writes, says or tells holds a name, number or telephone; forgotten by command, no old copy of the keys brings anybody back and every receipt still proves",
        work: Work::Tests("nothing_a_center_writes_says_or_tells"),
        readings: &[line("canary_receipts", AtLeast(20.0))],
    },
    Item {
        name: "relay-kills",
        promise: "what a department is told it is told once and in order, whatever of broker, center and subscriber is killed",
        work: Work::Tests("told_once_whatever_is_killed"),
        readings: &[
            line("relay_kills", AtLeast(100.0)),
            line("relay_lost", AtMost(0.0)),
            line("relay_doubled", AtMost(0.0)),
        ],
    },
    Item {
        name: "reader-kills",
        promise: "the readers departments copy, in Rust, Python and Node, do every fact once, however often they are killed",
        work: Work::Tests("subscribers::"),
        readings: &[
            line("reader_kills_housing", AtLeast(100.0)),
            line("reader_kills_transport", AtLeast(100.0)),
            line("reader_kills_market", AtLeast(100.0)),
            line("reader_lost_housing", AtMost(0.0)),
            line("reader_lost_transport", AtMost(0.0)),
            line("reader_lost_market", AtMost(0.0)),
            line("reader_doubled_housing", AtMost(0.0)),
            line("reader_doubled_transport", AtMost(0.0)),
            line("reader_doubled_market", AtMost(0.0)),
        ],
    },
    Item {
        name: "ask-kills",
        promise: "what a department asks over the broker is done once, whatever of broker and center is killed on the way",
        work: Work::Tests("what_was_asked_is_done_once"),
        readings: &[
            line("ask_kills", AtLeast(60.0)),
            line("ask_undone", AtMost(0.0)),
            line("ask_doubled", AtMost(0.0)),
        ],
    },
    Item {
        name: "broker-lost",
        promise: "a broker that lost everything is filled again, and the subscriber notices nothing",
        work: Work::Tests("a_broker_that_lost_everything"),
        readings: &[line("broker_disasters", AtLeast(20.0))],
    },
    Item {
        name: "stream-disasters",
        promise: "a stream with un-synced loss, a flipped bit, purged, deleted or made by another is noticed and healed within a minute",
        work: Work::Tests("whatever_becomes_of_a_stream"),
        readings: &[line("stream_disasters", AtLeast(20.0))],
    },
    Item {
        name: "outage",
        promise: "a broker away for a week at 100 times a county's volume (178,311 facts): the window does not slow, the lag is shown, it drains in order",
        work: Work::Tests("a_broker_that_is_away_for_a_week"),
        readings: &[
            line("outage_facts", AtLeast(178_311.0)),
            line("outage_slowdown", AtMost(2.0)),
            line("outage_lost", AtMost(0.0)),
            line("outage_doubled", AtMost(0.0)),
        ],
    },
    Item {
        name: "checkpoints",
        promise: "departments keep every signed checkpoint; what is forged or contradicts stops every reader, with both kept as evidence",
        work: Work::Tests("checkpoints::"),
        readings: &[line("checkpoints_refused", AtLeast(12.0))],
    },
    Item {
        name: "subjects",
        promise: "no text makes a subject at the broker outside the grammar",
        work: Work::UnitTests("no_text_makes_a_subject_outside_the_grammar"),
        readings: &[line("subjects_tried", AtLeast(1_000_000.0))],
    },
    Item {
        name: "malformed",
        promise: "malformed requests never end in a 5xx and never write anything",
        work: Work::Tests("fuzz_http"),
        readings: &[line("malformed_requests", AtLeast(5_000.0))],
    },
    Item {
        name: "extra-fields",
        promise: "no command takes a field it does not know, wherever in it the field stands",
        work: Work::TestsOf("api", "no_command_takes_a_field_it_does_not_know"),
        readings: &[line("extra_fields", AtLeast(100_000.0))],
    },
    Item {
        name: "hidden-time",
        promise: "how long an answer takes tells nobody what is hidden from what is not there: the chance to tell them apart, beyond a coin's",
        work: Work::TestsOf("api", "what_is_hidden_takes_as_long_as_what_is_not_there"),
        readings: &[line("hidden_time_samples", AtLeast(2_000.0)), line("hidden_time_told_apart", AtMost(0.05))],
    },
    Item {
        name: "slow-lines",
        promise: "two thousand slow lines are cut and keep nobody waiting",
        work: Work::TestsOf("api", "slow_lines_are_cut_and_keep_nobody_waiting"),
        readings: &[line("slow_lines", AtLeast(2_000.0))],
    },
    Item {
        name: "sequences",
        promise: "whatever is asked of the desks in whatever order: one holder, mediation refusable, court reachable, no concession in a package",
        work: Work::TestsOf("invariants", "whatever_happened_these_stay_true"),
        readings: &[line("sequences", AtLeast(100_000.0))],
    },
    Item {
        name: "county",
        promise: "a county of the published shape, a year of it within a minute, and the same again by the same seed",
        work: Work::Tests("county"),
        readings: &[
            line("county_year_seconds", AtMost(60.0)),
            line("county_year_entries", AtLeast(90_000.0)),
            line("county_routes_off_points", AtMost(1.0)),
            line("county_figures_outside", AtMost(0.0)),
        ],
    },
];
