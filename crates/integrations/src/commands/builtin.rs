//! The commands that the server itself knows.

use kernel::Ctx;

/// What can be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Builtin {
    Away,
    Code,
    Collapse,
    Dnd,
    Echo,
    Expand,
    GroupMessage,
    Header,
    Help,
    Invite,
    InvitePeople,
    Join,
    Leave,
    Logout,
    Marketplace,
    Me,
    Message,
    Mute,
    Offline,
    Online,
    Purpose,
    Remove,
    Rename,
    Search,
    Settings,
    Shortcuts,
    Shrug,
    Status,
}

/// A word for a command, and what is told of it.
pub(super) struct Entry {
    pub(super) trigger: &'static str,
    pub(super) command: Builtin,
    pub(super) hint: &'static str,
    pub(super) description: &'static str,
}

const fn entry(
    trigger: &'static str,
    command: Builtin,
    hint: &'static str,
    description: &'static str,
) -> Entry {
    Entry { trigger, command, hint, description }
}

/// Every word, in order.
static ENTRIES: [Entry; 30] = [
    entry("away", Builtin::Away, "", "Set your status to away"),
    entry("code", Builtin::Code, "[text]", "Show text as a block of code"),
    entry("collapse", Builtin::Collapse, "", "Collapse image previews"),
    entry("dnd", Builtin::Dnd, "", "Set your status to do not disturb"),
    entry(
        "echo",
        Builtin::Echo,
        "[message] [delay in seconds]",
        "Have your message said, now or a little later",
    ),
    entry("expand", Builtin::Expand, "", "Show image previews in full"),
    entry(
        "groupmsg",
        Builtin::GroupMessage,
        "@[username1],@[username2] [message]",
        "Write to a group of users",
    ),
    entry("header", Builtin::Header, "[text]", "Change the channel's header"),
    entry("help", Builtin::Help, "", "Where help is found"),
    entry(
        "invite",
        Builtin::Invite,
        "@[username]... ~[channel]...",
        "Add users to this channel, or to others",
    ),
    entry(
        "invite_people",
        Builtin::InvitePeople,
        "[name@example.com]...",
        "Invite people to the team by e-mail",
    ),
    entry("join", Builtin::Join, "~[channel]", "Join an open channel"),
    entry("kick", Builtin::Remove, "@[username]", "Remove a member from the channel"),
    entry("leave", Builtin::Leave, "", "Leave the channel"),
    entry("logout", Builtin::Logout, "", "Log out"),
    entry("marketplace", Builtin::Marketplace, "", "Open the marketplace"),
    entry("me", Builtin::Me, "[message]", "Say what you do"),
    entry("msg", Builtin::Message, "@[username] [message]", "Write to somebody directly"),
    entry("mute", Builtin::Mute, "~[channel]", "Mute a channel, or hear it again"),
    entry("offline", Builtin::Offline, "", "Set your status to offline"),
    entry("online", Builtin::Online, "", "Set your status to online"),
    entry("open", Builtin::Join, "~[channel]", "Join an open channel"),
    entry("purpose", Builtin::Purpose, "[text]", "Change the channel's purpose"),
    entry("remove", Builtin::Remove, "@[username]", "Remove a member from the channel"),
    entry("rename", Builtin::Rename, "[text]", "Change what the channel is called"),
    entry("search", Builtin::Search, "[text]", "Search in messages"),
    entry("settings", Builtin::Settings, "", "Open the settings"),
    entry("shortcuts", Builtin::Shortcuts, "", "Show the keyboard's shortcuts"),
    entry("shrug", Builtin::Shrug, "[message]", "Add a shrug to your message"),
    entry("status", Builtin::Status, ":[emoji]: [text]", "Set or clear your custom status"),
];

/// The words that the settings leave on, in order.
pub(super) fn entries(ctx: &Ctx) -> impl Iterator<Item = &'static Entry> + use<> {
    let has_custom_statuses = ctx.config().team.enable_custom_user_statuses;
    ENTRIES.iter().filter(move |entry| entry.command != Builtin::Status || has_custom_statuses)
}

/// What a word means, whatever its case.
pub(super) fn find(ctx: &Ctx, trigger: &str) -> Option<Builtin> {
    entries(ctx).find(|entry| entry.trigger.eq_ignore_ascii_case(trigger)).map(|entry| entry.command)
}
