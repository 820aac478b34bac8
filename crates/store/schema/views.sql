-- Views of the base: statistics and property values, refreshed by jobs on PostgreSQL, always current on SQLite.
-- A day is a day in the time zone of the database session, on SQLite of the process.

-- only: postgres
CREATE MATERIALIZED VIEW attributeview AS
SELECT pv.groupid,
       pv.targetid,
       pv.targettype,
       jsonb_object_agg(
           pf.name,
           CASE
               WHEN pf.type = 'select' THEN (
                   SELECT to_jsonb(options.name)
                     FROM jsonb_to_recordset(pf.attrs -> 'options') AS options(id text, name text)
                    WHERE options.id = pv.value #>> '{}'
                    LIMIT 1)
               WHEN pf.type = 'multiselect' AND jsonb_typeof(pv.value) = 'array' THEN (
                   SELECT jsonb_agg(option_names.name)
                     FROM jsonb_array_elements_text(pv.value) AS option_id(value)
                     JOIN jsonb_to_recordset(pf.attrs -> 'options') AS option_names(id text, name text)
                       ON option_id.value = option_names.id)
               ELSE pv.value
           END) AS attributes
  FROM propertyvalues pv
  LEFT JOIN propertyfields pf ON pf.id = pv.fieldid
 WHERE (pv.deleteat = 0 OR pv.deleteat IS NULL)
   AND (pf.deleteat = 0 OR pf.deleteat IS NULL)
 GROUP BY pv.groupid, pv.targetid, pv.targettype;

-- only: sqlite
CREATE VIEW attributeview AS
SELECT pv.groupid,
       pv.targetid,
       pv.targettype,
       json_group_object(
           pf.name,
           json(CASE
               WHEN pf.type = 'select' THEN (
                   SELECT json_quote(option.value ->> 'name')
                     FROM json_each(pf.attrs, '$.options') AS option
                    WHERE option.value ->> 'id' = pv.value ->> '$'
                    LIMIT 1)
               WHEN pf.type = 'multiselect' AND json_type(pv.value) = 'array' THEN (
                   SELECT nullif(json_group_array(option.value ->> 'name'), '[]')
                     FROM json_each(pv.value) AS chosen
                     JOIN json_each(pf.attrs, '$.options') AS option
                       ON option.value ->> 'id' = chosen.value)
               ELSE pv.value
           END)) AS attributes
  FROM propertyvalues pv
  JOIN propertyfields pf ON pf.id = pv.fieldid
 WHERE (pv.deleteat = 0 OR pv.deleteat IS NULL)
   AND (pf.deleteat = 0 OR pf.deleteat IS NULL)
 GROUP BY pv.groupid, pv.targetid, pv.targettype;

-- only: postgres
CREATE MATERIALIZED VIEW bot_posts_by_team_day AS
SELECT to_timestamp(p.createat / 1000)::date AS day,
       count(*) AS num,
       c.teamid
  FROM posts p
  JOIN bots b ON p.userid = b.userid
  JOIN channels c ON p.channelid = c.id
 GROUP BY to_timestamp(p.createat / 1000)::date, c.teamid;

-- only: sqlite
CREATE VIEW bot_posts_by_team_day AS
SELECT date(p.createat / 1000, 'unixepoch', 'localtime') AS day,
       count(*) AS num,
       c.teamid
  FROM posts p
  JOIN bots b ON p.userid = b.userid
  JOIN channels c ON p.channelid = c.id
 GROUP BY 1, c.teamid;

-- only: postgres
CREATE MATERIALIZED VIEW file_stats AS
SELECT count(*) AS num,
       COALESCE(sum(size), 0) AS usage
  FROM fileinfo
 WHERE deleteat = 0;

-- only: sqlite
CREATE VIEW file_stats AS
SELECT count(*) AS num,
       COALESCE(sum(size), 0) AS usage
  FROM fileinfo
 WHERE deleteat = 0;

-- only: postgres
CREATE MATERIALIZED VIEW posts_by_team_day AS
SELECT to_timestamp(p.createat / 1000)::date AS day,
       count(*) AS num,
       c.teamid
  FROM posts p
  JOIN channels c ON p.channelid = c.id
 GROUP BY to_timestamp(p.createat / 1000)::date, c.teamid;

-- only: sqlite
CREATE VIEW posts_by_team_day AS
SELECT date(p.createat / 1000, 'unixepoch', 'localtime') AS day,
       count(*) AS num,
       c.teamid
  FROM posts p
  JOIN channels c ON p.channelid = c.id
 GROUP BY 1, c.teamid;

-- only: postgres
CREATE MATERIALIZED VIEW poststats AS
SELECT userid,
       to_timestamp(createat / 1000)::date AS day,
       count(*) AS numposts,
       max(createat) AS lastpostdate
  FROM posts
 GROUP BY userid, to_timestamp(createat / 1000)::date;

-- only: sqlite
CREATE VIEW poststats AS
SELECT userid,
       date(createat / 1000, 'unixepoch', 'localtime') AS day,
       count(*) AS numposts,
       max(createat) AS lastpostdate
  FROM posts
 GROUP BY userid, 2;
