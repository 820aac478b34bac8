//! One test per engine.

use std::future::Future;

use crate::{Engine, TestServer};

/// Makes two tests of each function: `name::sqlite` and `name::postgres`. See the example of the crate.
#[macro_export]
macro_rules! engines {
    ($($(#[$meta:meta])* async fn $name:ident($server:ident: $type:ty) $body:block)*) => {$(
        mod $name {
            #[allow(unused_imports, reason = "a test may need nothing of its surroundings")]
            use super::*;

            async fn claim($server: $type) $body

            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, claim);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, claim);
            }
        }
    )*};
}

/// Runs a test on a fresh server of `engine`; skips, loudly, what needs a PostgreSQL that is not there.
pub fn run<F: Future<Output = ()>>(engine: Engine, test: impl FnOnce(TestServer) -> F) {
    if !is_available(engine) {
        return;
    }
    runtime().block_on(async {
        let server = TestServer::start(engine).await;
        test(server).await;
    });
}

/// [`run`] on both engines, with a server that is started in another way than usual.
pub fn run_as<F: Future<Output = ()>>(
    setup: impl Fn(crate::server::Builder) -> crate::server::Builder,
    test: impl Fn(TestServer) -> F,
) {
    for engine in [Engine::Sqlite, Engine::Postgres].into_iter().filter(|engine| is_available(*engine)) {
        runtime().block_on(async {
            let server = setup(TestServer::builder(engine)).start().await;
            test(server).await;
        });
    }
}

/// Whether tests can run on `engine` here. Says so where they cannot; that is a failure under `CI=true`.
pub fn is_available(engine: Engine) -> bool {
    let is_available = match engine {
        Engine::Sqlite => true,
        Engine::Postgres => crate::database::cluster().is_some(),
    };
    if !is_available {
        let is_required = std::env::var("CI").is_ok_and(|value| value == "true");
        assert!(!is_required, "WARDROOM_TEST_POSTGRES names no cluster");
        eprintln!("\nSKIPPED on PostgreSQL: WARDROOM_TEST_POSTGRES names no cluster\n");
    }
    is_available
}

/// A runtime as the server has it, with two threads.
pub fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}
