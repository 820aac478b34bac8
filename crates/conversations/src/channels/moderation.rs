//! `GET /channels/{channel_id}/moderations`, `PUT /channels/{channel_id}/moderations/patch`
//!
//! Moderation takes from a channel's members and guests what they may do elsewhere; it never gives more. A channel that
//! is moderated has a scheme of its own, whose roles differ from those above in the moderated permissions only. Once
//! nothing is taken any more, the scheme is gone, too.

use http_api::{Answer, Body, Extension, Params, Result};
use kernel::roles::RoleSet;
use kernel::{Channel as AllowedChannel, Ctx, Error, Event, Signal, publish, signal};
use serde_json::json;
use store::access::SchemeRoles;
use store::channels::ChannelRow;
use store::moderation::{ChannelScheme, NewRole};
use wire::{
    Broadcast, ChannelId, ChannelModeration, EventKind, Id, ModeratedRole, ModeratedRoles, Moderation,
    Permission, PermissionSet, RoleId, SchemeId, SetModeration, UserId,
};

use super::operations;

/// What the roles above do not allow, moderation does not give.
const NOT_ABOVE: &str = "api.channel.patch_channel_moderations_for_channel.restricted_permission.app_error";

/// The rows of the screen, in its order.
const ROWS: [Moderation; 5] = [
    Moderation::CreatePost,
    Moderation::CreateReactions,
    Moderation::ManageMembers,
    Moderation::UseChannelMentions,
    Moderation::ManageBookmarks,
];

pub(crate) async fn get(
    Extension(ctx): Extension<Ctx>,
    params: Params,
) -> Result<Answer<Vec<ChannelModeration>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;

    let roles = Roles::of(&ctx, &channel).await?;

    Ok(Answer(roles.rows()))
}

/// Rows that are not there are passed over.
pub(crate) async fn patch(
    Extension(ctx): Extension<Ctx>,
    params: Params,
    Body(inputs): Body<Option<Vec<SetModeration>>>,
) -> Result<Answer<Vec<ChannelModeration>>> {
    let channel_id = params.id::<ChannelId>("channel_id")?;

    let channel = ctx.channel(channel_id).await?.ok_or_else(kernel::access::channel_missing)?;
    let inputs = inputs.unwrap_or_default();
    let mut roles = Roles::of(&ctx, &channel).await?;
    if roles.set(&inputs)? {
        if channel.is_direct_or_group() {
            return Err(Error::forbidden(NOT_ABOVE, "direct and group channels are not moderated").into());
        }
        roles = apply(&ctx, channel.row.id, roles, inputs).await?;
    }

    Ok(Answer(roles.rows()))
}

/// What members and guests of a channel may do, and what they might without moderation.
#[derive(Debug, Clone)]
struct Roles {
    is_private: bool,
    members: PermissionSet,
    members_above: PermissionSet,
    guests: PermissionSet,
    guests_above: PermissionSet,
    admins_above: PermissionSet,
    /// The roles of the channel's own scheme.
    own: Option<SchemeRoles>,
}

impl Roles {
    async fn of(ctx: &Ctx, channel: &AllowedChannel) -> kernel::Result<Self> {
        let conn = ctx.db().read();
        let schemes = store::access::channel(conn, channel.row.id, ctx.user_id()?).await?;
        let schemes = schemes.ok_or_else(kernel::access::channel_missing)?;
        let own = schemes.scheme;
        let above = schemes.team_channel_scheme.unwrap_or_default();
        let set = ctx.app().roles.current(conn).await?;
        let allow = |name: &str, built_in: &'static str| match name {
            "" => set.allow([built_in]),
            name => set.allow([name]),
        };
        let built_in = &kernel::roles::CHANNEL;
        let (members_above, guests_above) =
            (allow(&above.user, built_in.user), allow(&above.guest, built_in.guest));
        let mut roles = Self {
            is_private: channel.is_private(),
            members: members_above,
            guests: guests_above,
            admins_above: allow(&above.admin, built_in.admin),
            members_above,
            guests_above,
            own: None,
        };
        roles.take_own(own, |name| set.allow([name]));
        Ok(roles)
    }

    /// The same in a transaction that has locked the channel, after whoever moderated it first.
    async fn again(&self, tx: &db::Tx, channel: ChannelId, by: UserId) -> kernel::Result<Self> {
        let schemes = store::access::channel(tx, channel, by).await?;
        let own = schemes.ok_or_else(kernel::access::channel_missing)?.scheme;
        let names = own.iter().flat_map(|own| [own.user.clone(), own.guest.clone()]).collect();
        let rows = store::roles::by_names(tx, names).await?;
        let set = RoleSet::of(rows);
        let mut roles = self.clone();
        roles.take_own(own, |name| set.allow([name]));
        Ok(roles)
    }

    /// Takes what the roles of the channel's own scheme allow for what its people may do.
    fn take_own(&mut self, own: Option<SchemeRoles>, allow: impl Fn(&str) -> PermissionSet) {
        let of_own = |name: Option<&String>, above: &PermissionSet| match name {
            Some(name) if !name.is_empty() => allow(name).intersection(above),
            _ => *above,
        };
        self.members = of_own(own.as_ref().map(|own| &own.user), &self.members_above);
        self.guests = of_own(own.as_ref().map(|own| &own.guest), &self.guests_above);
        self.own = own;
    }

    /// The permissions of a row that mean something in a channel of this kind.
    fn permissions(&self, row: Moderation) -> impl Iterator<Item = Permission> + use<> {
        let other_kind = if self.is_private { "_public_channel" } else { "_private_channel" };
        Permission::ALL.iter().copied().filter(move |permission| {
            permission.moderation() == Some(row) && !permission.as_str().contains(other_kind)
        })
    }

    fn role(&self, row: Moderation, own: &PermissionSet, above: &PermissionSet) -> ModeratedRole {
        let any_of = |set: &PermissionSet| self.permissions(row).any(|permission| set.contains(permission));
        ModeratedRole { value: any_of(own), enabled: any_of(above) }
    }

    fn rows(&self) -> Vec<ChannelModeration> {
        let row = |row: Moderation| {
            let guests = self.role(row, &self.guests, &self.guests_above);
            let members = self.role(row, &self.members, &self.members_above);
            ChannelModeration {
                name: row.as_str().to_owned(),
                roles: ModeratedRoles {
                    guests: is_for_guests(row).then_some(guests),
                    members: Some(members),
                },
            }
        };
        ROWS.into_iter().map(row).collect()
    }

    /// Takes and gives what is asked; whether anything was new.
    fn set(&mut self, inputs: &[SetModeration]) -> kernel::Result<bool> {
        let before = (self.members, self.guests);
        for input in inputs {
            let Some(row) = ROWS.into_iter().find(|row| row.as_str() == input.name) else { continue };
            let permissions: Vec<Permission> = self.permissions(row).collect();
            let wanted = input.roles.clone().unwrap_or_default();
            if let Some(value) = wanted.members {
                moderate(&mut self.members, &self.members_above, &permissions, value)?;
            }
            if let Some(value) = wanted.guests.filter(|_| is_for_guests(row)) {
                moderate(&mut self.guests, &self.guests_above, &permissions, value)?;
            }
        }
        Ok(before != (self.members, self.guests))
    }

    /// Whether moderation takes anything.
    fn takes(&self) -> bool {
        self.members != self.members_above || self.guests != self.guests_above
    }
}

/// Guests never manage members and bookmarks.
fn is_for_guests(row: Moderation) -> bool {
    !matches!(row, Moderation::ManageMembers | Moderation::ManageBookmarks)
}

fn moderate(
    own: &mut PermissionSet,
    above: &PermissionSet,
    permissions: &[Permission],
    value: bool,
) -> kernel::Result<()> {
    if value && !permissions.iter().any(|permission| above.contains(*permission)) {
        return Err(Error::forbidden(NOT_ABOVE, "moderation gives nothing that is not allowed elsewhere"));
    }
    for permission in permissions {
        if value && above.contains(*permission) {
            own.insert(*permission);
        } else if !value {
            own.remove(*permission);
        }
    }
    Ok(())
}

/// Moderates the channel; gives what its people may do then.
async fn apply(ctx: &Ctx, id: ChannelId, roles: Roles, inputs: Vec<SetModeration>) -> kernel::Result<Roles> {
    let (now, by, names) = (ctx.now(), ctx.user_id()?, Names::new(ctx));
    ctx.db()
        .transact(async move |tx| {
            store::channels::lock(tx, &[id]).await?;
            let row = store::channels::by_id(tx, id).await?.ok_or_else(kernel::access::channel_missing)?;
            let mut roles = roles.again(tx, id, by).await?;
            if !roles.set(&inputs)? {
                return Ok(roles);
            }
            let scheme_id = match (row.scheme_id, &roles.own, roles.takes()) {
                (Some(own), _, false) => {
                    store::moderation::end(tx, own, now).await?;
                    None
                }
                (Some(own), Some(names), true) => {
                    for (name, set) in [(&names.user, &roles.members), (&names.guest, &roles.guests)] {
                        store::moderation::set_permissions(tx, name, &spelled(set), now).await?;
                    }
                    announce(tx, now, id, vec![names.user.clone(), names.guest.clone()]).await?;
                    Some(own)
                }
                (_, _, true) => {
                    let scheme = names.scheme(&roles);
                    store::moderation::insert(tx, &scheme, now).await?;
                    Some(scheme.id)
                }
                (None, _, false) => None,
            };
            let is_new = scheme_id != row.scheme_id;
            operations::update(tx, &ChannelRow { scheme_id, update_at: now, ..row }).await?;
            signal(tx, now, Signal::RolesChanged).await?;
            signal(tx, now, Signal::ChannelChanged { channel: id }).await?;
            if is_new {
                let audience = Broadcast::to_channel(id);
                publish(tx, now, Event::new(EventKind::ChannelSchemeUpdated, &json!({}), audience)?).await?;
            }
            Ok(roles)
        })
        .await
}

/// What a scheme and its roles are called, if one is made.
struct Names {
    scheme: (SchemeId, Id),
    /// Administrators, members and guests.
    roles: [(RoleId, Id); 3],
}

impl Names {
    fn new(ctx: &Ctx) -> Self {
        let role = || (ctx.new_id(), ctx.new_id());
        Self { scheme: (ctx.new_id(), ctx.new_id()), roles: [role(), role(), role()] }
    }

    fn scheme(&self, roles: &Roles) -> ChannelScheme {
        let role = |(id, name): (RoleId, Id), permissions: &PermissionSet| NewRole {
            id,
            name: name.to_string(),
            permissions: spelled(permissions),
        };
        let [admin, user, guest] = self.roles;
        ChannelScheme {
            id: self.scheme.0,
            name: self.scheme.1.to_string(),
            admin: role(admin, &roles.admins_above),
            user: role(user, &roles.members),
            guest: role(guest, &roles.guests),
        }
    }
}

/// Tells the channel's members what roles have become.
async fn announce(tx: &db::Tx, now: i64, channel: ChannelId, names: Vec<String>) -> kernel::Result<()> {
    for row in store::roles::by_names(tx, names).await? {
        let data = json!({"role": crate::posts::nested(&accounts::roles::shape(row))?});
        let event = Event::new(EventKind::RoleUpdated, &data, Broadcast::to_channel(channel))?;
        publish(tx, now, event).await?;
    }
    Ok(())
}

fn spelled(permissions: &PermissionSet) -> String {
    let ids: Vec<&str> = permissions.iter().map(Permission::as_str).collect();
    format!(" {} ", ids.join(" "))
}
