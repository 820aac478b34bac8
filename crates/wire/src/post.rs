//! Posts, lists of posts, and what is drawn with them.
//!
//! Odd: `participants` is `null` unless collapsed threads were asked for; `file_ids` is a list, and `null` only
//! where all files that were named fell away, and in ephemeral posts; `metadata` is an object in replies and
//! absent in the events of deletions and in a thread's root; `remote_id` is `""` for a stored post and absent for
//! one that was just made. `has_reactions` and `is_following` exist only when true. An attachment is plain JSON
//! in `props.attachments`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::emoji::Emoji;
use crate::file::FileInfo;
use crate::input::input;
use crate::reaction::Reaction;
use crate::user::User;
use crate::{ChannelId, ChannelType, FileId, PostId, Props, TeamId, UserId, id, is_false, is_zero};

/// A post.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub id: PostId,
    pub create_at: i64,
    pub update_at: i64,
    /// When the author changed it last; pinning and reacting do not count.
    pub edit_at: i64,
    pub delete_at: i64,
    pub is_pinned: bool,
    /// Absent in some ephemeral posts.
    #[serde(with = "id::optional")]
    pub user_id: Option<UserId>,
    pub channel_id: ChannelId,
    #[serde(with = "id::optional")]
    pub root_id: Option<PostId>,
    /// In the edit history, the post that this is an older text of.
    #[serde(with = "id::optional")]
    pub original_id: Option<PostId>,
    pub message: String,
    /// Empty, `me`, `slack_attachment`, `system_…`, `custom_…`.
    #[serde(rename = "type")]
    pub kind: String,
    pub props: Props,
    /// Separated by blanks, each with its `#`.
    pub hashtags: String,
    pub file_ids: Option<Vec<FileId>>,
    /// The client's own name for the post until it has an id, repeated to it.
    pub pending_post_id: String,
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_reactions: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remote_id: Option<String>,
    pub reply_count: i64,
    pub last_reply_at: i64,
    pub participants: Option<Vec<User>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_following: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metadata: Option<PostMetadata>,
}

/// What a client needs to draw a post without asking again. Empty parts are absent.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PostMetadata {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub embeds: Vec<Embed>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub emojis: Vec<Emoji>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileInfo>,
    /// By address.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub images: BTreeMap<String, ImageSize>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acknowledgements: Vec<Acknowledgement>,
    #[serde(default, skip_serializing_if = "is_zero")]
    pub expire_at: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipients: Vec<UserId>,
}

/// What is drawn below a post. For attachments only the kind is told, since they stand in the props.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Embed {
    #[serde(rename = "type")]
    pub kind: EmbedKind,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub data: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EmbedKind {
    Image,
    Link,
    #[serde(rename = "message_attachment")]
    MessageAttachment,
    Opengraph,
    Permalink,
}

/// The data of a permalink's embed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PreviewedPost {
    pub post_id: PostId,
    pub post: Post,
    pub team_name: String,
    pub channel_display_name: String,
    pub channel_type: ChannelType,
    pub channel_id: ChannelId,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImageSize {
    pub width: i64,
    pub height: i64,
    pub format: String,
    /// Zero for images that do not move.
    pub frame_count: i64,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Priority {
    pub priority: Option<String>,
    pub requested_ack: Option<bool>,
    pub persistent_notifications: Option<bool>,
    /// With the channel present where the priority was read from the store, absent where it was just set. The
    /// keys are capitalised.
    #[serde(rename = "PostId", default, skip_serializing_if = "Option::is_none")]
    pub post_id: Option<PostId>,
    #[serde(rename = "ChannelId", default, skip_serializing_if = "Option::is_none")]
    pub channel_id: Option<ChannelId>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Acknowledgement {
    pub user_id: UserId,
    pub post_id: PostId,
    pub acknowledged_at: i64,
    #[serde(with = "id::optional")]
    pub channel_id: Option<ChannelId>,
}

/// Posts in an order; those of a thread's roots may be in `posts` without being in `order`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct PostList {
    pub order: Vec<PostId>,
    pub posts: BTreeMap<PostId, Post>,
    /// The post after the newest of the list; absent at the end, where a client stops asking.
    #[serde(with = "id::optional")]
    pub next_post_id: Option<PostId>,
    /// The post before the oldest of the list; absent at the beginning.
    #[serde(with = "id::optional")]
    pub prev_post_id: Option<PostId>,
    /// Only lists of a thread tell whether more follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub has_next: Option<bool>,
    /// Always zero: no history is hidden.
    pub first_inaccessible_post_time: i64,
}

/// Where a post stands, for whoever follows a link to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PostInfo {
    pub channel_id: ChannelId,
    pub channel_type: ChannelType,
    pub channel_display_name: String,
    pub has_joined_channel: bool,
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    /// `O` for a team that everybody may join, `I` for others; empty without a team.
    pub team_type: String,
    pub team_display_name: String,
    pub has_joined_team: bool,
}

input! {
    /// A new post. Clients send whole posts; what the author may not choose is not read.
    pub struct CreatePost {
        /// Must be empty: a post that exists is not made again.
        pub id: String,
        /// Counts for those who may back-date posts only.
        pub create_at: i64,
        pub edit_at: i64,
        pub is_pinned: bool,
        pub channel_id: String,
        pub root_id: String,
        pub message: String,
        pub kind: String as "type",
        pub props: Props,
        pub file_ids: Vec<String>,
        pub pending_post_id: String,
        pub has_reactions: bool,
        pub metadata: Option<NewMetadata>,
    }

    /// The part of a post's metadata that its author chooses.
    pub struct NewMetadata {
        pub priority: Option<NewPriority>,
    }

    pub struct NewPriority {
        pub priority: Option<String>,
        pub requested_ack: Option<bool>,
        pub persistent_notifications: Option<bool>,
    }

    /// A post as it shall be. `id` repeats the path and must agree with it.
    pub struct UpdatePost {
        pub id: String,
        pub message: String,
        pub is_pinned: bool,
        pub has_reactions: bool,
        pub props: Option<Props>,
        pub file_ids: Option<Vec<String>>,
    }

    /// A change of a post.
    pub struct PostPatch {
        pub message: Option<String>,
        pub is_pinned: Option<bool>,
        pub has_reactions: Option<bool>,
        pub props: Option<Props>,
        pub file_ids: Option<Vec<String>>,
    }

    /// A post that one person sees and that is never stored.
    pub struct CreateEphemeralPost {
        pub user_id: String,
        pub post: Option<CreatePost>,
    }

    /// How a client that sets a post unread counts.
    pub struct SetUnread {
        pub collapsed_threads_supported: bool,
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::json;

    pub(crate) const POST: &str = concat!(
        r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":2,"edit_at":3,"delete_at":4,"#,
        r#""is_pinned":true,"user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","channel_id":"cccccccccccccccccccccccccc","#,
        r#""root_id":"dddddddddddddddddddddddddd","original_id":"eeeeeeeeeeeeeeeeeeeeeeeeee","message":"hi","#,
        r##""type":"custom_x","props":{"a":[1,null]},"hashtags":"#one","##,
        r#""file_ids":["ffffffffffffffffffffffffff"],"pending_post_id":"b:1","has_reactions":true,"#,
        r#""remote_id":"r","reply_count":5,"last_reply_at":6,"participants":[],"is_following":true,"metadata":{"#,
        r#""embeds":[{"type":"opengraph","url":"http://x","data":{"a":1}}],"#,
        r#""images":{"http://x":{"width":1,"height":2,"format":"png","frame_count":3}},"#,
        r#""reactions":[{"user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","post_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","#,
        r#""emoji_name":"wave","create_at":1,"update_at":2,"delete_at":3,"remote_id":"r","#,
        r#""channel_id":"cccccccccccccccccccccccccc"}],"#,
        r#""priority":{"priority":"urgent","requested_ack":true,"persistent_notifications":true,"#,
        r#""PostId":"aaaaaaaaaaaaaaaaaaaaaaaaaa","ChannelId":"cccccccccccccccccccccccccc"},"#,
        r#""acknowledgements":[{"user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
        r#""post_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","acknowledged_at":1,"#,
        r#""channel_id":"cccccccccccccccccccccccccc"}],"expire_at":7,"#,
        r#""recipients":["bbbbbbbbbbbbbbbbbbbbbbbbbb"]}}"#,
    );

    #[test]
    fn a_whole_post_makes_the_round_trip() {
        let post: Post = json::read(POST.as_bytes()).unwrap();
        assert_eq!(json::to_string(&post).unwrap(), POST);
    }

    #[test]
    fn a_bare_post_shows_what_is_always_there() {
        let text = concat!(
            r#"{"id":"aaaaaaaaaaaaaaaaaaaaaaaaaa","create_at":1,"update_at":1,"edit_at":0,"delete_at":0,"#,
            r#""is_pinned":false,"user_id":"","channel_id":"cccccccccccccccccccccccccc","root_id":"","#,
            r#""original_id":"","message":"","type":"","props":{},"hashtags":"","file_ids":null,"#,
            r#""pending_post_id":"","reply_count":0,"last_reply_at":0,"participants":null,"metadata":{}}"#
        );
        let post: Post = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&post).unwrap(), text);
    }

    #[test]
    fn a_list_of_posts_makes_the_round_trip() {
        let text = format!(
            concat!(
                r#"{{"order":["aaaaaaaaaaaaaaaaaaaaaaaaaa"],"posts":{{"aaaaaaaaaaaaaaaaaaaaaaaaaa":{}}},"#,
                r#""next_post_id":"dddddddddddddddddddddddddd","prev_post_id":"eeeeeeeeeeeeeeeeeeeeeeeeee","#,
                r#""has_next":true,"first_inaccessible_post_time":1}}"#
            ),
            POST
        );
        let list: PostList = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&list).unwrap(), text);
        assert_eq!(
            json::to_string(&PostList::default()).unwrap(),
            concat!(
                r#"{"order":[],"posts":{},"next_post_id":"","prev_post_id":"","#,
                r#""first_inaccessible_post_time":0}"#
            )
        );
    }

    #[test]
    fn a_new_post_is_read_leniently_and_typed_strictly() {
        let read = |text: &str| json::read::<CreatePost>(text.as_bytes());
        let post =
            read(r#"{"CHANNEL_ID":"short","message":null,"root_id":"","no_such_key":1,"props":{"a":null}}"#)
                .unwrap();
        assert_eq!((post.channel_id.as_str(), post.message.as_str()), ("short", ""));
        assert_eq!(post.props.get("a"), Some(&Value::Null));
        for text in [
            r#"{"message":5}"#,
            r#"{"channel_id":5}"#,
            r#"{"message":["x"]}"#,
            r#"{"create_at":"now"}"#,
            r#"{"props":"p"}"#,
            r#"{"file_ids":"f"}"#,
            r#"{"metadata":{"priority":"urgent"}}"#,
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_patch_tells_absent_from_empty() {
        let patch: PostPatch = json::read(br#"{"message":"","props":null}"#).unwrap();
        assert_eq!(patch, PostPatch { message: Some(String::new()), ..PostPatch::default() });
    }
}
