-- Runs that another run waits for.

-- parent: {run, branch, node, iteration} of the activation that waits.
ALTER TABLE run ADD COLUMN parent_run text, ADD COLUMN parent jsonb;
CREATE INDEX run_parent ON run(parent_run) WHERE parent_run IS NOT NULL;

DROP FUNCTION start_run(text, text, text, text, text, text, text, jsonb, jsonb, text, text, jsonb, text, text, jsonb,
  text[], text[], text[], jsonb);

-- Starts a run: the trigger's step is done by arriving. Returns the run's id: the earlier run's when the idempotency
-- key is known; null when this is not the team's published version, or the team is archived. A run that another run waits for
-- (p_parent: {run, branch, node, iteration}) is of the version that was pinned there, whatever is published now.
create function start_run(p_run text, p_workspace text, p_team text, p_slug text, p_version text, p_title text, p_mode text, p_input jsonb,
  p_started_by jsonb, p_idempotency_key text, p_entry text, p_patch jsonb, p_digest text, p_next text, p_arrived jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb, p_parent jsonb default null) returns text language plpgsql as $$
declare v_workflow text := p_run || ':0:0';
begin
  insert into run(id, workspace_id, team_id, version_id, title, mode, input, state, state_version, started_by, idempotency_key, parent_run, parent)
    select p_run, p_workspace, p_team, p_version, p_title, p_mode, p_input, jsonb_build_object(p_entry, p_input), 1,
      p_started_by, p_idempotency_key, p_parent->>'run', p_parent
    from team where id = p_team and (p_parent is not null or slug = p_slug and published_id = p_version and archived_at is null)
    on conflict (workspace_id, idempotency_key) do nothing;
  if not found then
    return (select id from run where workspace_id = p_workspace and idempotency_key = p_idempotency_key);
  end if;
  with first_step as (
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, started_at, ended_at)
      values (p_run, p_entry, 0, 0, '0', 'trigger', 'done', 'out', 1, jsonb_build_object('output', p_input),
        clock_timestamp(), clock_timestamp())
  ), first_version as (
    insert into state_version(run_id, version, writer, node, patch, digest)
      values (p_run, 1, p_started_by, p_entry, p_patch, p_digest)
  )
  insert into branch(run_id, branch, node, iteration, status, arrived, workflow_id)
    values (p_run, '0', p_next, 0, 'ready', p_arrived, v_workflow);
  perform append_record(p_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
  perform enqueue_advance(p_run, '0', v_workflow);
  return p_run;
end $$;

-- Whoever waits for a run looks again when it is over. Only the time to wake is set here: the waker takes the locks of the
-- waiting run in their order.
create function wake_parent() returns trigger language plpgsql as $$
begin
  update branch set wake_at = clock_timestamp()
    where run_id = new.parent_run and branch = new.parent->>'branch' and node = new.parent->>'node'
      and iteration = (new.parent->>'iteration')::int and status = 'waiting';
  return null;
end $$;
CREATE TRIGGER run_wakes_parent AFTER UPDATE OF ended_at ON run FOR EACH ROW
  WHEN (NEW.parent_run IS NOT NULL AND NEW.ended_at IS NOT NULL AND OLD.ended_at IS NULL)
  EXECUTE FUNCTION wake_parent();
