-- Who shaped an agent counts as an editor of the versions that contain it. So far only the record knows; there a token
-- stands for itself, so the person who made it is looked up.
ALTER TABLE "agent" ADD COLUMN "editors" TEXT[];

UPDATE "agent" a SET "editors" = ARRAY(
  SELECT DISTINCT CASE WHEN t."created_by" ->> 'kind' IN ('person', 'token')
                       THEN coalesce(t."created_by" ->> 'for', t."created_by" ->> 'id')
                       ELSE e.body -> 'actor' ->> 'id' END
    FROM (SELECT convert_from(r."body", 'UTF8')::jsonb AS body FROM "record_entry" r
           WHERE r."workspace_id" = a."workspace_id" AND r."kind" IN ('agent.created', 'agent.changed')) AS e
    LEFT JOIN "api_token" t ON t."id" = e.body -> 'actor' ->> 'id'
   WHERE e.body -> 'data' ->> 'agent' = a."slug");
