//! The `yidi` command.
fn main() {}
