//! The way in over HTTP: a JSON API for programs, and the window console for people.
//!
//! It parses, asks [`center`], and answers; it decides nothing. It does not know which contexts there are inside the
//! center, how a fact is stored, or what a rule says.
//!
//! Start with [`routes`](self): `routes.rs` is the list of everything that can be asked, `endpoint.rs` the shape of one
//! line, `edge.rs` what happens to every request, `problem.rs` how "no" is said.

mod access_page;
mod api;
mod app;
mod circumstances;
mod condition;
mod console;
mod cookies;
mod edge;
mod endpoint;
mod failure;
mod identity;
mod in_flight;
mod looks;
mod openapi;
mod options;
mod origin;
mod pace;
mod problem;
mod request;
mod respond;
mod round;
mod routes;
mod searches;
mod server;
mod telemetry;
mod watch;
mod within;

pub use access_page::access_page;
pub use app::open_door;
pub use door::{Door, SETUP_FILE};
pub use openapi::openapi;
pub use options::Options;
pub use origin::{AddressRange, AddressRangeError, BadAddress, PublicAddress};
pub use routes::in_process as router;
pub use server::{ServeError, Server, serve};
pub use sso::{BadSettings, Provider, Settings};
pub use within::{Answer, Question, Within};
