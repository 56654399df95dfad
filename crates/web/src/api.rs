//! The endpoints, one file a subject. [`crate::routes`] lists them.

pub(crate) mod accusations;
pub(crate) mod by_code;
pub(crate) mod cases;
pub(crate) mod checkpoint;
pub(crate) mod citizen;
pub(crate) mod commands;
pub(crate) mod documents;
pub(crate) mod facts;
pub(crate) mod feed;
pub(crate) mod files;
pub(crate) mod hand_offs;
pub(crate) mod health;
pub(crate) mod looks;
pub(crate) mod own;
mod parameters;
pub(crate) mod problems;
pub(crate) mod progress;
pub(crate) mod receipts;
pub(crate) mod register;
pub(crate) mod registrations;
pub(crate) mod return_visits;
pub(crate) mod reveal;
pub(crate) mod schemas;
pub(crate) mod session;
pub(crate) mod subscriptions;
pub(crate) mod views;
mod waiting;
