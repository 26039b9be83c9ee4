-- The test bench: test cases beside a team's draft, drafts as they were tried, and what came of each try.

CREATE TABLE "team_case" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "team_id" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "definition" JSONB NOT NULL,
  "updated_by" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "team_case_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "team_case_team_id_name_key" ON "team_case"("team_id", "name");

-- Apart from the versions: no list of versions, no number and no pointer ever meets one.
CREATE TABLE "trial_version" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "team_id" TEXT NOT NULL,
  "digest" TEXT NOT NULL,
  "bundle" JSONB NOT NULL,
  "document" JSONB NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "trial_version_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "trial_version_team_id_digest_key" ON "trial_version"("team_id", "digest");

CREATE TABLE "trial" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "team_id" TEXT NOT NULL,
  "run_id" TEXT,
  "case_name" TEXT,
  "case_digest" TEXT NOT NULL,
  "draft_digest" TEXT NOT NULL,
  "definition" JSONB NOT NULL,
  "status" TEXT NOT NULL,
  "seen" JSONB,
  "checked" JSONB,
  "cost_micros" BIGINT NOT NULL DEFAULT 0,
  "started_by" JSONB NOT NULL,
  "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "trial_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "trial_team_id_started_at_idx" ON "trial"("team_id", "started_at" DESC);
CREATE INDEX "trial_running" ON "trial"("started_at") WHERE "status" = 'running';
CREATE UNIQUE INDEX "trial_run_id_key" ON "trial"("run_id");

-- A run of a trial version, and whatever it calls, is one too.
ALTER TABLE "run" ADD COLUMN "trial" BOOLEAN NOT NULL DEFAULT false;
CREATE INDEX "run_trials" ON "run"("version_id") WHERE "trial";

create function run_is_trial() returns trigger language plpgsql as $$
begin
  new.trial := exists (select from trial_version v where v.id = new.version_id)
    or exists (select from run p where p.id = new.parent_run and p.trial);
  return new;
end $$;
-- By its name it comes before the one that takes a slot.
create trigger run_a_trial before insert on run for each row
  when (new.version_id like 'trial\_%' or new.parent_run is not null) execute function run_is_trial();

-- A trial neither takes a live run's place nor waits for one.
drop trigger run_take_slot on run;
create trigger run_take_slot before insert on run for each row when (not new.trial) execute function run_take_slot();

-- As before, but what waits in a trial is no live run's rival: no event is handed to it.
CREATE OR REPLACE FUNCTION open_wait(p_run text, p_branch text, p_event text, p_key text, p_shared boolean, p_until timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_workspace text;
  v_kept text;
BEGIN
  IF EXISTS (SELECT FROM run WHERE id = p_run AND trial) THEN
    RETURN false;
  END IF;
  INSERT INTO awaited_event(run_id, branch, workspace_id, team_id, event, key, shared, node, iteration, until)
    SELECT b.run_id, b.branch, r.workspace_id, r.team_id, p_event, p_key, p_shared, b.node, b.iteration, p_until
      FROM branch b JOIN run r ON r.id = b.run_id WHERE b.run_id = p_run AND b.branch = p_branch AND b.status = 'waiting'
    RETURNING workspace_id INTO STRICT v_workspace;
  SELECT id INTO v_kept FROM received_event e
    WHERE workspace_id = v_workspace AND event = p_event AND key = p_key AND consumed_at IS NULL
      AND NOT EXISTS (SELECT FROM event_taking t WHERE t.event_id = e.id AND t.run_id = p_run AND t.branch = p_branch)
    ORDER BY number LIMIT 1;
  RETURN v_kept IS NOT NULL AND take_event(v_kept, p_run, p_branch);
END
$$;
