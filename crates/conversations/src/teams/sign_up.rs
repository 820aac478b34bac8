//! Who signs up by a team's invitation joins the team.

use std::pin::Pin;
use std::sync::Arc;

use accounts::users::operations::JoinByInvitation;
use kernel::intercept::Interceptor;
use kernel::{App, Ctx, Result};

use super::operations;

/// Lets in whoever signs up by an invitation.
pub(crate) fn register(app: &App) {
    app.interceptors.add::<JoinByInvitation>(Arc::new(Doorkeeper));
}

struct Doorkeeper;

impl Interceptor<JoinByInvitation> for Doorkeeper {
    fn intercept<'a>(
        &'a self,
        ctx: &'a Ctx,
        proposal: JoinByInvitation,
    ) -> Pin<Box<dyn Future<Output = Result<JoinByInvitation>> + Send + 'a>> {
        Box::pin(async move {
            let user = store::users::by_id(ctx.db().read(), proposal.user).await?;
            // A team that was removed meanwhile lets nobody in; the account is made all the same.
            let team = ctx.team(proposal.team).await?.filter(|team| team.row.delete_at == 0);
            if let (Some(user), Some(team)) = (user, team) {
                operations::join(ctx, &team, &user).await?;
            }
            Ok(proposal)
        })
    }
}
