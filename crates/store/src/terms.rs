//! Tables `termsofservice` and `usertermsofservice`: versions of the terms, and who agreed to which.

use db::{Conn, Result, params};
use wire::{TermsId, UserId};

db::row! {
    #[derive(Debug, Clone)]
    pub struct TermsRow {
        pub id: TermsId,
        pub create_at: i64,
        pub user_id: UserId,
        pub text: String,
    }
}

db::row! {
    #[derive(Debug, Clone)]
    pub struct AgreementRow {
        pub user_id: UserId,
        pub terms_id: TermsId,
        pub create_at: i64,
    }
}

db::statements! {
    LATEST: "terms.latest" =>
        "SELECT id, createat, userid, text FROM termsofservice ORDER BY createat DESC, id LIMIT 1";
    OF_USER: "terms.of_user" =>
        "SELECT userid, termsofserviceid, createat FROM usertermsofservice WHERE userid = $1";
}

/// The version in force.
pub async fn latest(conn: &Conn) -> Result<Option<TermsRow>> {
    conn.first(&LATEST, params![]).await
}

/// What a user agreed to last.
pub async fn of_user(conn: &Conn, user: UserId) -> Result<Option<AgreementRow>> {
    conn.first(&OF_USER, params![user]).await
}
