//! Accounts in a directory, without a server in between.

use std::path::Path;
use std::sync::Arc;

use center::{Center, Rulebook, Until};
use jiff::Timestamp;
use journal::Journal as _;
use serde_json::{Value, json};
use timeline::{ActorId, Query};

use crate::meaning;
use crate::say::Voice;
use crate::verb::beside::Asking;
use crate::verb::keys::KeyFile;
use crate::verb::place::{self, Place};
use crate::verb::view::DECODERS;
use crate::verb::{beside, rows, serve};

/// Every account, read beside whoever owns the log.
pub(super) fn accounts(place: &Place, voice: &Voice) -> anyhow::Result<Vec<Value>> {
    let beside = Asking::of_auditor(place).open(voice)?;
    let replayed = center::replay_log(beside.journal(), Until::Position(u64::MAX), DECODERS, &mut |_, _| ());
    let replayed = replayed.map_err(beside::not_shown)?;
    Ok(rows::all(&beside, &replayed, "accounts", &Query::default())?.rows)
}

/// An invitation from whoever holds the machine and its keys, while the center is stopped. An account there is none of is
/// opened as a security administrator's, in the center's own name: a second person confirms it, if there is one.
pub(super) fn invite(place: &Place, key: &KeyFile, account: &ActorId) -> anyhow::Result<Value> {
    place::must_exist(&place.data)?;
    let home = std::path::absolute(&place.data)?;
    let vault = key.vault(&home)?;
    let journal = place.open()?;
    let options = center::Options {
        vault: Some(vault),
        home: Some(home.clone()),
        ..center::Options::new(Arc::new(Timestamp::now))
    };
    let runtime = place::runtime()?;
    let invited = runtime.block_on(async {
        let scratch = serve::scratch(&place.data);
        let opened = Center::open(journal.clone(), scratch, Rulebook::demo(), options).await;
        let center = opened.map_err(meaning::of_center)?;
        let invited = invite_to(&center, &home, account).await;
        center.close().await;
        invited
    });
    journal.close();
    runtime.shutdown_background();
    invited
}

async fn invite_to(center: &Center, home: &Path, account: &ActorId) -> anyhow::Result<Value> {
    let known = center.account(account).await.map_err(meaning::of_failure)?;
    let opened = known.is_none();
    if opened {
        center.open_first_account(account).await.map_err(meaning::of_failure)?;
    }
    // Whoever had the account before has no token of it afterwards, either.
    for token in known.iter().flat_map(|known| &known.tokens).filter(|token| !token.revoked) {
        let revoked = center.say_of(account, center::said::token_revoked(account, token.number)).await;
        revoked.map_err(meaning::of_failure)?;
    }
    let door = web::open_door(center, Some(home)).map_err(meaning::of_credentials)?;
    let code = door.invite(account, center.now()).map_err(meaning::of_credentials)?;
    Ok(json!({ "account": account, "invitation": code, "opened": opened }))
}
