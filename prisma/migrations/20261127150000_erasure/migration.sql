-- Erasing a person's data, what may not be erased, and how long values are kept.

ALTER TABLE "workspace" ADD COLUMN "second_person_erases" BOOLEAN NOT NULL DEFAULT false;

-- A run with values erased is not taken up again; `retained` names the classifications whose time is over in it.
ALTER TABLE "run" ADD COLUMN "erased_at" TIMESTAMPTZ(3),
  ADD COLUMN "retained" TEXT[] NOT NULL DEFAULT '{}';

CREATE TABLE "erasure" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "status" TEXT NOT NULL CHECK ("status" IN ('proposed', 'done', 'declined', 'withdrawn')),
  "reach" TEXT NOT NULL CHECK ("reach" IN ('mentions', 'runs')),
  "reason" TEXT NOT NULL,
  "subject_sealed" TEXT,
  "left_out" TEXT[] NOT NULL,
  "requested_by" JSONB NOT NULL,
  "requested_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "decided_by" JSONB,
  "decided_at" TIMESTAMPTZ(3),
  "decision_reason" TEXT NOT NULL DEFAULT '',
  "certificate" JSONB,
  "entry_id" TEXT,
  CONSTRAINT "erasure_pkey" PRIMARY KEY ("id"),
  -- Whom it was about is forgotten with the decision.
  CONSTRAINT "erasure_forgets" CHECK ("status" = 'proposed' OR "subject_sealed" IS NULL),
  CONSTRAINT "erasure_certified" CHECK ("status" <> 'done' OR ("certificate" IS NOT NULL AND "entry_id" IS NOT NULL))
);
CREATE INDEX "erasure_workspace_id_requested_at_idx" ON "erasure" ("workspace_id", "requested_at" DESC);

CREATE TABLE "legal_hold" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('run', 'team', 'person')),
  "target" TEXT,
  "subject_sealed" TEXT,
  "label" TEXT NOT NULL,
  "reason" TEXT NOT NULL,
  "placed_by" JSONB NOT NULL,
  "placed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  "until" TIMESTAMPTZ(3),
  "lifted_by" JSONB,
  "lifted_at" TIMESTAMPTZ(3),
  "lift_reason" TEXT NOT NULL DEFAULT '',
  CONSTRAINT "legal_hold_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "legal_hold_on" CHECK (("kind" = 'person') = ("target" IS NULL))
);
CREATE INDEX "legal_hold_workspace_id_placed_at_idx" ON "legal_hold" ("workspace_id", "placed_at" DESC);

CREATE TABLE "retention_rule" (
  "workspace_id" TEXT NOT NULL,
  "classification" TEXT NOT NULL
    CHECK ("classification" IN ('public', 'internal', 'confidential', 'restricted')),
  "days" INTEGER NOT NULL CHECK ("days" BETWEEN 1 AND 36500),
  "updated_by" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT "retention_rule_pkey" PRIMARY KEY ("workspace_id", "classification")
);

-- Whether a hold on the run, or on its team, is in force.
CREATE FUNCTION run_is_held(p_run text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM run r JOIN legal_hold h ON h.workspace_id = r.workspace_id
     WHERE r.id = p_run AND h.lifted_at IS NULL AND (h.until IS NULL OR h.until > now())
       AND (h.kind = 'run' AND h.target = r.id OR h.kind = 'team' AND h.target = r.team_id))
$$;

-- The application's role may not delete what stands beside the record's leaves. It may erase by this function: in a
-- transaction that puts an erasure on the record of the same workspace, and nothing of a run that is held.
CREATE FUNCTION erase_private(p_workspace text, p_entries text[], p_fields text[]) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS $$
DECLARE
  erased integer;
BEGIN
  IF NOT EXISTS (SELECT FROM record_entry e WHERE e.workspace_id = p_workspace AND e.seq IS NULL
      AND e.kind IN ('erasure.carried_out', 'retention.carried_out') AND e.xmin = pg_current_xact_id()::xid) THEN
    RAISE EXCEPTION 'nothing is erased from beside the record without an entry that says so'
      USING ERRCODE = 'restrict_violation';
  END IF;
  IF EXISTS (SELECT FROM record_entry e WHERE e.entry_id = ANY (p_entries) AND run_is_held(e.run_id)) THEN
    RAISE EXCEPTION 'a legal hold is in force on what was to be erased' USING ERRCODE = 'restrict_violation';
  END IF;
  DELETE FROM record_private p USING unnest(p_entries, p_fields) AS gone(entry_id, field), record_entry e
   WHERE p.entry_id = gone.entry_id AND p.field = gone.field
     AND e.entry_id = p.entry_id AND e.workspace_id = p_workspace;
  GET DIAGNOSTICS erased = ROW_COUNT;
  RETURN erased;
END
$$;
REVOKE ALL ON FUNCTION erase_private(text, text[], text[]) FROM PUBLIC, "baton_sequencer";
GRANT EXECUTE ON FUNCTION erase_private(text, text[], text[]) TO "baton_app";
