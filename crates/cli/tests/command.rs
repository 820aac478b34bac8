//! The command as a stranger meets it: its words and its exit codes.

#![expect(clippy::unwrap_used, reason = "this is test code: a step that fails ends the test")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Runs the command to its end: whether it succeeded, and what it said.
fn wardroom(data: &Path, arguments: &[&str]) -> (bool, String) {
    let output = command(data, arguments).stdin(Stdio::null()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn command(data: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wardroom"));
    command.args(arguments).arg("--data").arg(data);
    for (name, _) in
        std::env::vars().filter(|(name, _)| name.starts_with("MM_") || name.starts_with("WARDROOM_"))
    {
        command.env_remove(name);
    }
    command
}

/// A running server.
struct Serving {
    child: Child,
    address: String,
}

impl Serving {
    fn start(data: &Path) -> Self {
        let mut child = command(data, &["serve", "--listen", "127.0.0.1:0"])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let ready = said.find(|line| line.contains("is ready at")).expect("the server says that it is ready");
        std::thread::spawn(move || said.for_each(drop));
        let address = ready.split("http://").nth(1).unwrap().split(',').next().unwrap().to_owned();
        Self { child, address }
    }

    /// Status and body.
    fn ask(&self, method: &str, path: &str, token: &str, body: &str) -> (u16, String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let length = body.len();
        write!(
            stream,
            "{method} /api/v4{path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let token =
            head.lines().find_map(|line| line.to_lowercase().strip_prefix("token: ").map(str::to_owned));
        (status, body.to_owned(), token.unwrap_or_default())
    }

    fn sign_in(&self, name: &str, password: &str) -> (u16, String) {
        let body = format!(r#"{{"login_id":"{name}","password":"{password}"}}"#);
        let (status, _, token) = self.ask("POST", "/users/login", "none", &body);
        (status, token)
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

#[test]
fn config_check_names_what_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    let (is_fine, said) = wardroom(folder.path(), &["config", "check"]);
    assert!(is_fine && said.contains("the defaults stand"), "{said}");

    std::fs::write(folder.path().join("config.json"), r#"{"TeamSettings": {"MaxUsersPerTeam": -5}}"#)
        .unwrap();
    let output =
        command(folder.path(), &["config", "check"]).env("MM_TEAMSETTINGS_NONSENSE", "secret").output();
    let output = output.unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains("MM_TEAMSETTINGS_NONSENSE") && said.contains("TeamSettings.MaxUsersPerTeam"),
        "{said}"
    );
    assert!(!said.contains("secret"), "{said}");
}

#[test]
fn a_folder_is_served_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let first = Serving::start(folder.path());
    let (is_fine, said) = wardroom(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    assert!(!is_fine && said.contains("another Wardroom serves the data folder"), "{said}");
    drop(first);
    Serving::start(folder.path());
}

#[test]
fn accounts_are_made_and_mended_beside_a_running_server() {
    let folder = tempfile::tempdir().unwrap();
    let server = Serving::start(folder.path());
    let make = ["user", "create", "--username", "root", "--email", "root@example.com", "--admin"];

    let (is_fine, said) = wardroom(folder.path(), &make);
    assert!(is_fine && said.contains("system administrator"), "{said}");
    let password = said.trim().rsplit(' ').next().unwrap();
    let (status, token) = server.sign_in("root", password);
    assert_eq!(status, 200);
    assert_eq!(server.ask("GET", "/config", &token, "").0, 200);

    let (is_fine, said) = wardroom(folder.path(), &make);
    assert!(!is_fine && said.contains("exists"), "{said}");

    let (is_fine, said) =
        wardroom(folder.path(), &["user", "password", "root", "--password", "An0ther-Passw0rd"]);
    assert!(is_fine && !said.contains("An0ther"), "{said}");
    let patience = Instant::now() + Duration::from_secs(5);
    while server.ask("GET", "/users/me", &token, "").0 != 401 {
        assert!(Instant::now() < patience, "the old session still lives");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.sign_in("root", password).0, 401);
    assert_eq!(server.sign_in("root", "An0ther-Passw0rd").0, 200);
    let (is_fine, said) = wardroom(folder.path(), &["user", "password", "nobody"]);
    assert!(!is_fine && said.contains("no account nobody"), "{said}");
}

#[test]
fn db_check_tells_what_differs_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (is_fine, said) = wardroom(folder.path(), &["db", "check"]);
    assert!(!is_fine && said.contains("no database"), "{said}");
    assert!(wardroom(folder.path(), &["user", "create", "--username", "u", "--email", "u@example.com"]).0);
    let (is_fine, said) = wardroom(folder.path(), &["db", "check"]);
    assert!(is_fine && said.contains("is sound"), "{said}");

    sql(
        folder.path(),
        "INSERT INTO channels (id, type, teamid, name, totalmsgcount, totalmsgcountroot, deleteat)
         VALUES ('strange', 'O', '', 'strange', 0, 0, 0);
         INSERT INTO posts (id, createat, deleteat, channelid, rootid, originalid, type)
         VALUES ('uncounted', 0, 0, 'strange', 'elsewhere', '', '')",
    );
    for _ in 0..2 {
        let (is_fine, said) = wardroom(folder.path(), &["db", "check"]);
        assert!(!is_fine, "{said}");
        assert!(said.contains("channels.totalmsgcount of strange: 0 instead of 1"), "{said}");
        assert!(said.contains("publicchannels of strange"), "{said}");
        assert!(said.contains("posts.rootid of uncounted"), "{said}");
        assert!(said.contains("4 differences") && !said.contains("note"), "{said}");
    }
}

#[test]
fn db_check_notes_what_posts_removed_for_good_leave_behind() {
    let folder = tempfile::tempdir().unwrap();
    assert!(wardroom(folder.path(), &["user", "create", "--username", "u", "--email", "u@example.com"]).0);
    sql(
        folder.path(),
        "INSERT INTO channels (id, type, teamid, name, totalmsgcount, totalmsgcountroot, deleteat)
         VALUES ('emptied', 'P', '', 'emptied', 7, 0, 0)",
    );

    let (is_fine, said) = wardroom(folder.path(), &["db", "check"]);
    assert!(is_fine && said.contains("is sound"), "{said}");
    assert!(
        said.contains("note: channels.totalmsgcount of emptied counts 7 that were removed for good"),
        "{said}"
    );
    assert!(said.contains("1 notes"), "{said}");

    let (is_fine, said) = wardroom(folder.path(), &["db", "check", "--strict"]);
    assert!(!is_fine && said.contains("channels.totalmsgcount of emptied: 7 instead of 0"), "{said}");
}

/// Changes the embedded database of a server that does not run.
fn sql(folder: &Path, statements: &str) {
    let mut files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let file = files.find(|path| path.extension().is_some_and(|end| end == "db")).unwrap();
    rusqlite::Connection::open(file).unwrap().execute_batch(statements).unwrap();
}

#[test]
fn version_names_release_and_protocol() {
    let output = Command::new(env!("CARGO_BIN_EXE_wardroom")).arg("version").output().unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains(env!("CARGO_PKG_VERSION")) && said.contains("11.6"), "{said}");
}

#[test]
fn a_setting_that_asks_for_tls_is_not_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut serve = command(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
    serve
        .env("MM_SERVICESETTINGS_CONNECTIONSECURITY", "TLS")
        .env("MM_SERVICESETTINGS_USELETSENCRYPT", "true");

    let output = serve.output().unwrap();

    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("TLS at a reverse proxy"), "{said}");
}

#[test]
fn the_first_account_is_the_administrator() {
    let folder = tempfile::tempdir().unwrap();
    for (name, kind) in [("first", "system administrator"), ("second", "member")] {
        let email = format!("{name}@example.com");
        let (is_fine, said) =
            wardroom(folder.path(), &["user", "create", "--username", name, "--email", &email]);
        assert!(is_fine && said.contains(kind), "{said}");
    }
}
