//! What travels over the WebSocket: events and replies to the client, requests from it.
//!
//! - An event is `{"event": …, "data": …, "broadcast": …, "seq": …}` with a blank behind the colons and commas of
//!   the top level. It is encoded once ([`EncodedEvent`]); each connection adds its own `seq`, and sometimes a few
//!   keys of `data` that only its user gets (`mentions`, `followers`, `should_ack`).
//! - In `data` most objects are JSON *texts* that hold the object ([`json::nested`]); a few are plain objects.
//! - `broadcast` tells whom the event was meant for. Clients see it, so it names nobody who must stay hidden.
//! - A reply is compact JSON. Its `seq_reply` vanishes when zero, its `data` when empty, and it takes no number.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::input::input;
use crate::{AppError, ChannelId, ConnectionId, Props, TeamId, UserId, id, is_false, json};

macro_rules! events {
    ($($name:ident $text:literal,)*) => {
        /// The events that the protocol knows. Those of plugins are called `custom_<plugin>_<event>`.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum EventKind {
            $($name,)*
        }

        impl EventKind {
            /// Every event in the order of names.
            pub const ALL: &'static [EventKind] = &[$(EventKind::$name,)*];

            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

events! {
    AddedToTeam "added_to_team",
    BurnOnReadAllRevealed "burn_on_read_all_revealed",
    ChannelBookmarkCreated "channel_bookmark_created",
    ChannelBookmarkDeleted "channel_bookmark_deleted",
    ChannelBookmarkSorted "channel_bookmark_sorted",
    ChannelBookmarkUpdated "channel_bookmark_updated",
    ChannelConverted "channel_converted",
    ChannelCreated "channel_created",
    ChannelDeleted "channel_deleted",
    ChannelMemberUpdated "channel_member_updated",
    ChannelRestored "channel_restored",
    ChannelSchemeUpdated "channel_scheme_updated",
    ChannelUpdated "channel_updated",
    CloudSubscriptionChanged "cloud_subscription_changed",
    ConfigChanged "config_changed",
    ContentFlaggingReportValueUpdated "content_flagging_report_value_updated",
    CustomProfileAttributesFieldCreated "custom_profile_attributes_field_created",
    CustomProfileAttributesFieldDeleted "custom_profile_attributes_field_deleted",
    CustomProfileAttributesFieldUpdated "custom_profile_attributes_field_updated",
    CustomProfileAttributesValuesUpdated "custom_profile_attributes_values_updated",
    DeleteTeam "delete_team",
    DirectAdded "direct_added",
    DraftCreated "draft_created",
    DraftDeleted "draft_deleted",
    DraftUpdated "draft_updated",
    EmojiAdded "emoji_added",
    EphemeralMessage "ephemeral_message",
    FileDownloadRejected "file_download_rejected",
    FirstAdminVisitMarketplaceStatusReceived "first_admin_visit_marketplace_status_received",
    GroupAdded "group_added",
    GroupMemberAdd "group_member_add",
    GroupMemberDeleted "group_member_deleted",
    GuestsDeactivated "guests_deactivated",
    Hello "hello",
    HostedCustomerSignupProgressUpdated "hosted_customer_signup_progress_updated",
    LeaveTeam "leave_team",
    LicenseChanged "license_changed",
    MemberroleUpdated "memberrole_updated",
    MultipleChannelsViewed "multiple_channels_viewed",
    NewUser "new_user",
    OpenDialog "open_dialog",
    PersistentNotificationTriggered "persistent_notification_triggered",
    PluginDisabled "plugin_disabled",
    PluginEnabled "plugin_enabled",
    PluginStatusesChanged "plugin_statuses_changed",
    PostAcknowledgementAdded "post_acknowledgement_added",
    PostAcknowledgementRemoved "post_acknowledgement_removed",
    PostBurned "post_burned",
    PostDeleted "post_deleted",
    PostEdited "post_edited",
    PostRevealed "post_revealed",
    PostTranslationUpdated "post_translation_updated",
    PostUnread "post_unread",
    Posted "posted",
    PreferenceChanged "preference_changed",
    PreferencesChanged "preferences_changed",
    PreferencesDeleted "preferences_deleted",
    ReactionAdded "reaction_added",
    ReactionRemoved "reaction_removed",
    RecapUpdated "recap_updated",
    ReceivedGroup "received_group",
    ReceivedGroupAssociatedToChannel "received_group_associated_to_channel",
    ReceivedGroupAssociatedToTeam "received_group_associated_to_team",
    ReceivedGroupNotAssociatedToChannel "received_group_not_associated_to_channel",
    ReceivedGroupNotAssociatedToTeam "received_group_not_associated_to_team",
    RestoreTeam "restore_team",
    RoleUpdated "role_updated",
    ScheduledPostCreated "scheduled_post_created",
    ScheduledPostDeleted "scheduled_post_deleted",
    ScheduledPostUpdated "scheduled_post_updated",
    ShowToast "show_toast",
    SidebarCategoryCreated "sidebar_category_created",
    SidebarCategoryDeleted "sidebar_category_deleted",
    SidebarCategoryOrderUpdated "sidebar_category_order_updated",
    SidebarCategoryUpdated "sidebar_category_updated",
    StatusChange "status_change",
    ThreadFollowChanged "thread_follow_changed",
    ThreadReadChanged "thread_read_changed",
    ThreadUpdated "thread_updated",
    Typing "typing",
    UpdateTeam "update_team",
    UpdateTeamScheme "update_team_scheme",
    UserActivationStatusChange "user_activation_status_change",
    UserAdded "user_added",
    UserRemoved "user_removed",
    UserRoleUpdated "user_role_updated",
    UserUpdated "user_updated",
}

impl EventKind {
    pub fn parse(name: &str) -> Option<Self> {
        let place = Self::ALL.binary_search_by(|kind| kind.as_str().cmp(name)).ok()?;
        Some(Self::ALL[place])
    }
}

impl fmt::Display for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for EventKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whom an event is for, in the order in which a receiver is tested: one connection, all but one, one user (then
/// channel and team only inform), all but some users, a channel's members, a team's, everybody.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Broadcast {
    /// The value is always `true`.
    pub omit_users: Option<BTreeMap<UserId, bool>>,
    #[serde(with = "id::optional")]
    pub user_id: Option<UserId>,
    #[serde(with = "id::optional")]
    pub channel_id: Option<ChannelId>,
    #[serde(with = "id::optional")]
    pub team_id: Option<TeamId>,
    #[serde(with = "id::optional")]
    pub connection_id: Option<ConnectionId>,
    #[serde(with = "id::optional")]
    pub omit_connection_id: Option<ConnectionId>,
    /// The copy for those who may not manage the system.
    #[serde(default, skip_serializing_if = "is_false")]
    pub contains_sanitized_data: bool,
    /// The copy for those who may.
    #[serde(default, skip_serializing_if = "is_false")]
    pub contains_sensitive_data: bool,
}

impl Broadcast {
    pub fn to_everyone() -> Self {
        Self::default()
    }

    pub fn to_user(user_id: UserId) -> Self {
        Self { user_id: Some(user_id), ..Self::default() }
    }

    pub fn to_channel(channel_id: ChannelId) -> Self {
        Self { channel_id: Some(channel_id), ..Self::default() }
    }

    pub fn to_team(team_id: TeamId) -> Self {
        Self { team_id: Some(team_id), ..Self::default() }
    }

    /// The same, without one user.
    pub fn omitting(mut self, user_id: UserId) -> Self {
        self.omit_users.get_or_insert_default().insert(user_id, true);
        self
    }

    /// The same, without the connection that asked for it.
    pub fn omitting_connection(mut self, connection_id: Option<ConnectionId>) -> Self {
        self.omit_connection_id = connection_id;
        self
    }

    /// Whether the user is left out by name.
    pub fn omits(&self, user_id: UserId) -> bool {
        self.omit_users.as_ref().is_some_and(|users| users.contains_key(&user_id))
    }
}

/// An event with everything that all its receivers share.
#[derive(Clone, PartialEq, Eq)]
pub struct EncodedEvent {
    /// The frame up to the number.
    text: Box<str>,
    /// Where the closing brace of `data` stands.
    data_end: usize,
    data_is_empty: bool,
}

impl EncodedEvent {
    /// Encodes an event. `data` is an object; a value that is none is an error.
    pub fn new<T: Serialize + ?Sized>(
        kind: EventKind,
        data: &T,
        broadcast: &Broadcast,
    ) -> Result<Self, json::Error> {
        Self::from_raw(kind.as_str(), &json::to_string(data)?, broadcast)
    }

    /// Puts an event together whose name is not the protocol's, or whose data was encoded before.
    pub fn from_raw(name: &str, data: &str, broadcast: &Broadcast) -> Result<Self, json::Error> {
        let data = data.trim();
        let Some(inside) = data.strip_prefix('{').and_then(|data| data.strip_suffix('}')) else {
            return Err(serde::de::Error::custom("the data of an event is an object"));
        };
        let data_is_empty = inside.trim().is_empty();
        let name = json::to_string(name)?;
        let broadcast = json::to_string(broadcast)?;
        let head = format!("{{\"event\": {name}, \"data\": ");
        let data_end = head.len() + data.len() - 1;
        let text = format!("{head}{data}, \"broadcast\": {broadcast}, \"seq\": ");
        Ok(Self { text: text.into_boxed_str(), data_end, data_is_empty })
    }

    /// The frame for one connection: its number, and keys of `data` that only it gets, as raw JSON.
    pub fn frame(&self, seq: i64, extra: &[(&str, &str)]) -> String {
        let more: usize = extra.iter().map(|(key, value)| key.len() + value.len() + 4).sum();
        let mut frame = String::with_capacity(self.text.len() + more + 21);
        frame.push_str(&self.text[..self.data_end]);
        let mut is_first = self.data_is_empty;
        for (key, value) in extra {
            if !is_first {
                frame.push(',');
            }
            is_first = false;
            frame.push('"');
            frame.push_str(key);
            frame.push_str("\":");
            frame.push_str(value);
        }
        frame.push_str(&self.text[self.data_end..]);
        frame.push_str(&seq.to_string());
        frame.push('}');
        frame
    }

    /// The length of a frame without number and extra keys.
    pub fn size(&self) -> usize {
        self.text.len()
    }
}

/// Without the data, which holds messages.
impl fmt::Debug for EncodedEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EncodedEvent").field("size", &self.size()).finish_non_exhaustive()
    }
}

/// The answer to a client's request.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reply {
    status: ReplyStatus,
    #[serde(skip_serializing_if = "crate::is_zero")]
    seq_reply: i64,
    #[serde(skip_serializing_if = "Props::is_empty")]
    data: Props,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<AppError>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
enum ReplyStatus {
    Ok,
    Fail,
}

impl Reply {
    pub fn ok(seq_reply: i64, data: Props) -> Self {
        Self { status: ReplyStatus::Ok, seq_reply, data, error: None }
    }

    pub fn fail(seq_reply: i64, error: AppError) -> Self {
        Self { status: ReplyStatus::Fail, seq_reply, data: Props::new(), error: Some(error) }
    }

    /// The frame that carries it.
    pub fn frame(&self) -> String {
        json::to_string(self).expect("a reply has texts for keys")
    }
}

input! {
    /// What a client asks over the socket. The number comes back in the reply; that it is positive, and that
    /// there is an action, is for the router to say, since a frame that lacks them is answered.
    pub struct ClientRequest {
        pub seq: i64,
        pub action: String,
        pub data: Props,
    }
}

impl ClientRequest {
    /// Reads a text frame. An error ends the connection.
    pub fn parse(text: &str) -> Result<Self, json::Error> {
        json::read(text.as_bytes())
    }

    /// The text of that name in `data`.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.data.get(name).and_then(Value::as_str)
    }

    /// The flag of that name in `data`.
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.data.get(name).and_then(Value::as_bool)
    }

    /// The list of texts of that name in `data`.
    pub fn texts(&self, name: &str) -> Option<Vec<&str>> {
        self.data.get(name)?.as_array()?.iter().map(Value::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user() -> UserId {
        "aaaaaaaaaaaaaaaaaaaaaaaaaa".parse().unwrap()
    }

    fn props(value: Value) -> Props {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn every_event_is_found_by_its_name() {
        assert!(EventKind::ALL.windows(2).all(|pair| pair[0].as_str() < pair[1].as_str()));
        for kind in EventKind::ALL {
            assert_eq!(EventKind::parse(kind.as_str()), Some(*kind));
        }
        assert_eq!(EventKind::parse("custom_x_y"), None);
    }

    #[test]
    fn a_frame_has_the_blanks_of_the_protocol() {
        let event = EncodedEvent::new(
            EventKind::Typing,
            &json!({"parent_id": "", "user_id": user()}),
            &Broadcast::default().omitting(user()),
        )
        .unwrap();
        assert_eq!(
            event.frame(5, &[]),
            concat!(
                r#"{"event": "typing", "data": {"parent_id":"","user_id":"aaaaaaaaaaaaaaaaaaaaaaaaaa"}, "#,
                r#""broadcast": {"omit_users":{"aaaaaaaaaaaaaaaaaaaaaaaaaa":true},"user_id":"","channel_id":"","#,
                r#""team_id":"","connection_id":"","omit_connection_id":""}, "seq": 5}"#
            )
        );
    }

    #[test]
    fn a_receiver_gets_keys_of_its_own() {
        let everyone = Broadcast::to_everyone();
        for (data, expected) in [
            (json!({}), json!({"mentions": "[\"a\"]", "should_ack": true})),
            (json!({"post": "}"}), json!({"post": "}", "mentions": "[\"a\"]", "should_ack": true})),
        ] {
            let event = EncodedEvent::new(EventKind::Posted, &data, &everyone).unwrap();
            let frame = event.frame(7, &[("mentions", r#""[\"a\"]""#), ("should_ack", "true")]);
            let read: Value = serde_json::from_str(&frame).unwrap();
            assert_eq!(read["data"], expected);
            assert_eq!(read["seq"], 7);
            assert_eq!(read["broadcast"]["omit_users"], Value::Null);
        }
    }

    #[test]
    fn data_is_an_object() {
        let everyone = Broadcast::to_everyone();
        assert!(EncodedEvent::new(EventKind::Hello, &json!([1]), &everyone).is_err());
        assert!(EncodedEvent::from_raw("custom_x_y", "null", &everyone).is_err());
        assert!(EncodedEvent::from_raw("custom_x_y", "{ }", &everyone).is_ok());
    }

    #[test]
    fn a_broadcast_makes_the_round_trip() {
        let text = concat!(
            r#"{"omit_users":{"aaaaaaaaaaaaaaaaaaaaaaaaaa":true},"user_id":"bbbbbbbbbbbbbbbbbbbbbbbbbb","#,
            r#""channel_id":"cccccccccccccccccccccccccc","team_id":"dddddddddddddddddddddddddd","#,
            r#""connection_id":"eeeeeeeeeeeeeeeeeeeeeeeeee","omit_connection_id":"ffffffffffffffffffffffffff","#,
            r#""contains_sanitized_data":true,"contains_sensitive_data":true}"#
        );
        let broadcast: Broadcast = json::read(text.as_bytes()).unwrap();
        assert_eq!(json::to_string(&broadcast).unwrap(), text);
        assert!(broadcast.omits(user()));
    }

    #[test]
    fn replies_leave_out_what_is_empty() {
        assert_eq!(Reply::ok(1, Props::new()).frame(), r#"{"status":"OK","seq_reply":1}"#);
        assert_eq!(
            Reply::ok(2, props(json!({"text": "pong"}))).frame(),
            r#"{"status":"OK","seq_reply":2,"data":{"text":"pong"}}"#
        );
        assert_eq!(
            Reply::fail(0, AppError::new(400, "some.id", "no")).frame(),
            concat!(
                r#"{"status":"FAIL","error":{"id":"some.id","message":"no","detailed_error":"","#,
                r#""status_code":400}}"#
            )
        );
    }

    #[test]
    fn what_is_an_object_or_null_is_a_request() {
        let request = ClientRequest::parse(r#"{"seq":1,"action":"ping","data":null,"more":true}"#).unwrap();
        assert_eq!(request, ClientRequest { seq: 1, action: "ping".into(), data: Props::new() });
        assert_eq!(ClientRequest::parse(r#"{"seq":1099511627776}"#).unwrap().seq, 1 << 40);
        for empty in ["null", "{}"] {
            assert_eq!(ClientRequest::parse(empty).unwrap(), ClientRequest::default());
        }
    }

    #[test]
    fn any_other_frame_ends_the_connection() {
        for frame in [
            "nonsense",
            "{\"seq\":1",
            "[]",
            "\"hi\"",
            "",
            r#"{"seq":"1"}"#,
            r#"{"seq":1.5}"#,
            r#"{"action":5}"#,
            r#"{"data":[]}"#,
        ] {
            assert!(ClientRequest::parse(frame).is_err(), "{frame}");
        }
    }

    #[test]
    fn data_is_read_by_type() {
        let request = ClientRequest::parse(r#"{"data":{"a":"x","b":true,"c":["x"],"d":[5]}}"#).unwrap();
        assert_eq!((request.text("a"), request.text("b")), (Some("x"), None));
        assert_eq!((request.flag("b"), request.flag("a")), (Some(true), None));
        assert_eq!((request.texts("c"), request.texts("d")), (Some(vec!["x"]), None));
    }
}
