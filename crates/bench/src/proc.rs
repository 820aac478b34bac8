//! What processes cost, as the kernel counts it in `/proc`.
//!
//! A server or a database is a tree of processes: its cost is that of all that live, with what each has counted for
//! children that ended. Counted so, a difference of two readings misses nothing that started or ended in between.
//! The clock ticks every 10 ms: a difference is only worth something once it is many ticks long.

use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// The kernel tells times to user space in hundredths of a second, whatever its own clock is.
const TICK: Duration = Duration::from_millis(10);

/// CPU time of a process and everything below it. `None` when there is no such process.
pub fn tree_cpu(root: u32) -> Option<Duration> {
    cpu_of_tree(&all_processes(), root)
}

/// CPU time of one process to the nanosecond, without the threads and children that have ended.
pub fn exact_cpu(pid: u32) -> Option<Duration> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let nanoseconds = tasks
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("schedstat")).ok())
        .filter_map(|text| text.split_whitespace().next()?.parse::<u64>().ok())
        .sum();
    Some(Duration::from_nanos(nanoseconds))
}

/// CPU time of the calling thread, to the nanosecond.
pub fn thread_cpu() -> Duration {
    let text = fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = text.split_whitespace().next().and_then(|word| word.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or(0))
}

/// Memory of a process tree, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Memory {
    pub resident: u64,
    /// The most that it ever was: of the whole life of the process, not of one block.
    pub peak: u64,
}

pub fn tree_memory(root: u32) -> Option<Memory> {
    let processes = all_processes();
    processes.get(&root)?;
    let mut memory = Memory::default();
    for pid in tree(&processes, root) {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        memory.resident += kilobytes(&status, "VmRSS:") * 1024;
        memory.peak += kilobytes(&status, "VmHWM:") * 1024;
    }
    Some(memory)
}

/// Descriptors that a process holds open.
pub fn descriptors(pid: u32) -> Option<u64> {
    Some(fs::read_dir(format!("/proc/{pid}/fd")).ok()?.count() as u64)
}

/// The program that a process runs.
pub fn executable(pid: u32) -> Option<std::path::PathBuf> {
    fs::read_link(format!("/proc/{pid}/exe")).ok()
}

/// Load average of the last minute.
pub fn load_average() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0)
}

/// What all cores did since the machine was started.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cores {
    pub busy: Duration,
    /// Time that another guest of the same host was given instead of us.
    pub stolen: Duration,
}

pub fn cores() -> Cores {
    cores_of(&fs::read_to_string("/proc/stat").unwrap_or_default())
}

/// How much work a machine can do at once, and what it calls its processor.
pub fn machine() -> (usize, String) {
    let count = std::thread::available_parallelism().map_or(1, usize::from);
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    (count, name.map_or_else(String::new, |(_, name)| name.trim().to_owned()))
}

/// A process as its `stat` line tells.
struct Process {
    parent: u32,
    /// Its own time and that of its children that have ended and were waited for.
    cpu: Duration,
}

fn all_processes() -> HashMap<u32, Process> {
    let Ok(folder) = fs::read_dir("/proc") else { return HashMap::new() };
    folder
        .filter_map(|entry| {
            let pid = entry.ok()?.file_name().to_str()?.parse().ok()?;
            Some((pid, process_of(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?))
        })
        .collect()
}

/// Reads a `stat` line. The name in it may hold blanks and brackets, so reading starts behind the last bracket.
fn process_of(stat: &str) -> Option<Process> {
    let fields: Vec<&str> = stat.get(stat.rfind(')')? + 1..)?.split_whitespace().collect();
    let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<u32>().unwrap_or(0)).sum::<u32>();
    Some(Process { parent: fields.get(1)?.parse().ok()?, cpu: TICK * ticks })
}

fn cpu_of_tree(processes: &HashMap<u32, Process>, root: u32) -> Option<Duration> {
    processes.get(&root)?;
    Some(tree(processes, root).iter().filter_map(|pid| processes.get(pid)).map(|process| process.cpu).sum())
}

/// A process and all below it.
fn tree(processes: &HashMap<u32, Process>, root: u32) -> Vec<u32> {
    let mut members = vec![root];
    let mut next = 0;
    while let Some(&parent) = members.get(next) {
        members.extend(
            processes
                .iter()
                .filter(|(pid, process)| process.parent == parent && **pid != parent)
                .map(|(pid, _)| *pid),
        );
        next += 1;
    }
    members
}

fn kilobytes(status: &str, key: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

/// Reads the first line of `/proc/stat`: user, nice, system, idle, waiting, interrupts (2), stolen.
fn cores_of(stat: &str) -> Cores {
    let fields: Vec<u32> = stat
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(1)
        .map(|field| u32::try_from(field.parse::<u64>().unwrap_or(0)).unwrap_or(u32::MAX))
        .collect();
    let ticks = |index: usize| TICK * fields.get(index).copied().unwrap_or(0);
    Cores { busy: [0, 1, 2, 5, 6].into_iter().map(ticks).sum(), stolen: ticks(7) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stat(name: &str, parent: u32, times: [u32; 4]) -> String {
        let [own, system, children, children_system] = times;
        format!(
            "7 ({name}) S {parent} 1 1 0 -1 0 0 0 0 0 {own} {system} {children} {children_system} 20 0 1 0 5"
        )
    }

    #[test]
    fn a_name_with_brackets_and_blanks_does_not_shift_the_fields() {
        let process = process_of(&stat("postgres: a) (b c", 42, [1, 2, 3, 4])).unwrap();

        assert_eq!(process.parent, 42);
        assert_eq!(process.cpu, Duration::from_millis(100));
    }

    #[test]
    fn a_tree_counts_the_living_and_what_was_counted_for_the_dead() {
        let mut processes = HashMap::new();
        processes.insert(1, process_of(&stat("init", 0, [900, 0, 0, 0])).unwrap());
        processes.insert(10, process_of(&stat("postmaster", 1, [5, 5, 100, 0])).unwrap());
        processes.insert(11, process_of(&stat("backend", 10, [20, 0, 0, 0])).unwrap());
        processes.insert(12, process_of(&stat("below", 11, [1, 0, 0, 0])).unwrap());

        assert_eq!(cpu_of_tree(&processes, 10), Some(Duration::from_millis(1310)));
        assert_eq!(cpu_of_tree(&processes, 99), None);
    }

    #[test]
    fn a_child_that_ends_moves_its_time_to_its_parent_and_none_is_lost() {
        let mut before = HashMap::new();
        before.insert(10, process_of(&stat("postmaster", 1, [5, 0, 0, 0])).unwrap());
        before.insert(11, process_of(&stat("backend", 10, [7, 0, 0, 0])).unwrap());
        let mut after = HashMap::new();
        after.insert(10, process_of(&stat("postmaster", 1, [5, 0, 9, 0])).unwrap());

        let spent = cpu_of_tree(&after, 10).unwrap() - cpu_of_tree(&before, 10).unwrap();

        assert_eq!(spent, Duration::from_millis(20));
    }

    #[test]
    fn this_process_is_seen_to_work_and_to_have_memory() {
        let pid = std::process::id();
        let before = exact_cpu(pid).unwrap();
        let mut sum = 0_u64;
        while exact_cpu(pid).unwrap() < before + Duration::from_millis(30) {
            sum = std::hint::black_box(sum.wrapping_add(1));
        }

        assert!(tree_cpu(pid).is_some());
        assert!(tree_memory(pid).unwrap().resident > 100_000);
        assert!(descriptors(pid).unwrap() >= 3);
    }

    #[test]
    fn stolen_time_is_told_from_busy_time() {
        let cores = cores_of("cpu  100 0 50 9000 10 1 2 30 0 0\ncpu0 1 1 1 1");

        assert_eq!(cores.busy, Duration::from_millis(1530));
        assert_eq!(cores.stolen, Duration::from_millis(300));
    }
}
