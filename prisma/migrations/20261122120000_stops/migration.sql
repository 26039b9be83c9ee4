-- Switches that stop an agent, a team or the whole workspace, and what stands still meanwhile: a branch that would have
-- gone on is held where it is, at no cost, until nothing stops it any more.

ALTER TABLE "agent" ADD COLUMN "stopped_by" JSONB, ADD COLUMN "stop_reason" TEXT;
ALTER TABLE "team" ADD COLUMN "stopped_at" TIMESTAMPTZ(3), ADD COLUMN "stopped_by" JSONB, ADD COLUMN "stop_reason" TEXT;
ALTER TABLE "workspace" ADD COLUMN "stopped_at" TIMESTAMPTZ(3), ADD COLUMN "stopped_by" JSONB, ADD COLUMN "stop_reason" TEXT;

-- What workers ask for once a second while they are at work: nearly always nothing.
CREATE INDEX "agent_stopped" ON "agent" ("workspace_id") WHERE "stopped_at" IS NOT NULL;
CREATE INDEX "team_stopped" ON "team" ("workspace_id") WHERE "stopped_at" IS NOT NULL;

-- `agent:writer`, `team:team_…` or `workspace:ws_…`: the switch at which the branch stands still. Its status stays
-- `ready`, so that joins, ends and cancelling see it as one that is still to come.
ALTER TABLE "branch" ADD COLUMN "held_by" TEXT, ADD COLUMN "held_at" TIMESTAMPTZ(3);
CREATE INDEX "branch_held" ON "branch" ("held_at") WHERE "held_by" IS NOT NULL;

-- Whether a switch is off, locked against being turned on until the caller's transaction ends.
CREATE FUNCTION stop_stands(p_workspace text, p_scope text, p_subject text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  IF p_scope = 'agent' THEN
    PERFORM 1 FROM agent WHERE workspace_id = p_workspace AND slug = p_subject AND stopped_at IS NOT NULL FOR SHARE;
  ELSIF p_scope = 'team' THEN
    PERFORM 1 FROM team WHERE workspace_id = p_workspace AND id = p_subject AND stopped_at IS NOT NULL FOR SHARE;
  ELSE
    PERFORM 1 FROM workspace WHERE id = p_workspace AND stopped_at IS NOT NULL FOR SHARE;
  END IF;
  RETURN FOUND;
END
$$;

-- Holds a branch at a switch. False when the switch was turned on meanwhile: then the caller goes on. Nothing happens to
-- a branch that somebody else has moved.
CREATE FUNCTION hold_branch(p_workspace text, p_run text, p_branch text, p_fence int, p_scope text, p_subject text,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  v_held text;
BEGIN
  IF NOT stop_stands(p_workspace, p_scope, p_subject) THEN
    RETURN false;
  END IF;
  SELECT coalesce(held_by, '') INTO v_held FROM branch
    WHERE run_id = p_run AND branch = p_branch AND status = 'ready' AND fence = p_fence FOR UPDATE;
  IF FOUND AND v_held <> p_scope || ':' || p_subject THEN
    UPDATE branch SET held_by = p_scope || ':' || p_subject, held_at = clock_timestamp()
      WHERE run_id = p_run AND branch = p_branch;
    PERFORM append_record(p_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
  END IF;
  RETURN true;
END
$$;

-- Lets branches go on that nothing stops any more, oldest first, at most so many. Returns how many. Where one switch was
-- turned on and another is still off, the branch stays: it would only be held again.
CREATE FUNCTION release_held(p_workspace text, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
DECLARE
  b record;
  released int := 0;
  v_id text;
BEGIN
  FOR b IN
    SELECT br.run_id, br.branch, br.fence FROM branch br
      JOIN run r ON r.id = br.run_id AND r.status NOT IN ('done', 'failed', 'cancelled')
    WHERE br.held_by IS NOT NULL AND br.status = 'ready' AND (p_workspace IS NULL OR r.workspace_id = p_workspace)
      AND NOT EXISTS (SELECT FROM workspace w WHERE w.id = r.workspace_id AND w.stopped_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM team t WHERE t.id = r.team_id AND t.stopped_at IS NOT NULL)
      AND NOT EXISTS (SELECT FROM agent a WHERE a.workspace_id = r.workspace_id AND a.stopped_at IS NOT NULL
        AND br.held_by = 'agent:' || a.slug)
    ORDER BY br.held_at LIMIT p_limit FOR UPDATE OF br SKIP LOCKED
  LOOP
    v_id := b.run_id || ':' || b.branch || ':h' || b.fence;
    UPDATE branch SET held_by = NULL, held_at = NULL, fence = fence + 1, workflow_id = v_id, moved_at = clock_timestamp()
      WHERE run_id = b.run_id AND branch = b.branch;
    PERFORM enqueue_advance(b.run_id, b.branch, v_id);
    released := released + 1;
  END LOOP;
  RETURN released;
END
$$;

-- As before, but a branch that is held has no workflow on purpose.
CREATE OR REPLACE FUNCTION reconcile_branches(p_age interval) RETURNS int LANGUAGE plpgsql AS $$
declare b record; c int := 0; id text;
begin
  for b in select br.* from branch br join run r on r.id = br.run_id and r.status in ('running', 'waiting', 'blocked')
    where br.status = 'ready' and br.held_by is null and br.moved_at < clock_timestamp() - p_age
      and not exists (select 1 from dbos.workflow_status w where w.workflow_uuid = br.workflow_id and w.status in ('ENQUEUED', 'PENDING', 'DELAYED'))
    order by br.moved_at limit 500 for update of br skip locked
  loop
    id := b.run_id || ':' || b.branch || ':f' || b.fence;
    update branch set workflow_id = id, fence = fence + 1, moved_at = clock_timestamp() where run_id = b.run_id and branch = b.branch;
    perform enqueue_advance(b.run_id, b.branch, id);
    c := c + 1;
  end loop;
  return c;
end $$;

-- What is known of a step whose commit was refused: what its calls really used, and what became of its effect if nobody
-- has said yet. p_effect: {status, response?}. Returns {calls, effect}: how many calls were settled now, and whether
-- the effect was.
CREATE FUNCTION settle_leftovers(p_workspace text, p_run text, p_node text, p_iteration int, p_settle jsonb, p_effect jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
  v_calls int := 0;
  v_effect boolean := false;
BEGIN
  -- The order of locks is the same everywhere: the run, then its calls and accounts.
  PERFORM 1 FROM run WHERE id = p_run FOR NO KEY UPDATE;
  IF p_settle IS NOT NULL THEN
    v_calls := settle_calls(p_settle);
  END IF;
  IF p_effect IS NOT NULL THEN
    UPDATE effect SET status = p_effect ->> 'status', response = coalesce(p_effect -> 'response', response),
        settled_at = clock_timestamp()
      WHERE run_id = p_run AND node = p_node AND iteration = p_iteration AND status = 'intended';
    v_effect := FOUND;
  END IF;
  IF v_effect THEN
    PERFORM append_record(p_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
  END IF;
  RETURN jsonb_build_object('calls', v_calls, 'effect', v_effect);
END
$$;
