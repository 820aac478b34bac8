//! Where the configuration is kept: a file, or memory for tests and throw-away servers.
//!
//! A save replaces the whole file or nothing, and only its owner may read it. Whoever wants to follow changes
//! made by others asks [`Source::changed_since`] now and then; a change is one of content, not of times.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

/// A place that holds the text of a configuration.
pub enum Source {
    File { path: PathBuf, writing: Mutex<()> },
    Memory(Mutex<Option<String>>),
}

/// The identity of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint([u8; 32]);

impl Fingerprint {
    pub fn of(text: &str) -> Self {
        Self(Sha256::digest(text).into())
    }
}

/// A text as it was read, with what recognises it later.
#[derive(Clone)]
pub struct Loaded {
    pub text: String,
    pub fingerprint: Fingerprint,
}

impl Source {
    /// A file, which need not exist yet.
    pub fn file(path: impl Into<PathBuf>) -> Self {
        Source::File { path: path.into(), writing: Mutex::new(()) }
    }

    /// Memory, empty at first.
    pub fn memory() -> Self {
        Source::Memory(Mutex::new(None))
    }

    /// The text, or `None` where nothing was saved yet.
    pub fn load(&self) -> io::Result<Option<Loaded>> {
        let text = match self {
            Source::File { path, .. } => match fs::read_to_string(path) {
                Ok(text) => Some(text),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => return Err(error),
            },
            Source::Memory(text) => text.lock().unwrap_or_else(PoisonError::into_inner).clone(),
        };
        Ok(text.map(|text| Loaded { fingerprint: Fingerprint::of(&text), text }))
    }

    /// Replaces the text.
    pub fn save(&self, text: &str) -> io::Result<Fingerprint> {
        match self {
            Source::File { path, writing } => {
                let _alone = writing.lock().unwrap_or_else(PoisonError::into_inner);
                replace(path, text)?;
            }
            Source::Memory(kept) => {
                *kept.lock().unwrap_or_else(PoisonError::into_inner) = Some(text.to_owned());
            }
        }
        Ok(Fingerprint::of(text))
    }

    /// The text, where it is not the known one any more. A file that vanished counts as unchanged: someone is
    /// about to put it back, and the running configuration is still whole.
    pub fn changed_since(&self, known: Fingerprint) -> io::Result<Option<Loaded>> {
        Ok(self.load()?.filter(|loaded| loaded.fingerprint != known))
    }
}

/// Writes beside the file, flushes, and renames over it. A symbolic link stays one: its target is replaced.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = match fs::canonicalize(path) {
        Ok(target) => target,
        Err(error) if error.kind() == ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let name = path.file_name().ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let beside = folder.join(format!(".{}.{}.new", name.to_string_lossy(), std::process::id()));

    let written = write_new(&beside, text).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The old file is untouched; a left-over beside it would hold secrets for nothing.
        let _ = fs::remove_file(&beside);
    }
    written?;
    File::open(folder)?.sync_all()
}

fn write_new(path: &Path, text: &str) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        for source in [Source::file(folder.path().join("config.json")), Source::memory()] {
            assert!(source.load().unwrap().is_none());
            let first = source.save("one").unwrap();
            assert_eq!(source.load().unwrap().unwrap().text, "one");
            assert!(source.changed_since(first).unwrap().is_none());

            source.save("two").unwrap();
            assert_eq!(source.changed_since(first).unwrap().unwrap().text, "two");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_saved_file_is_private_and_alone() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        fs::write(&path, "open to all").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();

        Source::file(&path).save("secret").unwrap();

        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().unwrap();
        let (target, link) = (folder.path().join("real.json"), folder.path().join("config.json"));
        fs::write(&target, "old").unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();

        Source::file(&link).save("new").unwrap();

        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&target).unwrap(), "new");
    }

    #[test]
    fn a_failed_save_leaves_the_old_file_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.json");
        fs::create_dir_all(path.join("in the way")).unwrap();
        assert!(Source::file(&path).save("text").is_err());
        assert!(path.is_dir());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
