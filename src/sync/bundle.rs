//! Without any host: the same sealed files, carried by a memory stick or a messenger as one file.
//!
//! The file is JSON: `{"augu":"files","version":1,"files":{NAME:BASE64URL}}`. Nothing in it is believed for standing in
//! it: a round over a bundle checks everything as a round over a host does.

use super::membership::{Ask, Told};
use super::name::FileName;
use crate::keys::{from_base64url, to_base64url};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The largest bundle that is read: 64 MiB, far above a class's year.
pub const BUNDLE_BYTES_MAX: usize = 64 << 20;

/// Files of classes, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bundle(pub BTreeMap<FileName, Vec<u8>>);

#[derive(Serialize, Deserialize)]
struct Written {
    augu: String,
    version: u32,
    files: BTreeMap<String, String>,
}

impl Bundle {
    /// As one file.
    pub fn written(&self) -> String {
        let files = self.0.iter().map(|(name, bytes)| (name.to_string(), to_base64url(bytes))).collect();
        let written = Written { augu: "files".to_owned(), version: 1, files };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads such a file. Entries whose names are no names of files are passed over. `None` if it is something else.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() > BUNDLE_BYTES_MAX {
            return None;
        }
        let written: Written = serde_json::from_slice(bytes).ok()?;
        if written.augu != "files" || written.version != 1 {
            return None;
        }
        let file = |(name, text): (String, String)| Some((name.parse().ok()?, from_base64url(&text)?));
        Some(Self(written.files.into_iter().filter_map(file).collect()))
    }

    /// Answers as a host would. What is not in the bundle is not missing, only not here.
    pub fn answer(&mut self, ask: &Ask) -> Told {
        match ask {
            Ask::Get { name, .. } => self.0.get(name).map_or(Told::Failed, |bytes| Told::Found(bytes.clone())),
            Ask::Put { name, bytes } => {
                self.0.insert(name.clone(), bytes.clone());
                Told::Stored
            }
        }
    }
}
