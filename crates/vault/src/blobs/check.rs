//! Looking through the whole store, for `yidi verify`.

use std::fs;

use timeline::BlobName;

use super::{BlobError, Blobs};

/// Something in the store that should not be as it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Finding {
    /// A file whose bytes are not those its name vouches for.
    Damaged(BlobName),
    /// A file whose name is not that of a material: put there by somebody else.
    Foreign(String),
}

impl Blobs {
    /// The names of all materials in the store, and what is wrong with the rest. Reads every byte of every file.
    ///
    /// # Errors
    /// The disk failed.
    pub fn check(&self) -> Result<(Vec<BlobName>, Vec<Finding>), BlobError> {
        let (mut whole, mut findings) = (Vec::new(), Vec::new());
        for entry in self.entries()? {
            match entry.parse() {
                Ok(name) => match self.checked(name) {
                    Ok(_) => whole.push(name),
                    Err(BlobError::Damaged { name }) => findings.push(Finding::Damaged(name)),
                    Err(error) => return Err(error),
                },
                Err(_) => findings.push(Finding::Foreign(entry)),
            }
        }
        Ok((whole, findings))
    }

    fn entries(&self) -> Result<Vec<String>, BlobError> {
        let list = || {
            let names = fs::read_dir(&self.dir)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()));
            names.collect::<std::io::Result<Vec<String>>>()
        };
        let mut names = list().map_err(|source| BlobError::at(&self.dir, source))?;
        names.retain(|name| name != "incoming");
        names.sort_unstable();
        Ok(names)
    }
}
