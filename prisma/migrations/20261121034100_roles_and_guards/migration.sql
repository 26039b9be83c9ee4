-- What the database itself guarantees, whoever writes to it: budgets are not overspent, the record is append
-- only, and the application's role cannot number, sign or rewrite it.

-- ---------- money ----------

ALTER TABLE "budget_account"
  ADD CONSTRAINT "budget_account_not_negative"
    CHECK ("cap_micros" >= 0 AND "spent_micros" >= 0 AND "reserved_micros" >= 0),
  ADD CONSTRAINT "budget_account_within_cap"
    CHECK (NOT "hard" OR "spent_micros" + "reserved_micros" <= "cap_micros");

ALTER TABLE "budget" ADD CONSTRAINT "budget_not_negative" CHECK ("cap_micros" >= 0);

ALTER TABLE "model_call"
  ADD CONSTRAINT "model_call_not_negative" CHECK ("reserved_micros" >= 0 AND "cost_micros" >= 0);

-- ---------- hot rows ----------

-- Both are updated at each step; room on the page lets an update stay there and touch no index (HOT).
ALTER TABLE "run" SET (fillfactor = 60);
ALTER TABLE "branch" SET (fillfactor = 60);

-- ---------- the record ----------

CREATE UNIQUE INDEX "record_entry_seq" ON "record_entry" ("workspace_id", "seq") WHERE "seq" IS NOT NULL;
-- What the sequencer looks for every 100 ms: entries without a number yet.
CREATE INDEX "record_entry_unnumbered" ON "record_entry" ("workspace_id", "id") WHERE "seq" IS NULL;

CREATE FUNCTION "record_entry_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  numbered record_entry;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    numbered := NEW;
    numbered.seq := OLD.seq;
    -- *= compares the stored bytes, so nothing that looks equal slips through.
    IF OLD.seq IS NULL AND NEW.seq IS NOT NULL AND numbered *= OLD THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'the record is append only: % of record_entry is refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER "record_entry_number_once" BEFORE UPDATE ON "record_entry"
  FOR EACH ROW EXECUTE FUNCTION "record_entry_keep"();
CREATE TRIGGER "record_entry_never_delete" BEFORE DELETE OR TRUNCATE ON "record_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION "record_entry_keep"();

-- ---------- roles ----------

-- Roles belong to the whole cluster, and several databases may be migrated in one at the same time: look first
-- (creating needs a right that an existing role does not), and let whoever comes second find it made.
DO $$
DECLARE
  wanted text;
BEGIN
  FOREACH wanted IN ARRAY ARRAY['baton_app', 'baton_sequencer'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) THEN
      BEGIN
        EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
      EXCEPTION WHEN duplicate_object OR unique_violation THEN
        NULL;
      END;
    END IF;
  END LOOP;
END
$$;

GRANT USAGE ON SCHEMA public TO "baton_app", "baton_sequencer";

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "baton_app";
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "baton_app";
-- Tables, sequences and functions of later migrations.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "baton_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO "baton_app";
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT EXECUTE ON FUNCTIONS TO "baton_app", "baton_sequencer";

REVOKE ALL ON "record_entry", "record_private", "record_checkpoint", "record_key" FROM "baton_app";
GRANT SELECT, INSERT ON "record_entry", "record_private" TO "baton_app";
GRANT SELECT ON "record_checkpoint" TO "baton_app";
-- Not key_sealed: whoever signs must not be whoever writes.
GRANT SELECT ("workspace_id", "verifier", "created_at") ON "record_key" TO "baton_app";

GRANT SELECT, UPDATE ("seq") ON "record_entry" TO "baton_sequencer";
GRANT SELECT, INSERT ON "record_checkpoint", "record_key" TO "baton_sequencer";
GRANT SELECT ON "workspace" TO "baton_sequencer";

-- Prisma's own table exists when `migrate` runs this, not when a script does.
DO $$
BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    REVOKE ALL ON public._prisma_migrations FROM "baton_app";
  END IF;
END
$$;
