//! A running server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use kernel::App;
use kernel::jobs::Runner;
use realtime::Hub;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::{Assembly, routes};

/// The longest that a stopping server waits for requests under way.
const PATIENCE: Duration = Duration::from_secs(30);

/// A server that listens. Dropping it without [`Server::stop`] cuts it off.
pub struct Server {
    pub app: Arc<App>,
    pub address: SocketAddr,
    hub: Arc<Hub>,
    jobs: Runner,
    dispatcher: JoinHandle<()>,
    stop: watch::Sender<bool>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl Server {
    /// Serves an application on `ServiceSettings.ListenAddress`.
    pub async fn start(assembly: Assembly) -> anyhow::Result<Self> {
        let app = assembly.app.clone();
        let wanted = listen_address(&app.configuration.current().service.listen_address);
        let listener = TcpListener::bind(&wanted).await.with_context(|| format!("listen on {wanted}"))?;
        let address = listener.local_addr().context("ask for the address")?;

        let hub = Hub::start(&app);
        let jobs = assembly.start_jobs();
        let dispatcher = tokio::spawn(app.events.clone().dispatch(app.db.clone()));
        let mut table = routes();
        table.extend(realtime::routes(&hub));
        let site = http_api::site::Site { client_folder: assembly.options.client_folder };
        let service = http_api::router(&app, table, site);

        let (stop, mut stopped) = watch::channel(false);
        let serving = tokio::spawn(async move {
            axum::serve(listener, service.into_make_service_with_connect_info::<SocketAddr>())
                .with_graceful_shutdown(async move {
                    let _gone = stopped.wait_for(|stopped| *stopped).await;
                })
                .await
        });
        Ok(Self { app, address, hub, jobs, dispatcher, stop, serving })
    }

    /// Stops: no request is cut, sockets are told, jobs finish.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        self.hub.close().await;
        match tokio::time::timeout(PATIENCE, self.serving).await {
            Ok(served) => served.context("wait for the last requests")?.context("serve")?,
            Err(_) => tracing::warn!("requests were still under way when the server stopped"),
        }
        self.jobs.stop().await;
        self.dispatcher.abort();
        self.app.events.close();
        Ok(())
    }
}

/// `:8065` means every interface.
fn listen_address(setting: &str) -> String {
    if setting.starts_with(':') { format!("[::]{setting}") } else { setting.to_owned() }
}
