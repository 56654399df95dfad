//! The shell: it looks up, folds, lets a desk decide, appends, projects and follows up. The only crate that names every
//! context.
//!
//! It holds no rule: what may be recorded is decided by a context, who may do it by `access`, what is seen by `views`.
//! It does not know HTTP, and the journal beneath it does not know what a case is.
//!
//! Start with [`Center::submit`] (`submit.rs`): the way of a command. Then `projector.rs` (the way of a fact) and
//! `follow_ups.rs` (what follows from what).

mod accusations;
mod admissions;
mod affected;
mod api;
mod by_code;
mod cases;
mod checkpoints;
mod citizen;
mod command;
mod counting;
mod erasing;
mod explain;
mod feed;
mod files;
mod fingerprint;
mod folded;
mod follow_ups;
mod found;
mod hand_off;
mod handle;
mod look_up;
mod looks;
mod matters;
mod mediators;
mod news;
mod numbers;
mod online;
mod opener;
mod passed_on;
mod progress;
mod projector;
mod reading;
mod receipts;
mod register;
mod replay;
mod return_visit;
mod reveals;
pub mod said;
mod sample;
mod sealing;
mod sharing;
mod sheet;
mod show;
mod snapshots;
mod standstill;
mod stored;
mod stream_scan;
mod submit;
mod subscriptions;
mod tail;

pub use accusations::{AccusationSheet, Step};
pub use affected::{Affected, affected_between, affected_by};
pub use api::{
    Clock, Done, Failure, FollowUps, OpenError, Opening, Options, Order, Progress, ReadFailure, Refused, VIEW_WAIT_MAX,
};
pub use by_code::{Matter, MatterProgress};
pub use checkpoints::{Extension, Signer, Word};
pub use citizen::{CitizenAsks, CitizenFailure, OwnRecord};
pub use command::{Command, CommandError, Context, read_form, refusal_codes};
pub use explain::{Explained, explain};
pub use feed::{Feed, Told};
pub use files::{FileFailure, FileFor, Material};
pub use found::{FoundCase, NoNumber, ShownNumber};
pub use hand_off::{Addressed, HandOffSheet};
pub use handle::Center;
pub use looks::{DayOfLooks, LookCursor, LookError, LookPage, LookTold, LookedAt, Looking, NoCursor, looks_in};
pub use mediation::page_of as page_of_mediator;
pub use mediators::EnrolledMediator;
pub use news::{News, NewsFeed, NewsRead};
pub use online::{OnlineReceipt, OnlineRegistration};
pub use opener::Opener;
pub use passed_on::{Ground, PassedBy, PassedOn};
pub use reading::{Page, ViewTitle};
pub use receipt::Receipt;
pub use receipts::{CaseReceipt, GivenOut};
pub use replay::{Replayed, Until, replay_log};
pub use return_visit::ReturnVisitSheet;
pub use reveals::RevealFailure;
pub use sharing::{Share, Sharing, is_told, schema_of_told, told};
pub use sheet::{
    Alert, AskedFor, CaseSheet, Duty, Errand, Likeness, MaterialSheet, NextStep, OptionSheet, OptionShown,
    OutsideSheet, OverduePart, OwnNumber, PapersSheet, PartSheet, PeopleSheet, RuleSaid, WayOpen,
};
pub use show::{Shown, numbered_up_to, shown};
pub use stored::chain;
pub use subscriptions::{
    Answered, Board, Chain, Known, Link, LinkHash, Message, Next, Parked, SecretFailure, Standing, StandingSheet,
    SubscribedFact, SubscriptionSheet, Telling, ToldSoFar, source_of,
};

// What whoever opens a center or asks it must name, without knowing the crates beneath.
pub use access::{Action, Actor, Role};
pub use intake::StoredFile;
pub use journal::{Checkpoint, CheckpointError, Condition, Digest, MemoryJournal, MemoryScratch, verify_consistency};
pub use registry::{
    Account, Capacity, Command as RegistryCommand, Phase, Subscription, TOKEN_DAYS_MAX, Token, is_privileged,
};
pub use rules::Rulebook;
pub use rules::Said;
pub use vault::{BlobError, Blobs, Finding, MaterialError, Vault, VaultError};
