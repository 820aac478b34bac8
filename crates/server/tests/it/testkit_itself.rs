//! What other tests rely on.

use testkit::digest::Digester;
use testkit::{TestServer, engines};

engines! {
    async fn a_server_answers_and_answers_again_after_a_restart(server: TestServer) {
        let client = server.anonymous();
        client.get("/system/ping").await.ok();
        let before = client.address();

        server.restart().await;

        client.get("/system/ping").await.ok();
        assert_ne!(client.address(), before, "clients learn the new address");
    }

    async fn a_digest_tells_which_table_was_changed(server: TestServer) {
        let digester = Digester::of(&server).await;
        let before = digester.digest(&server).await;
        assert_eq!(digester.digest(&server).await.changed(&before), Vec::<String>::new());

        server.app().db.script(vec!["UPDATE systems SET value = 'x' WHERE name = 'DiagnosticId'".into()]).await.unwrap();

        assert_eq!(digester.digest(&server).await.changed(&before), ["systems"]);
    }
}

#[test]
fn a_clock_is_moved_by_hand() {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(testkit::Engine::Sqlite).clock_at(1_700_000_000_000).start().await;
        server.advance(5);
        assert_eq!(server.now(), 1_700_000_000_005);
    });
}
