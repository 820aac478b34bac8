//! The kinds of ids that are stored.

/// Gives every kind of id to a macro.
macro_rules! each_id {
    ($macro:ident) => {
        $macro!(
            Id,
            UserId,
            TeamId,
            ChannelId,
            PostId,
            FileId,
            RoleId,
            SchemeId,
            SessionId,
            TokenId,
            ConnectionId,
            JobId
        );
    };
}

pub(crate) use each_id;
