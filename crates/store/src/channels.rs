//! Tables `channels`, `channelmembers` and `channelmemberhistory`.

use std::collections::BTreeMap;

use db::{Conn, Json, Result, params};
use wire::{ChannelId, SchemeId, TeamId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct ChannelRow {
        pub id: ChannelId,
        pub create_at: i64,
        pub update_at: i64,
        pub delete_at: i64,
        /// None for direct and group channels.
        pub team_id: Option<TeamId>,
        /// `O` public, `P` private, `D` direct, `G` group.
        pub kind: String,
        pub display_name: String,
        pub name: String,
        pub header: String,
        pub purpose: String,
        pub last_post_at: i64,
        pub total_msg_count: i64,
        pub extra_update_at: i64,
        pub creator_id: Option<UserId>,
        pub scheme_id: Option<SchemeId>,
        pub group_constrained: Option<bool>,
        pub shared: Option<bool>,
        pub total_msg_count_root: i64,
        pub last_root_post_at: i64,
        pub banner_info: Option<Json<serde_json::Value>>,
        pub default_category_name: String,
        pub autotranslation: bool,
    }
}

db::row! {
    #[derive(Debug, Clone)]
    pub struct ChannelMemberRow {
        pub channel_id: ChannelId,
        pub user_id: UserId,
        /// Roles given one by one, beside those of the scheme.
        pub roles: String,
        pub last_viewed_at: i64,
        pub msg_count: i64,
        pub mention_count: i64,
        pub notify_props: Option<Json<BTreeMap<String, String>>>,
        pub last_update_at: i64,
        pub scheme_user: bool,
        pub scheme_admin: bool,
        pub scheme_guest: bool,
        pub mention_count_root: i64,
        pub msg_count_root: i64,
        pub urgent_mention_count: i64,
        pub autotranslation_disabled: bool,
    }
}

macro_rules! channel_columns {
    () => {
        "c.id, c.createat, c.updateat, c.deleteat, c.teamid, c.type, c.displayname, c.name, c.header, c.purpose,
         c.lastpostat, c.totalmsgcount, c.extraupdateat, c.creatorid, c.schemeid, c.groupconstrained, c.shared,
         c.totalmsgcountroot, c.lastrootpostat, c.bannerinfo, c.defaultcategoryname, c.autotranslation"
    };
}
pub(crate) use channel_columns;

macro_rules! channel_member_columns {
    () => {
        "cm.channelid, cm.userid, cm.roles, cm.lastviewedat, cm.msgcount, cm.mentioncount, cm.notifyprops,
         cm.lastupdateat, cm.schemeuser, cm.schemeadmin, cm.schemeguest, cm.mentioncountroot, cm.msgcountroot,
         cm.urgentmentioncount, cm.autotranslationdisabled"
    };
}

db::statements! {
    BY_ID: "channels.by_id" => concat!("SELECT ", channel_columns!(), " FROM channels c WHERE c.id = $1");
    MEMBER: "channels.member" => concat!(
        "SELECT ", channel_member_columns!(), "
         FROM channelmembers cm
         WHERE cm.channelid = $1 AND cm.userid = $2");
}

pub async fn by_id(conn: &Conn, id: ChannelId) -> Result<Option<ChannelRow>> {
    conn.first(&BY_ID, params![id]).await
}

pub async fn member(conn: &Conn, channel: ChannelId, user: UserId) -> Result<Option<ChannelMemberRow>> {
    conn.first(&MEMBER, params![channel, user]).await
}
