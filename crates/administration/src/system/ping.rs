//! `GET /system/ping`: for clients that look for a server, and for whatever watches one.

use std::time::Duration;

use http_api::{Answer, Extension, IntoResponse, Query, Response, StatusCode};
use kernel::Ctx;
use wire::{Health, Permission, Ping};

/// How long a part of the server may take to say that it is well.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn ping(Extension(ctx): Extension<Ctx>, query: Query) -> http_api::Result<Response> {
    let mut ping = greeting(&ctx);
    if query.get("device_id").is_some_and(|device| !device.is_empty()) {
        // Pushes are not sent, so no device can get one.
        ping.can_receive_notifications = Some("false");
    }

    if query.flag("get_server_status") {
        let (database, files) = tokio::join!(database(&ctx), files(&ctx));
        ping.database_status = Some(database);
        ping.filestore_status = Some(files);
        if [database, files].contains(&Health::Unhealthy) {
            ping.status = Health::Unhealthy;
        }
        if ctx.may(Permission::ManageSystem).await? {
            ping.root_status = Some(runs_as_root());
        }
    }

    // What watches a server reads the status; with `use_rest_semantics` it reads the body.
    let is_failure = ping.status == Health::Unhealthy && !query.flag("use_rest_semantics");
    let status = if is_failure { StatusCode::INTERNAL_SERVER_ERROR } else { StatusCode::OK };
    Ok((status, Answer(ping)).into_response())
}

fn greeting(ctx: &Ctx) -> Ping {
    let config = ctx.config();
    let version =
        |key: &str| config.get(&format!("ClientRequirements.{key}")).as_str().unwrap_or_default().to_owned();
    Ping {
        active_search_backend: "database".to_owned(),
        android_latest_version: version("AndroidLatestVersion"),
        android_min_version: version("AndroidMinVersion"),
        ios_latest_version: version("IosLatestVersion"),
        ios_min_version: version("IosMinVersion"),
        ..Ping::default()
    }
}

async fn database(ctx: &Ctx) -> Health {
    match tokio::time::timeout(PATIENCE, ctx.db().read().ping()).await {
        Ok(Ok(())) => Health::Ok,
        Ok(Err(error)) => {
            tracing::error!(%error, "the database does not answer");
            Health::Unhealthy
        }
        Err(_) => {
            tracing::error!("the database does not answer in time");
            Health::Unhealthy
        }
    }
}

async fn files(ctx: &Ctx) -> Health {
    match tokio::time::timeout(PATIENCE, ctx.app().files.check()).await {
        Ok(Ok(())) => Health::Ok,
        Ok(Err(error)) => {
            tracing::error!(%error, "files cannot be kept");
            Health::Unhealthy
        }
        Err(_) => {
            tracing::error!("the file store does not answer in time");
            Health::Unhealthy
        }
    }
}

fn runs_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    // The owner of one's own process entry is the user one runs as.
    std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}
