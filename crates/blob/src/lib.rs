//! Files: what is stored under a path, and read back whole. Knows no table and no rule.
//!
//! * A path is relative, of plain names with `/` between; nothing outside the store can be named.
//! * A file is there as a whole or not at all: it is written beside its place, brought to the disk, and moved there.
//! * Paths are the protocol's, so that a store can be adopted: [`paths`] spells those that features share.
//!
//! Files lie in a folder of the local disk.

pub mod paths;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use bytes::Bytes;

pub type Result<T> = std::result::Result<T, Error>;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The path names nothing that could be in a store.
    #[error("not a path of a file")]
    Path,
    #[error("could not {act} {path}")]
    Disk { act: &'static str, path: String, source: io::Error },
}

/// Where files are kept. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    folder: Arc<Path>,
    /// Numbers files that are being written, so that two writers of one path do not meet.
    writes: Arc<AtomicU64>,
}

impl Store {
    /// Files in a folder, which is made when the first is written.
    pub fn local(folder: impl Into<PathBuf>) -> Self {
        Self { folder: folder.into().into(), writes: Arc::default() }
    }

    /// The file; None where there is none.
    pub async fn read(&self, path: &str) -> Result<Option<Bytes>> {
        let place = self.place(path)?;
        on_disk("read", path, move || match std::fs::read(place) {
            Ok(content) => Ok(Some(Bytes::from(content))),
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Stores a file in place of what was there. It is on the disk when this returns.
    pub async fn write(&self, path: &str, content: Bytes) -> Result<()> {
        let place = self.place(path)?;
        let number = self.writes.fetch_add(1, Ordering::Relaxed);
        on_disk("write", path, move || write_whole(&place, number, &content)).await
    }

    /// Removes a file; whether it was there.
    pub async fn remove(&self, path: &str) -> Result<bool> {
        let place = self.place(path)?;
        on_disk("remove", path, move || match std::fs::remove_file(place) {
            Ok(()) => Ok(true),
            Err(error) if is_absence(&error) => Ok(false),
            Err(error) => Err(error),
        })
        .await
    }

    /// Moves a file to another path, in place of what was there; whether it was there.
    pub async fn rename(&self, from: &str, to: &str) -> Result<bool> {
        let (old, new) = (self.place(from)?, self.place(to)?);
        on_disk("move", from, move || {
            if let Some(parent) = new.parent() {
                std::fs::create_dir_all(parent)?;
            }
            match std::fs::rename(old, new) {
                Ok(()) => Ok(true),
                Err(error) if is_absence(&error) => Ok(false),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Whether files can be kept here.
    pub async fn check(&self) -> Result<()> {
        let folder = self.folder.clone();
        on_disk("make", "", move || std::fs::create_dir_all(&folder)).await
    }

    fn place(&self, path: &str) -> Result<PathBuf> {
        let is_plain = |name: &str| {
            !matches!(name, "" | "." | "..")
                && name.len() <= 255
                && !name.chars().any(|letter| matches!(letter, '\\' | '\0'))
        };
        if path.split('/').all(is_plain) { Ok(self.folder.join(path)) } else { Err(Error::Path) }
    }
}

fn write_whole(place: &Path, number: u64, content: &[u8]) -> io::Result<()> {
    use std::io::Write;
    let parent = place.parent().ok_or(io::ErrorKind::InvalidInput)?;
    std::fs::create_dir_all(parent)?;
    let beside = parent.join(format!(".{}-{number}.part", std::process::id()));
    let written = (|| {
        let mut file = std::fs::File::create(&beside)?;
        file.write_all(content)?;
        file.sync_all()?;
        std::fs::rename(&beside, place)?;
        std::fs::File::open(parent)?.sync_all()
    })();
    if written.is_err() {
        // What is left would be found by nobody; failing to remove it changes nothing.
        drop(std::fs::remove_file(&beside));
    }
    written
}

/// A file where a folder is asked for is as absent as nothing.
fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::IsADirectory
    )
}

async fn on_disk<T: Send + 'static>(
    act: &'static str,
    path: &str,
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T> {
    let outcome = tokio::task::spawn_blocking(work).await.map_err(io::Error::other);
    outcome.and_then(|outcome| outcome).map_err(|source| Error::Disk { act, path: path.to_owned(), source })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn store() -> (tempfile::TempDir, Store) {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::local(folder.path().join("files"));
        (folder, store)
    }

    #[tokio::test]
    async fn what_is_written_is_read_until_it_is_removed() {
        let (folder, store) = store();
        assert_eq!(store.read("users/a/profile.png").await.unwrap(), None);
        for content in ["one", "two"] {
            store.write("users/a/profile.png", content.into()).await.unwrap();
            assert_eq!(store.read("users/a/profile.png").await.unwrap().unwrap(), content);
        }
        assert!(store.rename("users/a/profile.png", "users/b/old.png").await.unwrap());
        assert!(!store.rename("users/a/profile.png", "users/b/old.png").await.unwrap());
        assert!(store.remove("users/b/old.png").await.unwrap());
        assert!(!store.remove("users/b/old.png").await.unwrap());
        assert_eq!(store.read("users/a").await.unwrap(), None);
        assert_eq!(std::fs::read_dir(folder.path().join("files/users/a")).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn nothing_outside_the_store_can_be_named() {
        let (folder, store) = store();
        std::fs::write(folder.path().join("secret"), "x").unwrap();
        for path in ["../secret", "a/../../secret", "/etc/passwd", "", "a//b", "./a", "a\\b", "a\0"] {
            assert!(matches!(store.read(path).await, Err(Error::Path)), "{path}");
            assert!(matches!(store.write(path, Bytes::new()).await, Err(Error::Path)), "{path}");
            assert!(matches!(store.remove(path).await, Err(Error::Path)), "{path}");
        }
    }
}
