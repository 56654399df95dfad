//! The demonstration county.

use crate::handle::Center;
use crate::Failure;

pub(crate) async fn seed(_center: &Center) -> Result<(), Failure> {
    Ok(())
}
