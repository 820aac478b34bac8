//! Whether an answer is the one that was asked for. A wrong answer is a failure, however fast it came.
//!
//! Each check is cheap for every answer (status, length, a text that must be in it) and reads the whole of one in
//! fifty.

use serde_json::Value;

use crate::http::Reply;
use crate::record::Failure;

/// A post that was just written: the text is echoed, with an id, for that channel and author.
pub fn written(
    reply: &Reply,
    channel: &str,
    author: &str,
    message: &str,
    in_depth: bool,
) -> Result<u64, Failure> {
    reply.expect(201)?;
    if !contains(&reply.body, message) {
        return Err(Failure::Wrong("the message echoed"));
    }
    if in_depth {
        let post = reply.json();
        must(post["message"] == message, "the message as it was sent")?;
        must(post["channel_id"] == channel, "the channel that was written to")?;
        must(post["user_id"] == author, "the author")?;
        must(is_id(&post["id"]), "an id of 26 characters")?;
        must(post["create_at"].as_i64().is_some_and(|time| time > 0), "a time of creation")?;
    }
    Ok(reply.body.len() as u64)
}

/// A page of so many posts, the newest first, each with its text.
pub fn page(reply: &Reply, channel: &str, count: usize, in_depth: bool) -> Result<u64, Failure> {
    reply.expect(200)?;
    // A post is never shorter than its names.
    must(reply.body.len() > count * 300, "a page of that many posts")?;
    if in_depth {
        let page = reply.json();
        let order = page["order"].as_array().ok_or(Failure::Wrong("an order"))?;
        must(order.len() == count, "as many posts as were asked for")?;
        let posts: Vec<&Value> =
            order.iter().map(|id| &page["posts"][id.as_str().unwrap_or_default()]).collect();
        must(posts.iter().all(|post| post["channel_id"] == channel), "posts of the channel alone")?;
        must(posts.iter().all(|post| is_id(&post["id"])), "every post in the order")?;
        let times: Vec<i64> = posts.iter().filter_map(|post| post["create_at"].as_i64()).collect();
        must(times.len() == count && times.is_sorted_by(|a, b| a >= b), "the newest first")?;
    }
    Ok(reply.body.len() as u64)
}

/// Nothing new since the given ETag.
pub fn unchanged(reply: &Reply) -> Result<u64, Failure> {
    reply.expect(304)?;
    must(reply.body.is_empty(), "no body")?;
    Ok(0)
}

/// A successful login: a token, and the user who asked.
pub fn logged_in(reply: &Reply, user: &str, in_depth: bool) -> Result<u64, Failure> {
    reply.expect(200)?;
    must(reply.token.as_ref().is_some_and(|token| token.len() == 26), "a token of 26 characters")?;
    must(contains(&reply.body, user), "the user who asked")?;
    if in_depth {
        must(reply.json()["id"] == user, "the id of the user who asked")?;
    }
    Ok(reply.body.len() as u64)
}

/// Whether bytes hold a text.
pub fn contains(bytes: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    let Some(&first) = text.first() else { return true };
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == first) {
        rest = &rest[at..];
        if rest.starts_with(text) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

pub fn must(holds: bool, what: &'static str) -> Result<(), Failure> {
    if holds { Ok(()) } else { Err(Failure::Wrong(what)) }
}

fn is_id(value: &Value) -> bool {
    value.as_str().is_some_and(|id| id.len() == 26)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ID: &str = "abcdefghijklmnopqrstuvwxyz";
    const OTHER: &str = "bbcdefghijklmnopqrstuvwxyz";

    fn reply(status: u16, body: &Value) -> Reply {
        Reply { status, body: body.to_string().into(), etag: None, token: None, version: None }
    }

    fn post() -> Value {
        json!({"id": ID, "channel_id": ID, "user_id": ID, "message": "hello 7", "create_at": 5})
    }

    fn check_written(reply: &Reply) -> Result<u64, Failure> {
        written(reply, ID, ID, "hello 7", true)
    }

    #[test]
    fn a_post_must_be_the_one_that_was_sent() {
        assert!(check_written(&reply(201, &post())).is_ok());
        assert_eq!(check_written(&reply(403, &post())), Err(Failure::Status(403)));
        for (key, value) in [
            ("id", json!("")),
            ("channel_id", json!(OTHER)),
            ("user_id", json!(OTHER)),
            ("message", json!("hello 77")),
            ("message", json!("")),
            ("create_at", json!(0)),
        ] {
            let mut wrong = post();
            wrong[key] = value;
            assert!(matches!(check_written(&reply(201, &wrong)), Err(Failure::Wrong(_))), "{key}");
        }
    }

    #[test]
    fn even_without_depth_another_message_is_seen() {
        let mut wrong = post();
        wrong["message"] = json!("hello 8");

        assert!(written(&reply(201, &wrong), ID, ID, "hello 7", false).is_err());
    }

    fn list(count: usize) -> Value {
        let ids: Vec<String> = (0..count).map(|number| format!("{number:026}")).collect();
        let posts: serde_json::Map<String, Value> = ids
            .iter()
            .enumerate()
            .map(|(at, id)| {
                let post =
                    json!({"id": id, "channel_id": ID, "create_at": 1000 - at, "message": "x".repeat(300)});
                (id.clone(), post)
            })
            .collect();
        json!({"order": ids, "posts": posts})
    }

    #[test]
    fn a_page_must_be_whole_and_in_order() {
        assert!(page(&reply(200, &list(60)), ID, 60, true).is_ok());
        assert!(page(&reply(200, &list(59)), ID, 60, true).is_err());
        assert!(page(&reply(200, &list(60)), OTHER, 60, true).is_err());
        assert!(page(&reply(200, &json!({"order": [], "posts": {}})), ID, 60, false).is_err());

        let mut turned = list(60);
        turned["order"].as_array_mut().unwrap().reverse();
        assert!(page(&reply(200, &turned), ID, 60, true).is_err());

        let mut hole = list(60);
        hole["posts"].as_object_mut().unwrap().remove(&format!("{:026}", 30));
        assert!(page(&reply(200, &hole), ID, 60, true).is_err());
    }

    #[test]
    fn a_login_must_give_a_token_to_who_asked() {
        let mut right = reply(200, &json!({"id": ID}));
        right.token = Some(ID.to_owned());
        assert!(logged_in(&right, ID, true).is_ok());
        assert!(logged_in(&right, OTHER, false).is_err());
        assert!(logged_in(&reply(200, &json!({"id": ID})), ID, false).is_err());
        assert_eq!(logged_in(&reply(401, &json!({})), ID, false), Err(Failure::Status(401)));
    }

    #[test]
    fn a_text_is_found_wherever_it_stands() {
        assert!(contains(b"aab", "ab"));
        assert!(contains(b"ab", ""));
        assert!(!contains(b"aa", "ab"));
    }
}
