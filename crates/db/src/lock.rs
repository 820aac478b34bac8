//! The right to serve a database, which one process has at a time.

use std::fs::{File, TryLockError};
use std::path::Path;

use crate::{Error, Location, Result, postgres};

/// The right to serve a database: held while this lives, and given up with the process however it ends.
///
/// It keeps out who asks for it, too; reading and writing need no such right, so commands work beside a server.
pub struct Lock(Inner);

enum Inner {
    Sqlite { _file: File },
    Postgres(postgres::Lock),
}

impl Lock {
    /// Takes the lock; None: another process has it.
    ///
    /// On SQLite it is a lock on a file beside the database, on PostgreSQL an advisory lock on a connection of its own.
    pub async fn take(location: &Location) -> Result<Option<Self>> {
        match location {
            Location::Sqlite(path) => {
                let mut name = path.as_os_str().to_owned();
                name.push("-lock");
                Ok(lock_file(Path::new(&name))?.map(|file| Self(Inner::Sqlite { _file: file })))
            }
            Location::Postgres(url) => {
                Ok(postgres::Lock::take(url).await?.map(|lock| Self(Inner::Postgres(lock))))
            }
        }
    }

    /// Waits until another process has the lock: the database went away and came back in its hands.
    pub async fn lost(&mut self) {
        match &mut self.0 {
            // The operating system takes a file lock from nobody.
            Inner::Sqlite { .. } => std::future::pending().await,
            Inner::Postgres(lock) => lock.lost().await,
        }
    }
}

fn lock_file(path: &Path) -> Result<Option<File>> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path)
        .map_err(|e| Error::backend("open the lock beside the database", e))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(Error::backend("lock the database", error)),
    }
}
