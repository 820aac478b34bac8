//! What becomes of frames that no client of ours sends.

use std::time::Duration;

use serde_json::json;
use testkit::{TestServer, User, engines};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

engines! {
    async fn sec_d13_a_frame_that_is_no_text_or_no_json_ends_in_an_answer_or_a_close(server: TestServer) {
        let bob = server.user("bob").await;
        let mut bystander = bob.socket().await;
        let typing = |channel: &str| {
            format!(r#"{{"seq":1,"action":"user_typing","data":{{"channel_id":"{channel}"}}}}"#).into_bytes()
        };

        for answered in [typing(r"a\u0000b"), typing(r"\ud800"), typing(r"\udc00\ud800")] {
            let said = talk(&bob, &answered).await;
            assert!(said.contains("invalid_param") && said.contains("pong"), "{said}");
        }
        for closed in [typing("a\0b"), b"\xff\xfe{}".to_vec(), br#"{"a":"#.repeat(1500), b"[".repeat(8000)] {
            let said = talk(&bob, &closed).await;
            assert!(!said.contains("pong"), "{said}");
        }

        assert_eq!(bystander.request("ping", json!({})).await["status"], "OK");
    }
}

/// Sends a text frame and a ping behind it over a socket of its own; gives what the server says until it answers the
/// ping or ends the socket.
async fn talk(user: &User, content: &[u8]) -> String {
    let mut stream = TcpStream::connect(user.address()).await.unwrap();
    let request = format!(
        "GET /api/v4/websocket HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {}\r\nConnection: Upgrade\r\n\
         Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        user.address(),
        user.token().unwrap()
    );
    let mut bytes = request.into_bytes();
    bytes.extend(frame(content));
    bytes.extend(frame(br#"{"seq":2,"action":"ping"}"#));
    stream.write_all(&bytes).await.unwrap();

    let mut heard = Vec::new();
    let listening = async {
        let mut piece = [0; 4096];
        while !String::from_utf8_lossy(&heard).contains("pong") {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => return,
                Ok(read) => heard.extend_from_slice(&piece[..read]),
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), listening).await.expect("an answer or an end");
    String::from_utf8_lossy(&heard).into_owned()
}

/// A whole text frame of a client, masked with zeros.
fn frame(content: &[u8]) -> Vec<u8> {
    let mut frame = vec![0x81];
    match u8::try_from(content.len()) {
        Ok(short) if short < 126 => frame.push(0x80 | short),
        _ => {
            frame.push(0x80 | 126);
            frame.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
        }
    }
    frame.extend([0; 4]);
    frame.extend(content);
    frame
}
