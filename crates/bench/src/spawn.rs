//! A server that the generator starts itself, for what can only be seen from outside: its start and its end.
//!
//! The command may hold `{address}`, `{data}` and `{database}`: an address to listen on, a folder, and the URL of a
//! database of its own in the cluster that `--postgres` names. It is split at blanks; no shell is involved.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::http::Client;
use crate::proc;
use crate::target::{Processes, Target};

/// The longest that a start or an end may take.
const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Clone, clap::Args)]
pub struct Launch {
    /// How to start the server, such as "wardroom serve --listen {address} --data {data} --database {database}".
    #[arg(long, value_name = "COMMAND")]
    pub cmd: Option<String>,
}

/// The data of a server: a folder, and a database where the command wants one. Gone when it is closed.
pub struct Ground {
    folder: tempfile::TempDir,
    database: Option<Database>,
}

struct Database {
    cluster: String,
    name: String,
}

impl Ground {
    pub async fn new(command: &str, cluster: Option<&str>) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir().context("make a folder for the server's data")?;
        let database = match (command.contains("{database}"), cluster) {
            (false, _) => None,
            (true, None) => {
                bail!("the command wants a {{database}}: --postgres names the cluster to make it in")
            }
            (true, Some(cluster)) => Some(Database::make(cluster).await?),
        };
        Ok(Self { folder, database })
    }

    pub async fn close(self) -> anyhow::Result<()> {
        match self.database {
            Some(database) => database.drop().await,
            None => Ok(()),
        }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("server.log")
    }
}

impl Database {
    async fn make(cluster: &str) -> anyhow::Result<Self> {
        let name = format!("bench_{:x}", jiff::Timestamp::now().as_microsecond());
        let client = crate::calibrate::connect(cluster).await?;
        client.batch_execute(&format!("CREATE DATABASE {name}")).await.context("make a database")?;
        Ok(Self { cluster: cluster.to_owned(), name })
    }

    /// The cluster's URL with this database as its path.
    fn url(&self) -> String {
        let start = self.cluster.find("://").map_or(0, |at| at + 3);
        let end = self.cluster[start..].find('/').map_or(self.cluster.len(), |at| start + at);
        format!("{}/{}?sslmode=disable", &self.cluster[..end], self.name)
    }

    async fn drop(self) -> anyhow::Result<()> {
        let client = crate::calibrate::connect(&self.cluster).await?;
        client
            .batch_execute(&format!("DROP DATABASE {} WITH (FORCE)", self.name))
            .await
            .context("drop the database")
    }
}

/// A running server. Dropping it kills it.
pub struct Server {
    child: Child,
    pub target: Target,
    /// From its start to its first 200.
    pub ready_after: Duration,
    /// What it had spent by then.
    pub cpu_at_ready: Duration,
}

impl Server {
    /// Starts the command on its ground and waits for its first answer.
    pub async fn start(command: &str, ground: &Ground, database_pid: Option<u32>) -> anyhow::Result<Self> {
        let address = std::net::TcpListener::bind("127.0.0.1:0")
            .and_then(|listener| listener.local_addr())
            .context("find a free port")?;
        let data = ground.folder.path().join("data");
        std::fs::create_dir_all(&data).context("make the data folder")?;
        let database = ground.database.as_ref().map(Database::url).unwrap_or_default();
        let words: Vec<String> = command
            .split_whitespace()
            .map(|word| {
                word.replace("{address}", &address.to_string())
                    .replace("{data}", &data.to_string_lossy())
                    .replace("{database}", &database)
            })
            .collect();
        let (program, arguments) = words.split_first().context("--cmd is empty")?;
        let log =
            std::fs::OpenOptions::new().create(true).append(true).open(ground.log()).context("make a log")?;

        let started = Instant::now();
        let child = Command::new(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .with_context(|| format!("start {program}"))?;
        let processes = Processes { server: Some(child.id()), database: database_pid };
        let target = Target::new(&format!("http://{address}"), processes, false)?;
        let mut server = Self { child, target, ready_after: Duration::ZERO, cpu_at_ready: Duration::ZERO };
        let mut client = Client::anonymous(&server.target);
        while !client.get("/system/ping").await.is_ok_and(|reply| reply.status == 200) {
            if let Some(status) = server.child.try_wait().context("look at the server")? {
                bail!("the server ended with {status} before it answered:\n{}", log_of(ground));
            }
            if started.elapsed() > PATIENCE {
                bail!("no answer within a minute:\n{}", log_of(ground));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        server.ready_after = started.elapsed();
        server.cpu_at_ready = proc::exact_cpu(server.pid()).unwrap_or_default();
        Ok(server)
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Asks it to end and waits until it has: or else the next one would find the old one answering.
    pub async fn stop(mut self) -> anyhow::Result<()> {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, Signal::TERM).context("ask the server to stop")?;
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if self.child.try_wait().context("wait for the server")?.is_some() {
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        bail!("the server did not stop within a minute")
    }

    /// Ends it without a warning.
    pub fn kill(mut self) -> anyhow::Result<ExitStatus> {
        self.child.kill().context("kill the server")?;
        self.child.wait().context("wait for the server")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nothing is lost if it is gone already.
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

fn log_of(ground: &Ground) -> String {
    let text = std::fs::read_to_string(ground.log()).unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(20)..].join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_is_named_in_the_url_of_its_cluster() {
        for cluster in ["postgres://u@127.0.0.1:5432", "postgres://u@127.0.0.1:5432/postgres"] {
            let database = Database { cluster: cluster.to_owned(), name: "mine".to_owned() };
            assert_eq!(database.url(), "postgres://u@127.0.0.1:5432/mine?sslmode=disable");
        }
    }

    #[tokio::test]
    async fn a_command_that_ends_at_once_is_told_with_what_it_said() {
        let ground = Ground::new("ls", None).await.unwrap();

        let error = Server::start("ls --no-such-option", &ground, None).await.err().unwrap().to_string();

        assert!(error.contains("no-such-option"), "{error}");
    }
}
