-- Environments of a workspace, which version of a team is current in each, and publishing that a second person agrees to.

CREATE TABLE "environment" (
    "workspace_id" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("workspace_id","slug")
);

-- No workspace is without one: what is published must be current somewhere.
create function workspace_first_environment() returns trigger language plpgsql as $$
begin
  insert into environment(workspace_id, slug, name, position) values (new.id, 'production', 'Production', 0);
  return null;
end $$;
create trigger workspace_first_environment after insert on workspace for each row
  execute function workspace_first_environment();
INSERT INTO environment(workspace_id, slug, name, position) SELECT id, 'production', 'Production', 0 FROM workspace;

-- In the last environment the version is the team's `published_id`, which every start looks at; the row here then says
-- who made it current. In the others the row is all there is.
CREATE TABLE "team_environment" (
    "team_id" TEXT NOT NULL,
    "environment" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "version_id" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "made_by" JSONB NOT NULL,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_environment_pkey" PRIMARY KEY ("team_id","environment")
);
CREATE INDEX "team_environment_workspace_id_environment_idx" ON "team_environment"("workspace_id", "environment");
INSERT INTO team_environment(team_id, environment, workspace_id, version_id, note, made_by, made_at)
  SELECT t.id, 'production', t.workspace_id, v.id, v.note, v.published_by, v.published_at
    FROM team t JOIN team_version v ON v.id = t.published_id;

-- Which environment a run was started for; who starts it says so for the transaction (server/engine/start.ts). Where
-- nothing is said it is that of the run that called it, or the last one.
ALTER TABLE run ADD COLUMN environment text NOT NULL DEFAULT 'production';
ALTER TABLE run ALTER COLUMN environment SET DEFAULT nullif(current_setting('baton.environment', true), '');
create function run_take_environment() returns trigger language plpgsql as $$
begin
  new.environment := coalesce(
    (select environment from run where id = new.parent_run),
    (select slug from environment where workspace_id = new.workspace_id order by position desc limit 1),
    'production');
  return new;
end $$;
create trigger run_take_environment before insert on run for each row when (new.environment is null)
  execute function run_take_environment();
-- How the runs of a version went.
CREATE INDEX "run_version_id_status_idx" ON "run"("version_id", "status");

-- Null: the last one.
ALTER TABLE team_trigger ADD COLUMN environment text;

-- What changed against the version before (domain/team/changed.ts); null for those published before this was kept.
ALTER TABLE team_version ADD COLUMN changed jsonb;
ALTER TABLE team_version ADD COLUMN approved_by jsonb;

ALTER TABLE workspace ADD COLUMN second_person_publishes boolean NOT NULL DEFAULT false;

-- A version that waits for a second person: all of it as it was proposed, whatever becomes of the draft.
CREATE TABLE "publish_proposal" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "bundle" JSONB NOT NULL,
    "document" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "changed" JSONB NOT NULL,
    "editors" TEXT[],
    "proposed_by" JSONB NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "status" TEXT NOT NULL DEFAULT 'open' CHECK ("status" IN ('open', 'approved', 'declined', 'withdrawn')),
    "decided_by" JSONB,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL DEFAULT '',
    "version_id" TEXT,

    CONSTRAINT "publish_proposal_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "publish_proposal_workspace_id_status_idx" ON "publish_proposal"("workspace_id", "status");
-- One at a time: the next is proposed when this one is decided.
CREATE UNIQUE INDEX "publish_proposal_open" ON "publish_proposal"("team_id") WHERE "status" = 'open';
