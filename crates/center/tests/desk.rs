//! The center as a whole, over a journal in memory.

#[path = "desk/demonstration.rs"]
mod demonstration;
#[path = "desk/hall.rs"]
mod hall;
#[path = "desk/orders.rs"]
mod orders;
#[path = "desk/reading.rs"]
mod reading;
#[path = "desk/restart.rs"]
mod restart;
