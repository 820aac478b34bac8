//! Two servers against one another: one is loaded at a time, in the order A B B A, and pairs of blocks are compared.

use anyhow::{Context as _, bail};

use crate::meter::Block;
use crate::report::{align, number};
use crate::scenarios::{Scenario, Setting};
use crate::target::{Processes, Target};

/// The most pairs of blocks.
const MOST: usize = 64;

#[derive(Debug, clap::Args)]
pub struct Options {
    /// The server that the other is compared with.
    #[arg(long, value_name = "URL")]
    pub other_url: String,
    /// Root of the other server's process tree.
    #[arg(long, value_name = "PID")]
    pub other_server_pid: Option<u32>,
    /// Root of the other server's database, where it is not the same one.
    #[arg(long, value_name = "PID")]
    pub other_db_pid: Option<u32>,
    /// Blocks for each server.
    #[arg(long, default_value_t = 8)]
    pub blocks: usize,
}

/// A ratio of A to B, over all pairs of blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct Ratio {
    pub label: String,
    pub what: &'static str,
    pub median: f64,
    pub least: f64,
    pub most: f64,
    pub pairs: usize,
}

pub async fn compare<S: Scenario>(
    scenario: &S,
    first: &Setting,
    options: &Options,
) -> anyhow::Result<Vec<Ratio>> {
    let processes = Processes {
        server: options.other_server_pid,
        database: options.other_db_pid.or(first.target.processes.database),
    };
    let second = Setting {
        target: Target::new(&options.other_url, processes, first.options.allow_remote)?,
        options: first.options.clone(),
        calibration: first.calibration.clone(),
        is_comparison: true,
    };
    if second.target.address == first.target.address {
        bail!("both addresses are the same server");
    }
    let mut stages = [
        scenario.stage(first).await.context("set the stage on the first server")?,
        scenario.stage(&second).await.context("set the stage on the second server")?,
    ];
    let settings = [first, &second];
    let mut measured: [Vec<Vec<Block>>; 2] = [Vec::new(), Vec::new()];
    for which in order(options.blocks.clamp(1, MOST)) {
        measured[which].push(scenario.measure(settings[which], &mut stages[which]).await?);
    }
    let [a, b] = measured;
    Ok(ratios(&a, &b))
}

/// A B B A A B B A …: a drift of the machine falls on both.
fn order(blocks: usize) -> impl Iterator<Item = usize> {
    (0..blocks).flat_map(|pair| if pair % 2 == 0 { [0, 1] } else { [1, 0] })
}

type Quantity = (&'static str, fn(&Block) -> Option<f64>);

const QUANTITIES: [Quantity; 4] = [
    ("CPU per operation", Block::cpu_per_operation),
    ("p50", |block| (block.latency.count > 0).then_some(block.latency.p50)),
    ("p99", |block| (block.latency.count > 0).then_some(block.latency.p99)),
    // Of a block in which the generator was the limit this says nothing.
    ("per second", |block| (!block.is_generator_bound && block.operations > 0).then_some(block.per_second)),
];

fn ratios(a: &[Vec<Block>], b: &[Vec<Block>]) -> Vec<Ratio> {
    let labels = a.first().map(Vec::as_slice).unwrap_or_default().iter().map(|block| &block.label);
    let of = |blocks: &[Block], label: &str, value: fn(&Block) -> Option<f64>| {
        blocks.iter().find(|block| block.label == label).and_then(value)
    };
    let mut found = Vec::new();
    for label in labels {
        for (what, value) in QUANTITIES {
            let mut paired: Vec<f64> = a
                .iter()
                .zip(b)
                .filter_map(|(a, b)| Some(of(a, label, value)? / of(b, label, value)?))
                .filter(|ratio| ratio.is_finite())
                .collect();
            paired.sort_by(f64::total_cmp);
            if let (Some(least), Some(most)) = (paired.first(), paired.last()) {
                found.push(Ratio {
                    label: label.clone(),
                    what,
                    median: median(&paired),
                    least: *least,
                    most: *most,
                    pairs: paired.len(),
                });
            }
        }
    }
    found
}

fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    if sorted.len().is_multiple_of(2) { (sorted[middle - 1] + sorted[middle]) / 2.0 } else { sorted[middle] }
}

pub fn text(ratios: &[Ratio]) -> String {
    let mut rows: Vec<Vec<String>> = vec![
        ["block", "ratio of the first to the second", "median", "least", "most", "pairs", ""]
            .map(str::to_owned)
            .to_vec(),
    ];
    for ratio in ratios {
        let says = if ratio.least > 1.0 {
            "more"
        } else if ratio.most < 1.0 {
            "less"
        } else {
            "no difference shown"
        };
        rows.push(vec![
            ratio.label.clone(),
            ratio.what.to_owned(),
            number(ratio.median),
            number(ratio.least),
            number(ratio.most),
            ratio.pairs.to_string(),
            says.to_owned(),
        ]);
    }
    align(&rows).join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_take_turns_so_that_drift_falls_on_both() {
        assert_eq!(order(4).collect::<Vec<_>>(), [0, 1, 1, 0, 0, 1, 1, 0]);
    }

    fn block(cpu: f64) -> Vec<Block> {
        vec![Block {
            label: "x".to_owned(),
            operations: 100,
            per_second: 10.0,
            server_cpu: Some(cpu * 100.0),
            ..Block::default()
        }]
    }

    #[test]
    fn a_server_that_is_a_fifth_slower_is_told_apart() {
        let a: Vec<_> = [1.2, 1.25, 1.18, 1.21].map(block).into();
        let b: Vec<_> = [1.0, 1.02, 0.99, 1.0].map(block).into();

        let ratios = ratios(&a, &b);

        let cpu = ratios.iter().find(|ratio| ratio.what == "CPU per operation").unwrap();
        assert!(cpu.least > 1.0 && (1.19..1.22).contains(&cpu.median), "{cpu:?}");
        assert!(text(&ratios).contains("more"));
        let rate = ratios.iter().find(|ratio| ratio.what == "per second").unwrap();
        assert_eq!((rate.least, rate.most), (1.0, 1.0));
    }

    #[test]
    fn throughput_of_a_generator_at_its_end_is_not_compared() {
        let mut bound = block(1.0);
        bound[0].is_generator_bound = true;

        assert!(ratios(&[bound], &[block(1.0)]).iter().all(|ratio| ratio.what != "per second"));
    }
}
