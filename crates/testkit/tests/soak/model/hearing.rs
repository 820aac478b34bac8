//! What everybody hears: each event by its name and by all in it that a client needs.

use std::collections::BTreeMap;

use serde_json::Value;
use testkit::{Event, Socket};

use super::World;
use super::knowledge::PEOPLE;

/// What comes with coming and going online, which is no part of the model.
const PASSING: [&str; 1] = ["status_change"];

const COMPOSED: &str = "thread_updated";

impl World {
    /// Somebody must hear of it.
    pub fn tell(&mut self, user: usize, what: String) {
        *self.expected[user].entry(what).or_default() += 1;
    }

    /// Every member of a channel must hear of it.
    pub fn tell_members(&mut self, channel: usize, what: &str) {
        let members: Vec<usize> = self.channels[channel].members.keys().copied().collect();
        for member in members {
            self.tell(member, what.to_owned());
        }
    }

    /// What happens to a public channel is told to its team, what happens to another to its members.
    pub fn tell_audience(&mut self, channel: usize, what: &str) {
        if self.channels[channel].kind != "O" {
            return self.tell_members(channel, what);
        }
        for user in 0..PEOPLE {
            self.tell(user, what.to_owned());
        }
    }

    /// Compares what everybody has heard of the act with what they had to hear.
    pub async fn listen(&mut self) {
        let all = Socket::heard_by_all(&mut self.sockets).await;
        let expected = std::mem::replace(&mut self.expected, vec![BTreeMap::new(); PEOPLE]);
        for (user, (mut events, expected)) in all.into_iter().zip(expected).enumerate() {
            // What followers are told of a thread is composed beside everything else, and may come behind it.
            let composed = |what: &str| what.starts_with(COMPOSED);
            let due: i64 = expected.iter().filter(|(what, _)| composed(what)).map(|(_, often)| often).sum();
            let mut there = events.iter().filter(|event| composed(&event.name)).count() as i64;
            while there < due
                && let Ok(event) = self.sockets[user].try_next().await
            {
                there += i64::from(composed(&event.name));
                events.push(event);
            }
            let mut heard: BTreeMap<String, i64> = BTreeMap::new();
            for event in events.iter().filter(|event| !PASSING.contains(&event.name.as_str())) {
                *heard.entry(self.spelled(event)).or_default() += 1;
            }
            assert_eq!(
                expected,
                heard,
                "{user}: what they had to hear, and what they heard\n{}",
                self.story()
            );
        }
    }

    fn spelled(&self, event: &Event) -> String {
        let (name, data) = (event.name.as_str(), &event.data);
        let channel = event.broadcast["channel_id"].as_str().unwrap_or_default();
        match name {
            "posted" => {
                let id = event.nested("post")["id"].clone();
                posted(text(&id), data.get("mentions").is_some(), data.get("followers").is_some())
            }
            "post_edited" => {
                let post = event.nested("post");
                format!("{name} {} {}", text(&post["id"]), text(&post["message"]))
            }
            "post_deleted" => format!("{name} {}", text(&event.nested("post")["id"])),
            "reaction_added" | "reaction_removed" => {
                let reaction = event.nested("reaction");
                let (post, user) = (text(&reaction["post_id"]), text(&reaction["user_id"]));
                format!("{name} {post} {user} {}", text(&reaction["emoji_name"]))
            }
            "ephemeral_message" => format!("{name} {}", text(&event.nested("post")["channel_id"])),
            "post_unread" => {
                let keys = ["msg_count", "msg_count_root", "mention_count", "mention_count_root"];
                format!("{name} {} {}", text(&data["post_id"]), numbers(data, &keys))
            }
            "multiple_channels_viewed" => {
                let mut channels: Vec<&str> =
                    data["channel_times"].as_object().unwrap().keys().map(String::as_str).collect();
                channels.sort_unstable();
                format!("{name} {}", channels.join(" "))
            }
            "thread_updated" => {
                let thread = event.nested("thread");
                let told = numbers(&thread, &["reply_count", "unread_replies", "unread_mentions"]);
                let before = numbers(data, &["previous_unread_replies", "previous_unread_mentions"]);
                format!("{name} {} {told} before {before}", text(&thread["id"]))
            }
            "thread_follow_changed" => {
                format!("{name} {} {} {}", text(&data["thread_id"]), data["state"], data["reply_count"])
            }
            "thread_read_changed" => match data.get("thread_id") {
                Some(thread) => {
                    let keys = [
                        "timestamp",
                        "unread_replies",
                        "unread_mentions",
                        "previous_unread_replies",
                        "previous_unread_mentions",
                    ];
                    format!("{name} {} {}", text(thread), numbers(data, &keys))
                }
                None if data.get("timestamp").is_some() => format!("{name} in {channel}"),
                None => format!("{name} everywhere"),
            },
            "user_added" => format!("{name} {channel} {}", text(&data["user_id"])),
            "user_removed" => match data.get("user_id") {
                Some(user) => format!("{name} {channel} {}", text(user)),
                None => format!("{name} {} oneself", text(&data["channel_id"])),
            },
            "channel_updated" => {
                let channel = event.nested("channel");
                format!("{name} {} {}", text(&channel["id"]), text(&channel["header"]))
            }
            "channel_deleted" | "channel_restored" | "channel_converted" => {
                format!("{name} {}", text(&data["channel_id"]))
            }
            "channel_member_updated" => {
                let member = event.nested("channelMember");
                let props = &member["notify_props"];
                let (marks, follows) =
                    (text(&props["mark_unread"]), text(&props["channel_auto_follow_threads"]));
                format!("{name} {} {marks} {follows}", text(&member["channel_id"]))
            }
            "preferences_changed" | "preferences_deleted" => {
                let named = event.nested("preferences");
                let named: Vec<String> = named
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|one| format!("{} {}", text(&one["name"]), text(&one["value"])))
                    .collect();
                format!("{name} {}", named.join(" "))
            }
            "sidebar_category_created" | "sidebar_category_deleted" => {
                format!("{name} {}", text(&data["category_id"]))
            }
            "sidebar_category_updated" => match data.get("updatedCategories") {
                Some(_) => {
                    let told = event.nested("updatedCategories");
                    let mut told: Vec<String> = told
                        .as_array()
                        .unwrap()
                        .iter()
                        .map(|one| self.category(text(&one["id"]), &self.known(&one["channel_ids"])))
                        .collect();
                    told.sort();
                    format!("{name} {}", told.join("; "))
                }
                None => format!("{name} somehow"),
            },
            "sidebar_category_order_updated" => {
                let order: Vec<&str> = data["order"].as_array().unwrap().iter().map(text).collect();
                format!("{name} {}", order.join(" "))
            }
            other => format!("{other} {data}"),
        }
    }

    /// Those of the channels that the model knows, by number.
    pub fn known(&self, ids: &Value) -> Vec<usize> {
        let ids = ids.as_array().unwrap().iter();
        ids.filter_map(|id| self.channels.iter().position(|channel| channel.id == text(id))).collect()
    }

    /// A category with what is in it.
    pub fn category(&self, id: &str, channels: &[usize]) -> String {
        let mut channels = channels.to_vec();
        channels.sort_unstable();
        format!("{id} with {channels:?}")
    }
}

/// A post that was heard, with what it is to the hearer.
pub fn posted(id: &str, calls: bool, is_in_followed: bool) -> String {
    let calls = if calls { " calling" } else { "" };
    let follows = if is_in_followed { " in what is followed" } else { "" };
    format!("posted {id}{calls}{follows}")
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn numbers(data: &Value, keys: &[&str]) -> String {
    let numbers: Vec<String> = keys.iter().map(|key| data[*key].to_string()).collect();
    numbers.join("/")
}
