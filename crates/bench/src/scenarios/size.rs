//! The size of the program, with whatever is built into it.

use std::path::PathBuf;

use anyhow::Context as _;

use super::{Scenario, Setting};
use crate::meter::Block;
use crate::options::Common;
use crate::proc;
use crate::report::Figure;

#[derive(Debug, clap::Args)]
pub struct Size {
    #[command(flatten)]
    common: Common,
    /// The program; that of --server-pid, or this one, where none is named.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

impl Scenario for Size {
    const NAME: &'static str = "size";
    type Stage = ();

    fn options(&self) -> &Common {
        &self.common
    }

    async fn stage(&self, _setting: &Setting) -> anyhow::Result<()> {
        Ok(())
    }

    async fn measure(&self, setting: &Setting, _stage: &mut ()) -> anyhow::Result<Vec<Block>> {
        let running = setting.target.processes.server.and_then(proc::executable);
        let path = match self.binary.clone().or(running) {
            Some(path) => path,
            None => std::env::current_exe().context("find this program")?,
        };
        let bytes = std::fs::metadata(&path).with_context(|| format!("look at {}", path.display()))?.len();
        let block = Block { label: path.display().to_string(), ..Block::default() };
        Ok(vec![block.with("bytes", bytes as f64)])
    }

    fn figures(&self, _setting: &Setting, blocks: &[Block]) -> Vec<Figure> {
        let bytes = blocks.first().and_then(|block| block.fact("bytes")).unwrap_or(f64::NAN);
        vec![Figure::new("3", "size of the program", bytes / 1e6, "MB").at_most(30.0, 20.0)]
    }
}
