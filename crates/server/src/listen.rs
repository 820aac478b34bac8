//! A running server.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use axum::extract::ConnectInfo;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use kernel::App;
use kernel::jobs::Runner;
use realtime::Hub;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tower::ServiceExt as _;

use crate::{Assembly, Rights, routes};

/// The longest that a connection may be silent between requests, or take over the head of one.
const IDLE: Duration = Duration::from_secs(60);
/// Bytes of a request's head at most.
const MOST_HEADERS: usize = 64 * 1024;
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
    serving: JoinHandle<()>,
    rights: Rights,
}

impl Server {
    /// Serves an application on `ServiceSettings.ListenAddress`.
    pub async fn start(assembly: Assembly) -> anyhow::Result<Self> {
        let app = assembly.app.clone();
        let wanted = listen_address(&app.configuration.current().service.listen_address);
        let listener = TcpListener::bind(&wanted).await.with_context(|| format!("listen on {wanted}"))?;
        let address = listener.local_addr().context("ask for the address")?;

        let hub = Hub::start(&app);
        hub.set_presence(Arc::new(accounts::statuses::Follow));
        hub.set_composer(Arc::new(conversations::threads::Updates));
        let jobs = assembly.start_jobs();
        let dispatcher = tokio::spawn(app.events.clone().dispatch(app.db.clone()));
        let mut table = routes();
        table.extend(realtime::routes(&hub));
        let service = http_api::router(&app, table, assembly.options.site);

        let (stop, stopped) = watch::channel(false);
        let serving = tokio::spawn(accept(listener, service, stopped));
        Ok(Self { app, address, hub, jobs, dispatcher, stop, serving, rights: assembly.rights })
    }

    /// Waits until everybody who is connected has been handed what was committed before.
    pub fn settled(&self) -> impl Future<Output = db::Result<()>> + use<> {
        let (app, hub) = (self.app.clone(), self.hub.clone());
        async move {
            app.events.caught_up(&app.db).await?;
            hub.told().await;
            Ok(())
        }
    }

    /// Waits until another process serves the database: this one has to stop.
    pub async fn replaced(&mut self) {
        self.rights.lost().await;
    }

    /// Stops: no request is cut, sockets are told, jobs finish.
    pub async fn stop(self) -> anyhow::Result<()> {
        self.stop.send_replace(true);
        self.hub.close().await;
        match tokio::time::timeout(PATIENCE, self.serving).await {
            Ok(served) => served.context("wait for the last requests")?,
            Err(_) => tracing::warn!("requests were still under way when the server stopped"),
        }
        self.jobs.stop().await;
        self.dispatcher.abort();
        self.app.events.close();
        Ok(())
    }
}

/// Takes connections until told to stop, then waits for the requests that are under way.
async fn accept(listener: TcpListener, service: axum::Router, mut stopped: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        let (stream, peer) = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(accepted) => accepted,
                Err(error) => {
                    // Out of descriptors, most likely: others go on, and some will end.
                    tracing::warn!(error = %error, "could not accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            () = told(&mut stopped) => break,
        };
        // An event is small and should not wait for the next one.
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(error = %error, "could not set a socket's options");
        }
        connections.spawn(carry(stream, peer, service.clone(), stopped.clone()));
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// Serves one connection to its end; once stopped, to the end of the request under way.
async fn carry(
    stream: TcpStream,
    peer: SocketAddr,
    service: axum::Router,
    mut stopped: watch::Receiver<bool>,
) {
    let answer = service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        service.clone().oneshot(request.map(axum::body::Body::new))
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(IDLE)
        .max_buf_size(MOST_HEADERS)
        .serve_connection(TokioIo::new(stream), answer)
        .with_upgrades();
    let mut connection = std::pin::pin!(connection);
    let finished = tokio::select! {
        outcome = connection.as_mut() => Some(outcome),
        () = told(&mut stopped) => None,
    };
    let outcome = match finished {
        Some(outcome) => outcome,
        None => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(error = %error, "a connection ended");
    }
}

/// Waits until the server is told to stop.
async fn told(stopped: &mut watch::Receiver<bool>) {
    let _gone = stopped.wait_for(|stopped| *stopped).await;
}

/// `:8065` means every interface.
fn listen_address(setting: &str) -> String {
    if setting.starts_with(':') { format!("[::]{setting}") } else { setting.to_owned() }
}
