//! Who may know of whom.
//!
//! Members of the system may know everybody. Others (guests) know themselves, those who share a channel with them,
//! and the members of teams in which they may see members. What a caller may not know is left out of lists.

use std::collections::HashSet;

use kernel::roles::{self, TEAM};
use kernel::{Ctx, Error, Result};
use store::users::UserRow;
use wire::{Permission, TeamId, UserId};

use super::missing;

/// The people a caller may know of.
#[derive(Debug, Clone)]
pub enum Sight {
    Everybody,
    /// Those in the same channels, and in these teams.
    Roommates {
        user: UserId,
        teams: Vec<TeamId>,
    },
}

impl Sight {
    pub async fn of(ctx: &Ctx) -> Result<Self> {
        let Some(session) = ctx.session() else { return Ok(Self::Everybody) };
        if ctx.may(Permission::ViewMembers).await? {
            return Ok(Self::Everybody);
        }
        let conn = ctx.db().read();
        let known = ctx.app().roles.current(conn).await?;
        let teams = store::teams::memberships(conn, session.user_id)
            .await?
            .into_iter()
            .filter(|member| {
                let membership = member.membership();
                let names = roles::names(&membership, Some(&member.scheme), &TEAM);
                member.row.delete_at == 0 && known.allow(names).contains(Permission::ViewMembers)
            })
            .map(|member| member.row.team_id)
            .collect();
        Ok(Self::Roommates { user: session.user_id, teams })
    }

    /// The user, if there is one and the caller may know of them.
    pub async fn user(&self, ctx: &Ctx, id: UserId) -> Result<UserRow> {
        self.require(ctx, id).await?;
        store::users::by_id(ctx.db().read(), id).await?.ok_or_else(missing)
    }

    /// A user found by a name that can be guessed: hidden and absent are told alike to those who may not see all.
    pub async fn found(
        &self,
        ctx: &Ctx,
        user: Option<UserRow>,
        absent: impl FnOnce() -> Error,
    ) -> Result<UserRow> {
        match (self, user) {
            (Self::Everybody, None) => Err(absent()),
            (Self::Roommates { .. }, None) => Err(Error::no_permission()),
            (_, Some(user)) => {
                self.require(ctx, user.id).await?;
                Ok(user)
            }
        }
    }

    /// Refuses unless the caller may know of the user.
    pub async fn require(&self, ctx: &Ctx, id: UserId) -> Result<()> {
        let is_known = self.known(ctx, vec![id]).await?.is_none_or(|known| known.contains(&id));
        if is_known { Ok(()) } else { Err(Error::no_permission()) }
    }

    /// Those of the users whom the caller may know of.
    pub async fn among(&self, ctx: &Ctx, users: Vec<UserRow>) -> Result<Vec<UserRow>> {
        let ids = users.iter().map(|user| user.id).collect();
        Ok(match self.known(ctx, ids).await? {
            None => users,
            Some(known) => users.into_iter().filter(|user| known.contains(&user.id)).collect(),
        })
    }

    /// Those of the ids that the caller may know of; None: all.
    pub async fn known(&self, ctx: &Ctx, ids: Vec<UserId>) -> Result<Option<HashSet<UserId>>> {
        let Self::Roommates { user, teams } = self else { return Ok(None) };
        let others = ids.iter().map(UserId::to_string).collect();
        let teams = teams.iter().map(TeamId::to_string).collect();
        let mut known: HashSet<UserId> =
            store::users::roommates(ctx.db().read(), *user, others, teams).await?.into_iter().collect();
        known.insert(*user);
        Ok(Some(known))
    }
}
