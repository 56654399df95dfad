//! litigation
