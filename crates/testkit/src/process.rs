//! The server as a process of its own, to be killed.

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::{Client, TestDatabase};

/// A running `wardroom serve`. Dropping it kills it.
pub struct Process {
    child: Child,
    pub address: SocketAddr,
    /// From its start to its first answer.
    pub came_back_after: Duration,
}

/// The command, as built: what `WARDROOM_BINARY` names, or else a build of today's source.
pub fn binary() -> PathBuf {
    if let Some(path) = std::env::var_os("WARDROOM_BINARY") {
        return path.into();
    }
    static BUILT: std::sync::OnceLock<PathBuf> = std::sync::OnceLock::new();
    BUILT
        .get_or_init(|| {
            let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
            let built = Command::new(cargo)
                .args(["build", "--quiet", "--package", "wardroom"])
                .current_dir(env!("CARGO_MANIFEST_DIR"))
                .status()
                .unwrap();
            assert!(built.success(), "the command does not build");
            // Tests lie in a folder beside the commands.
            let test = std::env::current_exe().unwrap();
            test.ancestors().nth(2).expect("a test lies in target/debug/deps").join("wardroom")
        })
        .clone()
}

impl Process {
    /// Starts the server on its data and waits for its first answer.
    pub async fn start(binary: &Path, data: &Path, database: &TestDatabase) -> Self {
        let port = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        std::fs::create_dir_all(data).unwrap();
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(data.join("server.log")).unwrap();
        let started = Instant::now();
        let child = Command::new(binary)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .envs(database.settings())
            .env("MM_TEAMSETTINGS_ENABLEOPENSERVER", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        let mut process = Self { child, address, came_back_after: Duration::ZERO };
        let client = Client::of(address);
        loop {
            if client.request("GET", "/system/ping").try_send().await.is_ok_and(|reply| reply.is_success()) {
                break;
            }
            if let Some(status) = process.child.try_wait().unwrap() {
                panic!("the server ended with {status} before it answered:\n{}", log_of(data));
            }
            assert!(started.elapsed() < Duration::from_secs(60), "no answer in a minute:\n{}", log_of(data));
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        process.came_back_after = started.elapsed();
        process
    }

    pub fn client(&self) -> Client {
        Client::of(self.address)
    }

    /// Memory in use, in bytes.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse::<u64>().unwrap_or(0) * 1024
    }

    /// SIGKILL: no destructor, no flush, no farewell.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// SIGTERM, and its end.
    pub fn stop(mut self) {
        let pid = self.child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        assert!(self.child.wait().unwrap().success(), "the server did not stop cleanly");
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Nothing is lost if it is gone already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

/// `wardroom db check`: recounts what is counted, where nothing was ever removed for good. Gives what it said and
/// whether it found nothing.
pub fn check(binary: &Path, data: &Path, database: &TestDatabase) -> (String, bool) {
    let output = Command::new(binary)
        .args(["db", "check", "--strict", "--data"])
        .arg(data)
        .envs(database.settings())
        .output()
        .unwrap();
    let mut said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.push_str(&String::from_utf8_lossy(&output.stderr));
    (said, output.status.success())
}

fn log_of(data: &Path) -> String {
    let text = std::fs::read_to_string(data.join("server.log")).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(40)..].join("\n")
}

/// Says something to whoever watches a long run.
pub fn say(what: &str) {
    let mut out = std::io::stdout().lock();
    // A closed terminal is no reason to stop.
    let _said = writeln!(out, "soak: {what}");
}
