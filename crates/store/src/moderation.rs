//! Tables `roles` and `schemes`, for a channel that is moderated: it has a scheme of its own.

use db::{Result, Tx, params};
use wire::{RoleId, SchemeId};

/// A channel's own scheme, and the names of its roles.
#[derive(Debug, Clone)]
pub struct ChannelScheme {
    pub id: SchemeId,
    pub name: String,
    pub admin: NewRole,
    pub user: NewRole,
    pub guest: NewRole,
}

/// A role of a scheme that is about to be made.
#[derive(Debug, Clone)]
pub struct NewRole {
    pub id: RoleId,
    pub name: String,
    /// Permission ids with blanks between and around.
    pub permissions: String,
}

db::statements! {
    INSERT_SCHEME: "moderation.insert_scheme" =>
        "INSERT INTO schemes (id, name, displayname, description, createat, updateat, deleteat, scope,
                              defaultteamadminrole, defaultteamuserrole, defaultchanneladminrole,
                              defaultchanneluserrole, defaultteamguestrole, defaultchannelguestrole)
         VALUES ($1, $2, $2, '', $3, $3, 0, 'channel', '', '', $4, $5, '', $6)";
    INSERT_ROLE: "moderation.insert_role" =>
        "INSERT INTO roles (id, name, displayname, description, createat, updateat, deleteat, permissions,
                            schememanaged, builtin, schemeid)
         VALUES ($1, $2, $2, '', $3, $3, 0, $4, TRUE, FALSE, $5)";
    SET_PERMISSIONS: "moderation.set_permissions" =>
        "UPDATE roles SET permissions = $2, updateat = $3 WHERE name = $1";
    END_SCHEME: "moderation.end_scheme" => "UPDATE schemes SET deleteat = $2, updateat = $2 WHERE id = $1";
    END_ROLES: "moderation.end_roles" =>
        "UPDATE roles SET deleteat = $2, updateat = $2
         WHERE name IN (SELECT s.defaultchanneladminrole FROM schemes s WHERE s.id = $1
                        UNION SELECT s.defaultchanneluserrole FROM schemes s WHERE s.id = $1
                        UNION SELECT s.defaultchannelguestrole FROM schemes s WHERE s.id = $1)";
}

/// Writes a scheme with its roles.
pub async fn insert(tx: &Tx, scheme: &ChannelScheme, now: i64) -> Result<()> {
    let ChannelScheme { id, name, admin, user, guest } = scheme;
    for role in [admin, user, guest] {
        let params = params![role.id, &role.name, now, &role.permissions, *id];
        tx.send(&INSERT_ROLE, params).await?;
    }
    tx.send(&INSERT_SCHEME, params![*id, name, now, &admin.name, &user.name, &guest.name]).await
}

/// Replaces what a role allows.
pub async fn set_permissions(tx: &Tx, role: &str, permissions: &str, now: i64) -> Result<()> {
    tx.send(&SET_PERMISSIONS, params![role, permissions, now]).await
}

/// Ends a scheme with its roles.
pub async fn end(tx: &Tx, scheme: SchemeId, now: i64) -> Result<()> {
    tx.send(&END_ROLES, params![scheme, now]).await?;
    tx.send(&END_SCHEME, params![scheme, now]).await
}
