//! Table `usergroups`: what is known of groups, which are made elsewhere.

use db::{Conn, Result, params};

db::statements! {
    MAY_BE_REFERENCED: "groups.may_be_referenced" =>
        "SELECT COALESCE(allowreference, FALSE) FROM usergroups WHERE id = $1 AND deleteat = 0";
}

/// Whether everybody may mention the group, and so know who is in it. None: no such group.
pub async fn may_be_referenced(conn: &Conn, id: &str) -> Result<Option<bool>> {
    Ok(conn.first::<(bool,)>(&MAY_BE_REFERENCED, params![id]).await?.map(|(may,)| may))
}
