//! Values that facts are made of: parsed once at the edge, never checked again inside.

mod accusation;
mod blob;
mod code;
mod digest;
mod endpoint;
mod lists;
mod mark;
mod money;
mod number;

pub use accusation::{AccusationNumber, AccusationNumberError};
pub use blob::{BlobName, BlobNameError};
pub use code::{
    ActorId, AreaCode, CODE_CHARS_MAX, Code, CodeError, DepartmentCode, FactName, PackVersion, PlaceCode,
    REFERENCE_CHARS_MAX, Reference, WindowCode,
};
pub use digest::{DigestError, QueryTag, VoiceTag, read_digits, write_digits};
pub use endpoint::{Endpoint, EndpointError};
pub use lists::*;
pub use mark::{MARK_MAX, Mark, MarkError};
pub use money::{FEN_MAX, Fen, FenError};
pub use number::{CaseNumber, CaseNumberError};
