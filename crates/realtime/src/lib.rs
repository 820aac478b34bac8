//! Sockets.
use std::sync::Arc;

use http_api::Route;
use kernel::App;

pub struct Hub;

impl Hub {
    pub fn start(_app: &Arc<App>) -> Arc<Self> {
        Arc::new(Self)
    }

    pub async fn close(&self) {}
}

pub fn routes(_hub: &Arc<Hub>) -> Vec<Route> {
    Vec::new()
}
