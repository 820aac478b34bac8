//! A run written down: for people as a table, for programs as JSON.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::calibrate::Calibration;
use crate::meter::Block;

/// One run of one scenario.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Report {
    pub scenario: String,
    /// What was asked for on the command line, after the scenario's name.
    pub arguments: Vec<String>,
    pub when: String,
    pub url: String,
    /// As the server tells in `X-Version-Id`.
    pub server_version: String,
    /// Of the working copy that the run was started in.
    pub revision: String,
    /// SQLite or PostgreSQL, as far as the generator was told.
    pub store: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calibration: Option<Calibration>,
    pub blocks: Vec<Block>,
    pub figures: Vec<Figure>,
}

/// A number that was promised something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The scenario's number in the table of promises.
    pub number: String,
    pub name: String,
    pub value: f64,
    pub unit: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gate: Option<Bound>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Bound>,
}

#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bound {
    AtMost(f64),
    AtLeast(f64),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    Goal,
    Gate,
    /// By what factor the gate is missed.
    Missed(f64),
    Unbound,
}

impl Bound {
    pub fn holds(self, value: f64) -> bool {
        match self {
            Self::AtMost(bound) => value <= bound,
            Self::AtLeast(bound) => value >= bound,
        }
    }

    fn missed_by(self, value: f64) -> f64 {
        match self {
            Self::AtMost(bound) => value / bound,
            Self::AtLeast(bound) => bound / value,
        }
    }

    fn text(self) -> String {
        match self {
            Self::AtMost(bound) => format!("<= {}", number(bound)),
            Self::AtLeast(bound) => format!(">= {}", number(bound)),
        }
    }
}

impl Figure {
    pub fn new(number: &str, name: impl Into<String>, value: f64, unit: &str) -> Self {
        let (number, unit) = (number.to_owned(), unit.to_owned());
        Self { number, name: name.into(), value, unit, gate: None, goal: None }
    }

    pub fn at_most(self, gate: f64, goal: f64) -> Self {
        Self { gate: Some(Bound::AtMost(gate)), goal: Some(Bound::AtMost(goal)), ..self }
    }

    pub fn at_least(self, gate: f64, goal: f64) -> Self {
        Self { gate: Some(Bound::AtLeast(gate)), goal: Some(Bound::AtLeast(goal)), ..self }
    }

    pub fn verdict(&self) -> Verdict {
        let holds = |bound: Option<Bound>| bound.map(|bound| bound.holds(self.value));
        match (holds(self.gate), holds(self.goal)) {
            (None, None) => Verdict::Unbound,
            (Some(false), _) => {
                Verdict::Missed(self.gate.map_or(f64::NAN, |gate| gate.missed_by(self.value)))
            }
            (_, Some(true)) => Verdict::Goal,
            _ => Verdict::Gate,
        }
    }
}

impl Verdict {
    fn text(self) -> String {
        match self {
            Self::Goal => "goal".to_owned(),
            Self::Gate => "gate".to_owned(),
            Self::Missed(factor) => format!("MISSED by {factor:.2}x"),
            Self::Unbound => String::new(),
        }
    }
}

impl Report {
    /// The report as text: the blocks, then the figures with what was promised.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |line: String| writeln!(text, "{line}").expect("a string takes everything");
        line(format!("{} {}", self.scenario, self.arguments.join(" ")));
        line(format!("  {}, {}, {}, revision {}", self.url, self.server_version, self.store, self.revision));
        if !self.blocks.is_empty() {
            line(String::new());
            let mut rows = vec![columns(&[
                "block",
                "ops",
                "failed",
                "per s",
                "p50 ms",
                "p99 ms",
                "max ms",
                "server",
                "database",
                "generator",
                "MB",
                "note",
            ])];
            rows.extend(self.blocks.iter().map(block_row));
            align(&rows).into_iter().for_each(&mut line);
            line("  CPU in ms of one core per operation".to_owned());
            for block in &self.blocks {
                for (kind, count) in &block.failures {
                    line(format!("  {}: {count} x {kind}", block.label));
                }
                if !block.facts.is_empty() {
                    let facts: Vec<String> = block
                        .facts
                        .iter()
                        .map(|(name, value)| format!("{name} {}", number(*value)))
                        .collect();
                    line(format!("  {}: {}", block.label, facts.join(", ")));
                }
            }
        }
        if !self.figures.is_empty() {
            line(String::new());
            let mut rows = vec![columns(&["#", "figure", "value", "unit", "gate", "goal", ""])];
            rows.extend(self.figures.iter().map(figure_row));
            align(&rows).into_iter().for_each(&mut line);
        }
        text
    }

    /// Appends to the reports in the file, or starts one.
    pub fn append(&self, path: &Path) -> anyhow::Result<()> {
        let mut reports = if path.exists() { read(path)? } else { Vec::new() };
        reports.push(self.clone());
        let text = serde_json::to_string_pretty(&reports).context("write the report down")?;
        std::fs::write(path, text + "\n").with_context(|| format!("write {}", path.display()))
    }
}

pub fn read(path: &Path) -> anyhow::Result<Vec<Report>> {
    let text = std::fs::read(path).with_context(|| format!("read {}", path.display()))?;
    serde_json::from_slice(&text).with_context(|| format!("{} holds no reports", path.display()))
}

/// Figures of several reports side by side, with the ratio to the first.
pub fn side_by_side(reports: &[Report]) -> String {
    let mut names: Vec<(String, String, String)> = Vec::new();
    for figure in reports.iter().flat_map(|report| &report.figures) {
        let name = (figure.number.clone(), figure.name.clone(), figure.unit.clone());
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let mut head = columns(&["#", "figure", "unit"]);
    for report in reports {
        head.push(format!("{} {}", report.store, report.revision));
        head.push("x".to_owned());
    }
    let mut rows = vec![head];
    for (number_of, name, unit) in names {
        let mut row = vec![number_of.clone(), name.clone(), unit];
        let values: Vec<Option<f64>> = reports
            .iter()
            .map(|report| {
                let same = |figure: &&Figure| figure.number == number_of && figure.name == name;
                report.figures.iter().rev().find(same).map(|figure| figure.value)
            })
            .collect();
        let first = values.iter().flatten().next().copied();
        for value in values {
            row.push(value.map_or_else(String::new, number));
            row.push(
                value.zip(first).map_or_else(String::new, |(value, first)| format!("{:.2}", value / first)),
            );
        }
        rows.push(row);
    }
    align(&rows).join("\n") + "\n"
}

/// The latest of every figure as a Markdown table: what is promised, then what each store came to.
pub fn promises(reports: &[Report]) -> String {
    let mut stores: Vec<&str> = Vec::new();
    let mut latest: BTreeMap<(Order, &str), BTreeMap<&str, &Figure>> = BTreeMap::new();
    for report in reports {
        if !stores.contains(&report.store.as_str()) {
            stores.push(&report.store);
        }
        for figure in &report.figures {
            let of_figure = latest.entry((order(&figure.number), &figure.name)).or_default();
            of_figure.insert(&report.store, figure);
        }
    }
    let mut text = format!("| # | figure | gate | goal | {} |\n", stores.join(" | "));
    text.push_str(&"|---".repeat(4 + stores.len()));
    text.push_str("|\n");
    for ((_, name), by_store) in &latest {
        let figures: Vec<&Figure> = stores.iter().filter_map(|store| by_store.get(store).copied()).collect();
        let Some(first) = figures.first() else { continue };
        let bounds = |of: fn(&Figure) -> Option<Bound>| {
            let mut texts: Vec<String> = figures.iter().filter_map(|f| of(f)).map(Bound::text).collect();
            texts.dedup();
            texts.join("; ")
        };
        let values: Vec<String> = stores
            .iter()
            .map(|store| {
                by_store.get(store).map_or_else(String::new, |figure| {
                    format!("{} {} {}", number(figure.value), figure.unit, figure.verdict().text())
                })
            })
            .collect();
        writeln!(
            text,
            "| {} | {name} | {} | {} | {} |",
            first.number,
            bounds(|figure| figure.gate),
            bounds(|figure| figure.goal),
            values.iter().map(|value| value.trim()).collect::<Vec<_>>().join(" | "),
        )
        .expect("a string takes everything");
    }
    text
}

/// The numbers of scenarios in the order in which people count: 5 before 5b before 10.
type Order = (u32, String);

fn order(number: &str) -> Order {
    let digits = number.chars().take_while(char::is_ascii_digit).collect::<String>();
    (digits.parse().unwrap_or(u32::MAX), number.to_owned())
}

/// Three digits that mean something, and no more.
pub fn number(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 || size == 0.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        size if size >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// Rows of words as lines in which columns stand below one another.
pub fn align(rows: &[Vec<String>]) -> Vec<String> {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..count)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max())
        .map(Option::unwrap_or_default)
        .collect();
    rows.iter()
        .map(|row| {
            let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            format!("  {}", cells.collect::<Vec<_>>().join("  ").trim_end())
        })
        .collect()
}

fn columns(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn block_row(block: &Block) -> Vec<String> {
    let per_operation = |cpu: Option<f64>| {
        cpu.filter(|_| block.operations > 0)
            .map_or_else(String::new, |cpu| format!("{:.3}", cpu / block.operations as f64))
    };
    let mut notes = Vec::new();
    if block.is_generator_bound {
        notes.push("generator-bound".to_owned());
    }
    if block.others > 0.1 {
        notes.push(format!("others took {:.0} %", block.others * 100.0));
    }
    if block.stolen > 0.02 {
        notes.push(format!("{:.0} % stolen", block.stolen * 100.0));
    }
    vec![
        block.label.clone(),
        block.operations.to_string(),
        block.failed().to_string(),
        number(block.per_second),
        number(block.latency.p50),
        number(block.latency.p99),
        number(block.latency.max),
        per_operation(block.server_cpu),
        per_operation(block.database_cpu),
        per_operation(Some(block.generator_cpu)),
        block.memory_after.map_or_else(String::new, |bytes| number(bytes as f64 / 1e6)),
        notes.join(", "),
    ]
}

fn figure_row(figure: &Figure) -> Vec<String> {
    vec![
        figure.number.clone(),
        figure.name.clone(),
        number(figure.value),
        figure.unit.clone(),
        figure.gate.map_or_else(String::new, Bound::text),
        figure.goal.map_or_else(String::new, Bound::text),
        figure.verdict().text(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_reaches_its_goal_its_gate_or_says_by_how_much_it_missed() {
        let cpu = |value| Figure::new("5", "CPU per post", value, "ms").at_most(0.8, 0.6);
        let rate = |value| Figure::new("5", "posts", value, "/s").at_least(1600.0, 2500.0);

        assert_eq!(cpu(0.6).verdict(), Verdict::Goal);
        assert_eq!(cpu(0.7).verdict(), Verdict::Gate);
        assert_eq!(cpu(1.6).verdict(), Verdict::Missed(2.0));
        assert_eq!(rate(3000.0).verdict(), Verdict::Goal);
        assert_eq!(rate(1600.0).verdict(), Verdict::Gate);
        assert_eq!(rate(800.0).verdict(), Verdict::Missed(2.0));
        assert_eq!(Figure::new("2", "memory", 3.0, "MB").verdict(), Verdict::Unbound);
    }

    #[test]
    fn reports_are_appended_and_read_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("out.json");
        let figures = vec![Figure::new("5", "posts", 2.0, "/s").at_least(1.0, 3.0)];
        let report = Report { scenario: "post".to_owned(), figures, ..Report::default() };

        report.append(&path).unwrap();
        report.append(&path).unwrap();

        let reports = read(&path).unwrap();
        assert_eq!(reports.len(), 2);
        assert_eq!(reports[1].figures, report.figures);
        assert!(report.text().contains(">= 1.00"), "{}", report.text());
    }

    #[test]
    fn the_table_of_promises_tells_the_latest_figure_of_each_store() {
        let report = |store: &str, number: &str, value| Report {
            store: store.to_owned(),
            figures: vec![Figure::new(number, "CPU", value, "ms").at_most(0.5, 0.25)],
            ..Report::default()
        };

        let table = promises(&[
            report("SQLite", "10", 1.0),
            report("SQLite", "5", 1.0),
            report("PostgreSQL", "5", 0.2),
            report("SQLite", "5", 0.4),
        ]);

        let rows: Vec<&str> = table.lines().collect();
        assert_eq!(rows[0], "| # | figure | gate | goal | SQLite | PostgreSQL |");
        assert_eq!(rows[2], "| 5 | CPU | <= 0.500 | <= 0.250 | 0.400 ms gate | 0.200 ms goal |");
        assert_eq!(rows[3], "| 10 | CPU | <= 0.500 | <= 0.250 | 1.00 ms MISSED by 2.00x |  |");
    }

    #[test]
    fn reports_side_by_side_show_ratios_to_the_first() {
        let report = |value| Report {
            figures: vec![Figure::new("6", "CPU per page", value, "ms")],
            ..Report::default()
        };

        assert!(side_by_side(&[report(0.5), report(0.25)]).contains("0.50"));
    }
}
