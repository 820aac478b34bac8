//! How cost grows: one scenario at several sizes, and the exponent b of cost = a · size^b that fits them best.

use anyhow::{Context as _, bail};

use crate::plot;
use crate::report::{Report, align, number};

/// One point: a size and what it cost.
pub type Point = (f64, f64);

#[derive(Debug, clap::Args)]
pub struct Options {
    /// Reports of the same scenario at several sizes, as --out appended them.
    #[arg(required = true)]
    pub files: Vec<std::path::PathBuf>,
    /// What grew, as a label for people.
    #[arg(long, default_value = "size")]
    pub axis: String,
    /// The size of each report, in the order of the reports.
    #[arg(long, value_delimiter = ',', required = true)]
    pub sizes: Vec<f64>,
    /// Writes the plot here.
    #[arg(long, value_name = "FILE.svg")]
    pub plot: Option<std::path::PathBuf>,
}

/// The exponents of everything that all reports measured, one curve for each block and quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    pub name: String,
    pub points: Vec<Point>,
    pub exponent: f64,
}

/// Fits every cost that all reports have: CPU per operation, or p50 where CPU was not counted. Where nothing is done, as
/// by sockets that are idle, the reports' figures are the costs.
pub fn curves(reports: &[Report], sizes: &[f64]) -> anyhow::Result<Vec<Curve>> {
    if reports.len() != sizes.len() {
        bail!("there are {} reports and {} sizes", reports.len(), sizes.len());
    }
    let first = reports.first().context("no report is there")?;
    if reports.iter().any(|report| report.scenario != first.scenario) {
        bail!("the reports are of different scenarios");
    }
    let mut curves = Vec::new();
    // Labels tell the sizes, so blocks of several reports belong together by their place.
    for (at, block) in first.blocks.iter().enumerate() {
        let blocks: Vec<_> = reports.iter().filter_map(|report| report.blocks.get(at)).collect();
        let cpu: Option<Vec<f64>> = blocks.iter().map(|block| block.cpu_per_operation()).collect();
        let (what, costs) = match cpu {
            Some(cpu) => ("CPU ms", cpu),
            None => ("p50 ms", blocks.iter().map(|block| block.latency.p50).collect()),
        };
        if costs.len() != sizes.len() || costs.iter().any(|cost| *cost <= 0.0) {
            continue;
        }
        curves.push(Curve::through(format!("{} {}: {what}", first.scenario, block.label), sizes, costs));
    }
    if first.blocks.iter().all(|block| block.operations == 0) {
        for (at, figure) in first.figures.iter().enumerate() {
            let costs: Vec<f64> = reports
                .iter()
                .filter_map(|report| report.figures.get(at))
                .map(|figure| figure.value)
                .collect();
            if costs.len() == sizes.len() && costs.iter().all(|cost| *cost > 0.0) {
                curves.push(Curve::through(format!("{}: {}", figure.name, figure.unit), sizes, costs));
            }
        }
    }
    Ok(curves)
}

impl Curve {
    fn through(name: String, sizes: &[f64], costs: Vec<f64>) -> Self {
        let points: Vec<Point> = sizes.iter().copied().zip(costs).collect();
        Self { name, exponent: fit(&points), points }
    }
}

/// The exponent of the power law through the points, by least squares of the logarithms.
pub fn fit(points: &[Point]) -> f64 {
    let logs: Vec<Point> = points.iter().map(|(size, cost)| (size.ln(), cost.ln())).collect();
    let count = logs.len() as f64;
    let mean = |of: fn(&Point) -> f64| logs.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let covariance: f64 = logs.iter().map(|point| (point.0 - x) * (point.1 - y)).sum();
    let variance: f64 = logs.iter().map(|point| (point.0 - x).powi(2)).sum();
    covariance / variance
}

pub fn run(options: &Options) -> anyhow::Result<String> {
    let mut reports = Vec::new();
    for file in &options.files {
        reports.extend(crate::report::read(file)?);
    }
    let curves = curves(&reports, &options.sizes)?;
    if let Some(path) = &options.plot {
        let svg = plot::svg(&options.axis, &curves);
        std::fs::write(path, svg).with_context(|| format!("write {}", path.display()))?;
    }
    let mut rows = vec![vec![options.axis.clone(), "exponent".to_owned()]];
    rows[0].extend(options.sizes.iter().map(|size| format!("at {}", number(*size))));
    for curve in &curves {
        let mut row = vec![curve.name.clone(), format!("{:.3}", curve.exponent)];
        row.extend(curve.points.iter().map(|(_, cost)| number(*cost)));
        rows.push(row);
    }
    Ok(align(&rows).join("\n") + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::meter::Block;
    use crate::report::Figure;

    #[test]
    fn exponents_of_power_laws_are_found() {
        let law = |exponent: f64| -> Vec<Point> {
            [10.0, 1000.0, 10_000.0].map(|size: f64| (size, 3.0 * size.powf(exponent))).to_vec()
        };

        for exponent in [0.0, 0.05, 1.0, 2.0] {
            assert!((fit(&law(exponent)) - exponent).abs() < 1e-9);
        }
    }

    fn report(scenario: &str, cpu: f64) -> Report {
        let block = Block { operations: 10, server_cpu: Some(cpu * 10.0), ..Block::default() };
        Report { scenario: scenario.to_owned(), blocks: vec![block], ..Report::default() }
    }

    #[test]
    fn blocks_of_several_reports_make_a_curve() {
        let reports = [report("post", 1.0), report("post", 10.0)];

        let curves = curves(&reports, &[100.0, 1000.0]).unwrap();

        assert_eq!(curves.len(), 1);
        assert!((curves[0].exponent - 1.0).abs() < 1e-9);
        assert!(plot::svg("members", &curves).contains("<polyline"));
    }

    #[test]
    fn where_nothing_is_done_figures_make_the_curves() {
        let report = |memory: f64| Report {
            blocks: vec![Block::default()],
            figures: vec![Figure::new("10", "memory per socket", memory, "KB")],
            ..report("sockets", 0.0)
        };

        let curves = curves(&[report(3.5), report(3.5)], &[1_000.0, 10_000.0]).unwrap();

        assert_eq!(curves.len(), 1);
        assert_eq!(curves[0].name, "memory per socket: KB");
        assert!(curves[0].exponent.abs() < 1e-9);
    }

    #[test]
    fn reports_that_do_not_belong_together_are_refused() {
        assert!(curves(&[report("post", 1.0)], &[1.0, 2.0]).is_err());
        assert!(curves(&[report("post", 1.0), report("read", 1.0)], &[1.0, 2.0]).is_err());
    }
}
