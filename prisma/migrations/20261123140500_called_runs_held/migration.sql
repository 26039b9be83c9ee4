-- A switch of a team stops what works for it as well: the runs that its runs called, at any depth.

-- The runs that wait for a run's end, from the one that called it upwards.
create function callers_of(p_run text) returns table(id text, team_id text) language sql stable as $$
  with recursive up as (
    select p.id, p.team_id, p.parent_run, 1 depth from run r join run p on p.id = r.parent_run where r.id = p_run
    union all
    select p.id, p.team_id, p.parent_run, up.depth + 1 from up join run p on p.id = up.parent_run where up.depth < 50
  )
  select id, team_id from up
$$;

-- As before, and a branch stays while a team is stopped for which its run works.
CREATE OR REPLACE FUNCTION release_held(p_workspace text, p_limit int) RETURNS int LANGUAGE plpgsql AS $$
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
      AND (r.parent_run IS NULL OR NOT EXISTS (
        SELECT FROM callers_of(r.id) c JOIN team t ON t.id = c.team_id AND t.stopped_at IS NOT NULL))
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
