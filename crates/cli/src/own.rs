//! What the process keeps to itself: it leaves no image of its memory, in which names and keys lie open, and it runs as
//! nobody who may do everything on the machine.

use rustix::process::{DumpableBehavior, Resource, Rlimit, geteuid, set_dumpable_behavior, setrlimit};

use crate::trouble::{Exit, Trouble};

/// No core dumps, and no other process of the same user looks into this one (`prctl(2)`, `PR_SET_DUMPABLE`).
pub(crate) fn leave_no_image() {
    let nothing = Rlimit { current: Some(0), maximum: Some(0) };
    let left = setrlimit(Resource::Core, nothing).and_then(|()| set_dumpable_behavior(DumpableBehavior::NotDumpable));
    if let Err(error) = left {
        tracing::warn!(%error, "a crash could leave an image of the memory on the disk");
    }
}

/// Refuses to run as root, unless it was said that this is meant.
pub(crate) fn refuse_root(meant: bool) -> Result<(), Trouble> {
    if meant || !geteuid().is_root() {
        return Ok(());
    }
    let (zh, en) = ("不以 root 身份为真实事项提供服务。", "not served as root: this center holds real matters.");
    Err(Trouble::new(Exit::Configuration, zh, en).next(
        "请使用专门的系统用户（见 deploy/yidi.service），或加 --as-root。",
        "run it as a user of its own (see deploy/yidi.service), or say --as-root",
    ))
}
