//! Who may serve: one process per data folder and per database.

use std::fs::{File, TryLockError};
use std::path::Path;

use anyhow::{Context as _, bail};

/// The data folder is this process's to serve.
pub(crate) struct FolderRight {
    _file: File,
}

/// Data folder and database are this process's to serve, for as long as this lives.
pub(crate) struct Rights {
    _folder: FolderRight,
    database: db::Lock,
}

impl FolderRight {
    pub(crate) fn take(data: &Path) -> anyhow::Result<Self> {
        let path = data.join("lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("open {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "another Wardroom serves the data folder {}; stop it first, or name another folder with --data",
                data.display()
            ),
            Err(TryLockError::Error(error)) => Err(error).with_context(|| format!("lock {}", path.display())),
        }
    }
}

impl Rights {
    pub(crate) async fn take(folder: FolderRight, location: &db::Location) -> anyhow::Result<Self> {
        match db::Lock::take(location).await.context("ask for the right to serve the database")? {
            Some(database) => Ok(Self { _folder: folder, database }),
            None => {
                bail!("another Wardroom serves this database; stop it first, or name another with --database")
            }
        }
    }

    /// Waits until another process serves the database instead.
    pub(crate) async fn lost(&mut self) {
        self.database.lost().await;
    }
}
