//! Signing in with a unified identity (统一身份认证): what the operator set up, the way to the provider and back, and what it
//! says of somebody.
//!
//! It checks what comes from the provider and hands on three things: which account is meant, which groups the person is in,
//! and whether a second factor was asked for. It refuses to know whether there is such an account, what a session is, or how
//! HTTP carries a cookie: a provider says who somebody is, never what they may do.
//!
//! Start with [`Settings`], then [`Provider`]. `client.rs` talks to the provider and is there with the feature `oidc`;
//! without it `absent.rs` stands in its place, and settings are refused.

#[cfg(not(feature = "oidc"))]
mod absent;
#[cfg(feature = "oidc")]
mod client;
mod failure;
mod groups;
#[cfg(feature = "oidc")]
mod line;
mod provider;
mod said;
#[cfg_attr(not(feature = "oidc"), expect(dead_code, reason = "most of it is read by what talks to a provider"))]
mod settings;

pub use failure::Failure;
pub use groups::Groups;
pub use provider::{Came, Going, Kept, Provider};
pub use said::Said;
pub use settings::{BadSettings, Settings};
