//! What is served beside the API. Files lie beside the database, so one engine is enough.

use std::io::Write as _;
use std::path::Path;

use server::Site;
use testkit::{Client, Engine, TestServer};

#[test]
fn a_client_is_served_as_the_browser_takes_it_best() {
    serving(built().path(), &[], async |client| {
        for (accepts, coding, body) in [
            ("gzip, deflate, br", "br", "packed by br"),
            ("gzip", "gzip", "packed by gzip"),
            ("br;q=0, gzip;q=0", "", "as it was written"),
        ] {
            let reply = client
                .request("GET", "//static/app-BWeVc70c.js")
                .header("Accept-Encoding", accepts)
                .send()
                .await;
            assert_eq!(
                (reply.header("content-encoding"), reply.text().as_str()),
                (coding, body),
                "{accepts}"
            );
            assert_eq!(reply.header("content-type"), "text/javascript");
            assert_eq!(reply.header("cache-control"), "max-age=31556926, public");
        }

        let worker = client.request("GET", "//static/worker.js").send().await;
        assert_eq!(worker.header("service-worker-allowed"), "/");
        assert!(worker.header("cache-control").starts_with("no-cache"));

        let plain = client.request("GET", "//static/look.js").send().await;
        assert!(plain.header("cache-control").starts_with("no-cache"));

        // The page is framed by those only whom it names, so it is no file.
        for missing in ["//static/none.js", "//static/", "//static/root.html", "//static/root.html.gz"] {
            client.request("GET", missing).send().await.is(404);
        }
        // What leads out of the folder is no path of the site, however it is written.
        for outside in ["//static/..%2fsecret", "//static/../secret", "//static//etc/passwd"] {
            client.request("GET", outside).send().await.is(301);
        }
    });
}

#[test]
fn every_page_is_the_client_and_says_who_may_frame_it() {
    let settings = [("ServiceSettings.FrameAncestors", "https://frames.example")];
    serving(built().path(), &settings, async |client| {
        for path in ["//", "//team/channels/town-square", "//login"] {
            let page = client.request("GET", path).send().await;
            assert!(page.text().contains("src=\"/static/app-BWeVc70c.js\""), "{page:?}");
            assert_eq!(
                page.header("content-security-policy"),
                "frame-ancestors 'self' https://frames.example; script-src 'self'"
            );
        }
        client.request("GET", "//api/none").send().await.is(404);
    });
}

#[test]
fn a_site_below_a_sub_path_is_whole() {
    let settings = [("ServiceSettings.SiteURL", "https://example.com/chat")];
    serving(built().path(), &settings, async |client| {
        let page = client.request("GET", "//chat/login").send().await;
        assert!(page.text().contains("src=\"/chat/static/app-BWeVc70c.js\""), "{page:?}");
        assert_eq!(
            client.request("GET", "//chat/static/app-BWeVc70c.js").send().await.text(),
            "as it was written"
        );
        for ping in ["//chat/api/v4/system/ping", "//api/v4/system/ping"] {
            assert_eq!(client.request("GET", ping).send().await.ok()["status"], "OK");
        }
        let worker = client.request("GET", "//chat/static/worker.js").send().await;
        assert_eq!(worker.header("service-worker-allowed"), "/chat/");
        let bare = client.request("GET", "//chat").send().await;
        assert_eq!((bare.status, bare.header("location")), (301, "/chat/"));
        // The path of another site whose name begins alike.
        let other = client.request("GET", "//chatter/api/v4/system/ping").send().await;
        assert_eq!(other.header("content-type"), "text/html");
    });
}

#[test]
fn a_client_that_is_there_in_compressed_form_only_is_unpacked() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("root.html.gz")).unwrap();
    let mut packed = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    packed.write_all(b"<p>packed</p>").unwrap();
    packed.finish().unwrap();

    serving(folder.path(), &[], async |client| {
        assert_eq!(client.request("GET", "//").send().await.text(), "<p>packed</p>");
    });
}

#[test]
fn what_is_below_no_path_of_the_server_s_own_is_a_page() {
    serving(built().path(), &[], async |client| {
        for page in ["//", "//api", "//login", "//team/channels/town-square"] {
            client.request("GET", page).send().await.is(200);
        }
        for none in ["//api/", "//api/v4", "//hooks/x"] {
            client.request("GET", none).send().await.is(404);
        }
        client.request("POST", "//api").send().await.is(404);
    });
}

/// Serves the client in a folder to whoever asks.
fn serving(folder: &Path, settings: &[(&str, &str)], claim: impl AsyncFn(Client)) {
    testkit::runtime().block_on(async {
        let server = TestServer::builder(Engine::Sqlite).site(Site::Folder(folder.to_path_buf()));
        let server =
            settings.iter().fold(server, |server, (name, value)| server.setting(name, value)).start().await;
        claim(server.anonymous()).await;
    });
}

/// A client as it is built, in small.
fn built() -> &'static tempfile::TempDir {
    static FOLDER: std::sync::OnceLock<tempfile::TempDir> = std::sync::OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [
            ("root.html", r#"<script src="/static/app-BWeVc70c.js"></script>"#),
            ("app-BWeVc70c.js", "as it was written"),
            ("app-BWeVc70c.js.br", "packed by br"),
            ("app-BWeVc70c.js.gz", "packed by gzip"),
            ("worker.js", "worker"),
            ("look.js", "another one after an upgrade"),
        ] {
            std::fs::write(folder.path().join(name), content).unwrap();
        }
        folder
    })
}
