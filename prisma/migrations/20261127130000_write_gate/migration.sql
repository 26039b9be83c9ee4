-- What an agent may send without a person being asked each time, and what went out under it.
CREATE TABLE "pre_authorisation" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "condition" TEXT NOT NULL DEFAULT '',
    "per_day" INTEGER NOT NULL CHECK ("per_day" > 0),
    "until" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL CHECK ("reason" <> ''),
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawn_at" TIMESTAMPTZ(3),
    "withdrawn_by" JSONB,

    CONSTRAINT "pre_authorisation_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "pre_authorisation_workspace_id_agent_idx" ON "pre_authorisation"("workspace_id", "agent");

CREATE TABLE "pre_authorisation_use" (
    "authorisation_id" TEXT NOT NULL,
    "effect_key" TEXT NOT NULL,
    "day" DATE NOT NULL,
    "used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pre_authorisation_use_pkey" PRIMARY KEY ("authorisation_id", "effect_key")
);
CREATE INDEX "pre_authorisation_use_authorisation_id_day_idx" ON "pre_authorisation_use"("authorisation_id", "day");

-- Counts an effect against one, by the workspace's own day. Whoever asks at the same time waits for the row: there are never
-- more a day than it allows. Once counted, an effect stays let out, however often its step begins again.
CREATE FUNCTION use_pre_authorisation(p_id text, p_key text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  a pre_authorisation;
  v_day date;
BEGIN
  SELECT * INTO a FROM pre_authorisation WHERE id = p_id FOR UPDATE;
  IF NOT FOUND THEN RETURN false; END IF;
  IF EXISTS (SELECT FROM pre_authorisation_use WHERE authorisation_id = p_id AND effect_key = p_key) THEN
    RETURN true;
  END IF;
  IF a.withdrawn_at IS NOT NULL OR a.until <= clock_timestamp() THEN RETURN false; END IF;
  SELECT (clock_timestamp() AT TIME ZONE w.time_zone)::date INTO v_day FROM workspace w WHERE w.id = a.workspace_id;
  IF (SELECT count(*) FROM pre_authorisation_use WHERE authorisation_id = p_id AND day = v_day) >= a.per_day THEN
    RETURN false;
  END IF;
  INSERT INTO pre_authorisation_use(authorisation_id, effect_key, day) VALUES (p_id, p_key, v_day);
  RETURN true;
END
$$;

-- What takes an effect back: one for each effect, asked for by a person.
CREATE TABLE "effect_undo" (
    "effect_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "connection" TEXT NOT NULL,
    "request" JSONB NOT NULL,
    "gate" JSONB NOT NULL,
    "status" TEXT NOT NULL CHECK ("status" IN ('intended', 'done', 'failed', 'unknown')),
    "attempts" INTEGER NOT NULL DEFAULT 1,
    "response" JSONB,
    "asked_by" JSONB NOT NULL,
    "reason" TEXT NOT NULL,
    "intended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "effect_undo_pkey" PRIMARY KEY ("effect_id")
);
CREATE UNIQUE INDEX "effect_undo_key_key" ON "effect_undo"("key");
CREATE INDEX "effect_undo_run_id_idx" ON "effect_undo"("run_id");
