-- Runs that wait for an event, the events themselves, and who may send them.

-- CreateTable
CREATE TABLE "event_source" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "events" TEXT[],
    "secret_sealed" TEXT NOT NULL,
    "previous_sealed" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "last_at" TIMESTAMPTZ(3),
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_source_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "event_source_workspace_id_idx" ON "event_source"("workspace_id");

-- CreateTable
CREATE TABLE "received_event" (
    "id" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "sent_by" JSONB NOT NULL,
    "source_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "woke" INTEGER NOT NULL DEFAULT 0,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "consumed_at" TIMESTAMPTZ(3),

    CONSTRAINT "received_event_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "received_event_source_id_message_id_key" ON "received_event"("source_id", "message_id");
CREATE INDEX "received_event_received_at_idx" ON "received_event"("received_at");
-- What a wait looks for as it opens.
CREATE INDEX "received_event_kept" ON "received_event"("workspace_id", "event", "key", "number") WHERE "consumed_at" IS NULL;

-- CreateTable
CREATE TABLE "event_taking" (
    "event_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "node" TEXT NOT NULL,
    "iteration" INTEGER NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_taking_pkey" PRIMARY KEY ("event_id","run_id","branch")
);
ALTER TABLE "event_taking" ADD CONSTRAINT "event_taking_event_id_fkey"
  FOREIGN KEY ("event_id") REFERENCES "received_event"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- CreateTable
CREATE TABLE "awaited_event" (
    "run_id" TEXT NOT NULL,
    "branch" TEXT NOT NULL,
    "number" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "event" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "shared" BOOLEAN NOT NULL,
    "node" TEXT NOT NULL,
    "iteration" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3),

    CONSTRAINT "awaited_event_pkey" PRIMARY KEY ("run_id","branch")
);
CREATE INDEX "awaited_event_workspace_id_event_key_number_idx" ON "awaited_event"("workspace_id", "event", "key", "number");

-- An event and a wait for it that come at the same moment: whoever brings the one holds this lock until it commits, and
-- so does whoever opens the other, and each then looks for the other with a snapshot taken under the lock. So whichever
-- is second sees the first. The order of locks is the same everywhere: the event's, then the run's row, then its waits.
CREATE FUNCTION lock_event(p_workspace text, p_event text, p_key text) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(7003, hashtext(p_workspace || chr(31) || p_event || chr(31) || p_key))
$$;

-- Hands an event to a branch that waits for it: the branch is ready with `arrived.event`, and enqueued. The caller holds
-- the event's lock. False when the branch waits no more: waits come and go under their run's lock only.
CREATE FUNCTION take_event(p_event text, p_run text, p_branch text) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  w awaited_event;
  v_workflow text;
BEGIN
  PERFORM 1 FROM run WHERE id = p_run AND status IN ('running', 'waiting', 'blocked') FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO w FROM awaited_event WHERE run_id = p_run AND branch = p_branch;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE branch SET status = 'ready', wake_at = NULL, moved_at = clock_timestamp(),
      arrived = arrived || jsonb_build_object('event', jsonb_build_object('id', p_event, 'attempt', attempt)),
      -- Entering a branch raises its fence, so that no two openings of a wait give one id.
      workflow_id = run_id || ':' || branch || ':e' || fence || ':' || node || iteration
    WHERE run_id = p_run AND branch = p_branch AND status = 'waiting' AND node = w.node AND iteration = w.iteration
    RETURNING workflow_id INTO v_workflow;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO event_taking(event_id, run_id, branch, node, iteration)
    VALUES (p_event, p_run, p_branch, w.node, w.iteration);
  UPDATE received_event SET woke = woke + 1, consumed_at = CASE WHEN w.shared THEN consumed_at ELSE clock_timestamp() END
    WHERE id = p_event;
  UPDATE run SET status = 'running', updated_at = clock_timestamp() WHERE id = p_run;
  PERFORM enqueue_advance(p_run, p_branch, v_workflow);
  RETURN true;
END
$$;

-- Opens the wait of a branch that has just been put to sleep for it, in the same transaction and under the event's lock.
-- True when an event that came before fits: the oldest that is kept, and that this branch has not had yet.
CREATE FUNCTION open_wait(p_run text, p_branch text, p_event text, p_key text, p_shared boolean, p_until timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_workspace text;
  v_kept text;
BEGIN
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

-- Whatever ends the waiting of a branch, its time, its run's cancelling or a join that fired without it, withdraws its
-- wait for an event.
CREATE FUNCTION branch_withdraw_wait() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM awaited_event WHERE run_id = new.run_id AND branch = new.branch;
  RETURN NULL;
END
$$;
CREATE TRIGGER branch_withdraw_wait AFTER UPDATE OF status ON branch FOR EACH ROW
  WHEN (old.status = 'waiting' AND new.status <> 'waiting')
  EXECUTE FUNCTION branch_withdraw_wait();
