//! Table `wardroom_pending_posts`: which post answered an author's own name for it.

use db::{Conn, Result, Tx, params};
use wire::{PostId, UserId};

/// The longest name that is kept.
pub const MAX_LENGTH: usize = 190;

/// The constraint that lets only one of several equal requests through.
pub const UNIQUE: &str = "wardroom_pending_posts.userid,pendingpostid";

db::statements! {
    INSERT: "pending_posts.insert" =>
        "INSERT INTO wardroom_pending_posts (userid, pendingpostid, postid, createat) VALUES ($1, $2, $3, $4)";
    INSERT_NEW: "pending_posts.insert_new",
        postgres: "INSERT INTO wardroom_pending_posts (userid, pendingpostid, postid, createat)
                   SELECT * FROM unnest(CAST($1 AS text[]), CAST($2 AS text[]), CAST($3 AS text[]),
                                        CAST($4 AS bigint[]))
                   ON CONFLICT (userid, pendingpostid) DO NOTHING
                   RETURNING postid";
    FIND: "pending_posts.find" =>
        "SELECT postid FROM wardroom_pending_posts WHERE userid = $1 AND pendingpostid = $2";
    REMOVE_BEFORE: "pending_posts.remove_before" =>
        "DELETE FROM wardroom_pending_posts
         WHERE (userid, pendingpostid) IN (SELECT userid, pendingpostid FROM wardroom_pending_posts
                                           WHERE createat < $1
                                           ORDER BY createat
                                           LIMIT $2)";
}

/// An author's own name for a post.
#[derive(Debug, Clone)]
pub struct Pending<'a> {
    pub user: UserId,
    pub name: &'a str,
    pub post: PostId,
    pub at: i64,
}

/// Notes the answer; an earlier one of the same name is a conflict on [`UNIQUE`].
pub async fn insert(tx: &Tx, pending: &Pending<'_>) -> Result<()> {
    tx.send(&INSERT, pending.params()).await
}

/// Notes those answers whose names are new, on PostgreSQL; gives their posts.
pub async fn insert_new(tx: &Tx, pending: &[Pending<'_>]) -> Result<Vec<PostId>> {
    let rows = pending.iter().map(Pending::params).collect();
    Ok(tx.rows_of_all::<(PostId,)>(&INSERT_NEW, rows).await?.into_iter().map(|(post,)| post).collect())
}

impl Pending<'_> {
    fn params(&self) -> db::Params {
        params![self.user, self.name, self.post, self.at]
    }
}

/// The post that answered this author's name before.
pub async fn find(conn: &Conn, user: UserId, pending: &str) -> Result<Option<PostId>> {
    let row = conn.first::<(PostId,)>(&FIND, params![user, pending]).await?;
    Ok(row.map(|(post,)| post))
}

/// Forgets at most `limit` answers from before `before`; gives how many.
pub async fn remove_before(tx: &Tx, before: i64, limit: i64) -> Result<u64> {
    tx.execute(&REMOVE_BEFORE, params![before, limit]).await
}
