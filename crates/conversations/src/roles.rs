//! What members of teams and channels are: the roles of a scheme, and others that are given one by one.
//!
//! A member is a user or a guest, and only the whole system makes one of the other. Roles that belong to schemes are
//! given by a scheme's flags, never by name. Others may widen what a member can do beyond what its giver can, so they
//! are for administrators of the system to give.

use kernel::roles::BuiltIn;
use kernel::{Ctx, Error, Result};
use store::access::{Membership, SchemeRoles};
use wire::{Permission, SetSchemeRoles};

/// How a team or a channel refuses roles.
pub(crate) struct Refusals {
    /// A member is at least a user.
    pub no_user: &'static str,
    /// A role of some scheme by name.
    pub of_scheme: &'static str,
    /// Names would make a guest of a user, or a user of a guest.
    pub changes_guest: &'static str,
    /// Flags would make a guest of a user.
    pub user_as_guest: &'static str,
    /// Flags would make a user of a guest.
    pub guest_as_user: &'static str,
}

/// No role of that name.
const NO_ROLE: &str = "app.role.get_by_name.app_error";

/// What a member becomes by names of roles with blanks between.
pub(crate) async fn from_names(
    ctx: &Ctx,
    current: &Membership,
    scheme: &SchemeRoles,
    built_in: &BuiltIn,
    names: &str,
    refusals: &Refusals,
) -> Result<Membership> {
    let or_built_in = |name: &str, built_in: &'static str| match name {
        "" => built_in.to_owned(),
        name => name.to_owned(),
    };
    let user = or_built_in(&scheme.user, built_in.user);
    let admin = or_built_in(&scheme.admin, built_in.admin);
    let guest = or_built_in(&scheme.guest, built_in.guest);

    let mut wanted = Membership::default();
    let mut explicit: Vec<String> = Vec::new();
    for name in names.split_whitespace() {
        match name {
            _ if name == user => wanted.scheme_user = true,
            _ if name == admin => wanted.scheme_admin = true,
            _ if name == guest => wanted.scheme_guest = true,
            _ if !explicit.iter().any(|known| known == name) => explicit.push(name.to_owned()),
            _ => {}
        }
    }
    if wanted.scheme_guest != current.scheme_guest {
        return Err(Error::bad_request(
            refusals.changes_guest,
            "guests are made and unmade for the whole system",
        ));
    }
    check_explicit(ctx, current, &explicit, refusals).await?;
    if !wanted.scheme_user && !wanted.scheme_guest {
        return Err(Error::bad_request(refusals.no_user, "a member is at least a user"));
    }
    Ok(Membership { roles: explicit.join(" "), ..wanted })
}

async fn check_explicit(
    ctx: &Ctx,
    current: &Membership,
    names: &[String],
    refusals: &Refusals,
) -> Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    let rows = store::roles::by_names(ctx.db().read(), names.to_vec()).await?;
    for name in names {
        let role = rows.iter().find(|row| row.name == *name && row.delete_at == 0);
        let role = role.ok_or_else(|| Error::bad_request(NO_ROLE, "no such role"))?;
        if role.scheme_managed {
            return Err(Error::bad_request(refusals.of_scheme, "the role belongs to a scheme"));
        }
        if !current.roles.split_whitespace().any(|known| known == name) {
            ctx.require(Permission::ManageSystem).await?;
        }
    }
    Ok(())
}

/// What a member becomes by the flags of its scheme.
pub(crate) fn from_scheme(
    current: &Membership,
    flags: &SetSchemeRoles,
    refusals: &Refusals,
) -> Result<Membership> {
    if current.scheme_guest {
        if flags.scheme_user || flags.scheme_admin {
            return Err(Error::bad_request(
                refusals.guest_as_user,
                "a guest is promoted for the whole system",
            ));
        }
        return Ok(current.clone());
    }
    if flags.scheme_guest {
        return Err(Error::bad_request(refusals.user_as_guest, "a user is demoted for the whole system"));
    }
    if !flags.scheme_user {
        return Err(Error::bad_request(refusals.no_user, "a member is at least a user"));
    }
    Ok(Membership { scheme_user: true, scheme_admin: flags.scheme_admin, ..current.clone() })
}
