//! The token a program asks with. It is in a file: words on a command line are seen by everybody on the machine.

use std::fs;
use std::path::Path;

use crate::trouble::Trouble;

/// The token in this file.
pub(super) fn read(file: &Path) -> Result<String, Trouble> {
    let token = fs::read_to_string(file).map_err(|error| {
        let at = file.display();
        let (zh, en) = (format!("无法读取令牌文件 {at}。"), format!("cannot read the token in {at}."));
        Trouble::new(Trouble::exit_of(&error), zh, en).because(error)
    })?;
    Ok(token.trim().to_owned())
}
