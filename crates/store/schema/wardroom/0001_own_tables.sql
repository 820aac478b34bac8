-- Our own tables beside the base: nothing here that the base cannot rebuild.
-- The form of this file: see store::schema::script.

-- The event log. On SQLite ids are in the order of commits and without gaps; on PostgreSQL a row may become visible
-- after one with a higher id, and an undone transaction leaves a gap.
CREATE TABLE wardroom_events (
    id       BIGSERIAL PRIMARY KEY,                         -- only: postgres
    id       INTEGER PRIMARY KEY AUTOINCREMENT,             -- only: sqlite
    createat BIGINT NOT NULL,
    kind     VARCHAR(64) NOT NULL,
    audience TEXT NOT NULL,
    data     TEXT NOT NULL
);
CREATE INDEX idx_wardroom_events_create_at ON wardroom_events (createat);

-- A row per running server.
CREATE TABLE wardroom_nodes (
    id          VARCHAR(26) NOT NULL PRIMARY KEY,
    epoch       BIGINT NOT NULL,
    hostname    VARCHAR(255) NOT NULL,
    version     VARCHAR(64) NOT NULL,
    startedat   BIGINT NOT NULL,
    heartbeatat BIGINT NOT NULL
);

-- Which post answered an author's pending id, so that a repeated request gives the same post.
CREATE TABLE wardroom_pending_posts (
    userid        VARCHAR(26) NOT NULL,
    pendingpostid VARCHAR(190) NOT NULL,
    postid        VARCHAR(26) NOT NULL,
    createat      BIGINT NOT NULL,
    PRIMARY KEY (userid, pendingpostid)
);                  -- only: postgres
) WITHOUT ROWID;    -- only: sqlite
CREATE INDEX idx_wardroom_pending_posts_create_at ON wardroom_pending_posts (createat);

-- How far a reader of the event log has come.
CREATE TABLE wardroom_cursors (
    name     VARCHAR(128) NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL,
    updateat BIGINT NOT NULL
);

-- Which of our own migrations have run.
CREATE TABLE wardroom_migrations (
    version BIGINT NOT NULL PRIMARY KEY,
    name    VARCHAR(128) NOT NULL
);
