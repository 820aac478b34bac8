//! What this machine can do at all: the divisors of figures that are stated as "x raw commit" or "x loopback write".
//!
//! About ten seconds; every part is bounded in count and in time.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::proc;
use crate::record::Latencies;

/// The length of an event frame that carries a short post.
const FRAME: usize = 850;

/// Password hashes that the server makes have so many rounds.
const ROUNDS: u32 = 600_000;

/// The longest that one part may take.
const PART: Duration = Duration::from_millis(1500);

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Calibration {
    pub cores: usize,
    pub processor: String,
    pub load_average: f64,
    /// CPU of both sides, in microseconds, to send a frame and get it back.
    pub loopback_echo_us: f64,
    /// CPU of the writer, in microseconds, to write a frame to one of many idle connections.
    pub loopback_write_us: f64,
    pub sha256_mb_per_second: f64,
    pub pbkdf2_ms: f64,
    /// 8 KiB written and made durable.
    pub fdatasync_p50_ms: f64,
    pub fdatasync_p99_ms: f64,
    /// One row inserted and committed, durable, by one client.
    pub sqlite_commit_p50_ms: f64,
    pub sqlite_commits_per_second: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub postgres: Option<Postgres>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Postgres {
    pub version: String,
    pub fsync: String,
    pub synchronous_commit: String,
    pub select_1_p50_ms: f64,
    pub commit_p50_ms: f64,
    pub commit_p99_ms: f64,
    pub commits_per_second: f64,
    pub commits_per_second_of_32: f64,
    pub batch_of_100_p50_ms: f64,
}

impl Calibration {
    /// The time of one durable commit by one client, on the store in use.
    pub fn commit_ms(&self) -> f64 {
        self.postgres.as_ref().map_or(self.sqlite_commit_p50_ms, |postgres| postgres.commit_p50_ms)
    }

    pub fn lines(&self) -> Vec<(String, String)> {
        let mut lines = vec![
            ("machine".to_owned(), format!("{} cores, {}", self.cores, self.processor)),
            ("load average".to_owned(), format!("{:.2}", self.load_average)),
            ("loopback echo of 850 bytes, CPU".to_owned(), format!("{:.1} us", self.loopback_echo_us)),
            ("loopback write of 850 bytes, CPU".to_owned(), format!("{:.1} us", self.loopback_write_us)),
            ("SHA-256".to_owned(), format!("{:.0} MB/s", self.sha256_mb_per_second)),
            ("PBKDF2-SHA256, 600,000 rounds".to_owned(), format!("{:.1} ms", self.pbkdf2_ms)),
            (
                "8 KiB write and fdatasync, p50 and p99".to_owned(),
                format!("{:.3} and {:.3} ms", self.fdatasync_p50_ms, self.fdatasync_p99_ms),
            ),
            (
                "SQLite insert and commit, one client".to_owned(),
                format!("{:.3} ms, {:.0}/s", self.sqlite_commit_p50_ms, self.sqlite_commits_per_second),
            ),
        ];
        if let Some(postgres) = &self.postgres {
            lines.extend([
                (
                    "PostgreSQL".to_owned(),
                    format!(
                        "{}, fsync={}, synchronous_commit={}",
                        postgres.version, postgres.fsync, postgres.synchronous_commit
                    ),
                ),
                ("SELECT 1".to_owned(), format!("{:.3} ms", postgres.select_1_p50_ms)),
                (
                    "insert and commit, one client".to_owned(),
                    format!("{:.3} ms, {:.0}/s", postgres.commit_p50_ms, postgres.commits_per_second),
                ),
                (
                    "insert and commit, 32 clients".to_owned(),
                    format!("{:.0}/s", postgres.commits_per_second_of_32),
                ),
                (
                    "100 rows in one statement and commit".to_owned(),
                    format!("{:.3} ms", postgres.batch_of_100_p50_ms),
                ),
            ]);
        }
        lines
    }
}

pub async fn calibrate(postgres: Option<&str>) -> anyhow::Result<Calibration> {
    let mut calibration = tokio::task::spawn_blocking(local).await??;
    if let Some(url) = postgres {
        calibration.postgres = Some(of_postgres(url).await.context("calibrate PostgreSQL")?);
    }
    Ok(calibration)
}

fn local() -> anyhow::Result<Calibration> {
    let load_average = proc::load_average();
    let (cores, processor) = proc::machine();
    let folder = tempfile::tempdir().context("make a temporary folder")?;
    let synced = fdatasync(&folder.path().join("synced"))?;
    let (commits, commits_per_second) = sqlite(&folder.path().join("rows.db"))?;
    Ok(Calibration {
        cores,
        processor,
        load_average,
        loopback_echo_us: echo().context("echo over loopback")?,
        loopback_write_us: one_way().context("write over loopback")?,
        sha256_mb_per_second: sha256(),
        pbkdf2_ms: pbkdf2(),
        fdatasync_p50_ms: synced.milliseconds(0.5),
        fdatasync_p99_ms: synced.milliseconds(0.99),
        sqlite_commit_p50_ms: commits.milliseconds(0.5),
        sqlite_commits_per_second: commits_per_second,
        postgres: None,
    })
}

/// Two ends of a connection over loopback.
fn pair() -> std::io::Result<(TcpStream, TcpStream)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let near = TcpStream::connect(listener.local_addr()?)?;
    let (far, _) = listener.accept()?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    Ok((near, far))
}

/// CPU that a closure costs this process, in microseconds per operation. The threads it starts have to live on until
/// it returns, or what they did is not counted.
fn cpu_of(operations: usize, work: impl FnOnce() -> std::io::Result<()>) -> std::io::Result<f64> {
    let pid = std::process::id();
    let before = proc::exact_cpu(pid).unwrap_or_default();
    work()?;
    let spent = proc::exact_cpu(pid).unwrap_or_default().saturating_sub(before);
    Ok(spent.as_secs_f64() * 1e6 / operations as f64)
}

fn echo() -> std::io::Result<f64> {
    const ROUNDS: usize = 10_000;
    let (mut near, mut far) = pair()?;
    let (finish, finished) = std::sync::mpsc::channel::<()>();
    let answering = std::thread::spawn(move || -> std::io::Result<()> {
        let mut frame = [0; FRAME];
        for _ in 0..ROUNDS {
            far.read_exact(&mut frame)?;
            far.write_all(&frame)?;
        }
        // Lives until its time has been read.
        let _ended = finished.recv();
        Ok(())
    });
    let cost = cpu_of(ROUNDS, || {
        let mut frame = [7; FRAME];
        for _ in 0..ROUNDS {
            near.write_all(&frame)?;
            near.read_exact(&mut frame)?;
        }
        Ok(())
    })?;
    drop(finish);
    answering.join().expect("it does not panic")?;
    Ok(cost)
}

/// What a fan-out cannot go below: a frame written to one idle connection after the other, each write with the work
/// that the kernel does in it to deliver the frame and wake its reader. Only the writer's CPU is counted.
fn one_way() -> std::io::Result<f64> {
    const CONNECTIONS: usize = 64;
    const ROUNDS: usize = 200;
    let pairs: Vec<_> = (0..CONNECTIONS).map(|_| pair()).collect::<Result<_, _>>()?;
    let (mut near, far): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
    let reading = std::thread::spawn(move || -> std::io::Result<()> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build()?;
        runtime.block_on(async {
            let read_all = far.into_iter().map(async |stream| {
                stream.set_nonblocking(true)?;
                let mut stream = tokio::net::TcpStream::from_std(stream)?;
                let mut frame = [0; FRAME];
                for _ in 0..ROUNDS {
                    tokio::io::AsyncReadExt::read_exact(&mut stream, &mut frame).await?;
                }
                std::io::Result::Ok(())
            });
            futures_util::future::try_join_all(read_all).await.map(|_| ())
        })
    });
    let frame = [7; FRAME];
    let before = proc::thread_cpu();
    for _ in 0..ROUNDS {
        for stream in &mut near {
            stream.write_all(&frame)?;
        }
    }
    let spent = proc::thread_cpu().saturating_sub(before);
    reading.join().expect("it does not panic")?;
    Ok(spent.as_secs_f64() * 1e6 / (CONNECTIONS * ROUNDS) as f64)
}

fn sha256() -> f64 {
    let block = vec![7; 1 << 20];
    let started = Instant::now();
    let mut megabytes = 0;
    while started.elapsed() < PART / 3 {
        std::hint::black_box(Sha256::digest(&block));
        megabytes += 1;
    }
    f64::from(megabytes) * 1.048_576 / started.elapsed().as_secs_f64()
}

/// The quicker of two, in milliseconds.
fn pbkdf2() -> f64 {
    let time = || {
        let started = Instant::now();
        std::hint::black_box(pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(
            b"a password",
            b"0123456789abcdef",
            ROUNDS,
        ));
        started.elapsed().as_secs_f64() * 1000.0
    };
    time().min(time())
}

fn fdatasync(path: &std::path::Path) -> anyhow::Result<Latencies> {
    use std::os::unix::fs::FileExt as _;
    let file = std::fs::File::create(path).context("make a file")?;
    file.set_len(64 << 13)?;
    file.sync_all()?;
    let block = [7; 8192];
    let mut latencies = Latencies::default();
    let started = Instant::now();
    for number in 0..500_u64 {
        if started.elapsed() > PART {
            break;
        }
        let start = Instant::now();
        file.write_all_at(&block, (number % 64) << 13)?;
        file.sync_data()?;
        latencies.add(start.elapsed());
    }
    Ok(latencies)
}

fn sqlite(path: &std::path::Path) -> anyhow::Result<(Latencies, f64)> {
    let database = rusqlite::Connection::open(path).context("open SQLite")?;
    database.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT)",
    )?;
    let mut insert = database.prepare("INSERT INTO rows (text) VALUES (?1)")?;
    let text = "x".repeat(400);
    let mut latencies = Latencies::default();
    let started = Instant::now();
    while started.elapsed() < PART && latencies.count() < 20_000 {
        let start = Instant::now();
        insert.execute([&text])?;
        latencies.add(start.elapsed());
    }
    let rate = latencies.count() as f64 / started.elapsed().as_secs_f64();
    Ok((latencies, rate))
}

async fn of_postgres(url: &str) -> anyhow::Result<Postgres> {
    let client = connect(url).await?;
    let show = async |name: &str| -> anyhow::Result<String> {
        Ok(client.query_one(&format!("SHOW {name}"), &[]).await?.get(0))
    };
    let table = format!("bench_calibration_{}", std::process::id());
    client
        .batch_execute(&format!(
            "DROP TABLE IF EXISTS {table}; CREATE TABLE {table} (id BIGSERIAL PRIMARY KEY, text TEXT)"
        ))
        .await?;
    let selects = repeat(&client, "SELECT 1").await?;
    let one = format!("INSERT INTO {table} (text) VALUES (repeat('x', 400))");
    let commits = repeat(&client, &one).await?;
    let many = format!("INSERT INTO {table} (text) SELECT repeat('x', 400) FROM generate_series(1, 100)");
    let batches = repeat(&client, &many).await?;

    let started = Instant::now();
    let clients = (0..32).map(async |_| repeat(&connect(url).await?, &one).await);
    let all = futures_util::future::try_join_all(clients).await?;
    let together: u64 = all.iter().map(|(latencies, _)| latencies.count()).sum();
    let seconds = started.elapsed().as_secs_f64();

    client.batch_execute(&format!("DROP TABLE {table}")).await?;
    Ok(Postgres {
        version: show("server_version").await?,
        fsync: show("fsync").await?,
        synchronous_commit: show("synchronous_commit").await?,
        select_1_p50_ms: selects.0.milliseconds(0.5),
        commit_p50_ms: commits.0.milliseconds(0.5),
        commit_p99_ms: commits.0.milliseconds(0.99),
        commits_per_second: commits.1,
        commits_per_second_of_32: together as f64 / seconds,
        batch_of_100_p50_ms: batches.0.milliseconds(0.5),
    })
}

pub async fn connect(url: &str) -> anyhow::Result<tokio_postgres::Client> {
    let (client, connection) =
        tokio_postgres::connect(url, tokio_postgres::NoTls).await.context("connect to PostgreSQL")?;
    // Ends with the client; what goes wrong in it shows in the client's next statement.
    tokio::spawn(connection);
    Ok(client)
}

/// Runs a statement again and again for its part of the time. Gives latencies and statements per second.
async fn repeat(client: &tokio_postgres::Client, statement: &str) -> anyhow::Result<(Latencies, f64)> {
    let statement = client.prepare(statement).await?;
    let mut latencies = Latencies::default();
    let started = Instant::now();
    while started.elapsed() < PART && latencies.count() < 20_000 {
        let start = Instant::now();
        client.execute(&statement, &[]).await?;
        latencies.add(start.elapsed());
    }
    let rate = latencies.count() as f64 / started.elapsed().as_secs_f64();
    Ok((latencies, rate))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_costs_something_and_both_sides_count() {
        let echo = echo().unwrap();
        let write = one_way().unwrap();

        assert!(echo > 0.5 && write > 0.2, "{echo} {write}");
    }
}
