//! Teams and their members as clients see them.

use std::collections::HashMap;

use kernel::{Ctx, Error, Result, Team as AllowedTeam, roles};
use store::teams::{TeamMember as Member, TeamRow};
use wire::team::Hidden;
use wire::{Permission, PermissionSet, Team, TeamId, TeamMember, TeamType};

/// The team as its caller may see it: the address is for who manages it, the invitation for who may invite.
pub fn team(team: &AllowedTeam) -> Result<Team> {
    shown(&team.row, &team.permissions)
}

/// Several teams as one caller may see them.
pub async fn teams(ctx: &Ctx, rows: &[TeamRow]) -> Result<Vec<Team>> {
    let system = ctx.system_permissions().await?;
    let mut own: HashMap<TeamId, PermissionSet> = HashMap::new();
    if let Some(session) = ctx.session() {
        let roles = ctx.app().roles.current(ctx.db().read()).await?;
        for member in store::teams::memberships(ctx.db().read(), session.user_id).await? {
            if member.row.delete_at == 0 {
                let membership = member.membership();
                let names = roles::names(&membership, Some(&member.scheme), &roles::TEAM);
                own.insert(member.row.team_id, roles.allow(names));
            }
        }
    }
    rows.iter()
        .map(|row| match own.get(&row.id) {
            Some(permissions) => shown(row, &system.union(permissions)),
            None => shown(row, &system),
        })
        .collect()
}

/// A membership.
pub fn member(member: &Member) -> TeamMember {
    let membership = member.membership();
    let names: Vec<&str> = roles::names(&membership, Some(&member.scheme), &roles::TEAM).collect();
    TeamMember {
        team_id: member.row.team_id,
        user_id: member.row.user_id,
        roles: names.join(" "),
        delete_at: member.row.delete_at,
        scheme_guest: member.row.scheme_guest,
        scheme_user: member.row.scheme_user,
        scheme_admin: member.row.scheme_admin,
        explicit_roles: member.row.roles.clone(),
    }
}

fn shown(row: &TeamRow, permissions: &PermissionSet) -> Result<Team> {
    let hidden = Hidden {
        email: !permissions.contains(Permission::ManageTeam),
        invite_id: !permissions.contains(Permission::InviteUser),
    };
    Ok(whole(row)?.without(hidden))
}

/// Everything that is kept of a team.
pub(super) fn whole(row: &TeamRow) -> Result<Team> {
    let kind = TeamType::parse(&row.kind)
        .ok_or_else(|| Error::internal("read a team", format!("{} is no kind of team", row.kind)))?;
    Ok(Team {
        id: row.id,
        create_at: row.create_at,
        update_at: row.update_at,
        delete_at: row.delete_at,
        display_name: row.display_name.clone(),
        name: row.name.clone(),
        description: row.description.clone(),
        email: row.email.clone(),
        kind,
        company_name: row.company_name.clone(),
        allowed_domains: row.allowed_domains.clone(),
        invite_id: row.invite_id.clone(),
        allow_open_invite: row.allow_open_invite,
        last_team_icon_update: row.last_team_icon_update,
        scheme_id: row.scheme_id.map(|id| id.to_string()),
        group_constrained: row.group_constrained,
        policy_id: None,
        cloud_limits_archived: row.cloud_limits_archived,
    })
}
