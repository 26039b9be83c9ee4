-- Runs that are over and go on after all: once more from the start as another run, or from where they stopped.

-- The run that this one does once more; and each time it went on after it was over, oldest first: {at, by, from, before, now}
-- with the version it had and has ({id, number, digest}).
ALTER TABLE run ADD COLUMN restarted_from text, ADD COLUMN continued jsonb NOT NULL DEFAULT '[]';
CREATE INDEX run_restarts ON run(restarted_from) WHERE restarted_from IS NOT NULL;

-- A branch that ends because its run does, and not of its own, is `stopped`: it stays where it stood, with what had
-- arrived there, and its forks stay open. One that a join ends is `cancelled`, and never goes on.

-- As before; a stopped branch keeps the number of the visit it stands at.
create or replace function next_iteration(p_run text, p_node text) returns int language sql as $$
  select coalesce(max(x.iteration) + 1, 0) from (
    select iteration from step where run_id = p_run and node = p_node
    union all select iteration from branch
      where run_id = p_run and node = p_node and status in ('ready', 'waiting', 'stopped')) x
$$;

-- As before, but what is ended stands still, and what the run had come to already is kept beside its new outcome.
create or replace function cancel_run(p_run text, p_outcome jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns boolean language plpgsql as $$
declare r run;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('queued', 'running', 'waiting', 'blocked') then return false; end if;
  update branch set status = 'stopped', fence = fence + 1, wake_at = null, moved_at = clock_timestamp()
    where run_id = p_run and status in ('queued', 'ready', 'waiting');
  update review set status = 'withdrawn', decided_at = clock_timestamp() where run_id = p_run and status = 'open';
  update run set status = 'cancelled', cancel_requested_at = clock_timestamp(), updated_at = clock_timestamp(),
    outcome = p_outcome || case when r.outcome is null then '{}' else jsonb_build_object('before', r.outcome) end,
    ended_at = clock_timestamp() where id = p_run;
  perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return true;
end $$;

-- Before a person's giving up of a branch is committed, in the same transaction: the lanes beside it, of its outermost
-- fork, stand still. Returns what the run had come to already.
create function stop_lanes(p_run text, p_but text, p_fork text) returns jsonb language plpgsql as $$
declare v_outcome jsonb; v_stopped text[];
begin
  select outcome into v_outcome from run where id = p_run for update;
  with ended as (
    update branch set status = 'stopped', fence = fence + 1, wake_at = null, moved_at = clock_timestamp()
      where run_id = p_run and branch <> p_but and status in ('queued', 'ready', 'waiting') and starts_with(path, p_fork || ':')
      returning branch
  ) select array_agg(branch) into v_stopped from ended;
  update review set status = 'withdrawn', decided_at = clock_timestamp()
    where run_id = p_run and status = 'open' and branch = any(v_stopped);
  return v_outcome;
end $$;

-- And after it: the branch that was given up stands where it could not go on.
create function stop_branch(p_run text, p_branch text) returns void language sql as $$
  update branch set status = 'stopped' where run_id = p_run and branch = p_branch and status = 'done'
$$;

-- As before, but a run may wait in the queue more than once: no id of a workflow comes twice.
create or replace function admit_runs(p_team text) returns int language plpgsql as $$
declare v_limit int; v_free int; r record; b record; c int := 0;
begin
  perform lock_slots(p_team);
  select max_in_flight into v_limit from team where id = p_team;
  select v_limit - count(*) into v_free from run where slot_of = p_team;
  if v_free <= 0 then return 0; end if;
  for r in select id from run where team_id = p_team and queue_number is not null
    order by queue_number limit v_free for update skip locked
  loop
    update run set status = 'running', queue_number = null, slot_of = case when v_limit is not null then p_team end,
      updated_at = clock_timestamp() where id = r.id;
    for b in update branch set status = 'ready', workflow_id = run_id || ':' || branch || ':q' || fence, moved_at = clock_timestamp()
      where run_id = r.id and status = 'queued' returning branch, workflow_id
    loop
      perform enqueue_advance(r.id, b.branch, b.workflow_id);
    end loop;
    c := c + 1;
  end loop;
  -- The workers' channel (server/engine/wake.ts). Commits that notify take turns, which few of these are.
  if c > 0 then perform pg_notify('baton_advance', ''); end if;
  return c;
end $$;

-- A run that failed or was cancelled goes on where its branches stopped. False when it is not as it was read (p_ended), and
-- nothing happens. A team's limit holds as when a run starts, but for one that is put to a person: that one counts,
-- and waits for nobody else's end.
--   p_branches  [{branch, attempt, arrived, asks?}]; asks: it waits for a person, whom ask_person asks next
--   p_due       seconds from now by fork, for the joins that give their lanes so long
create function resume_run(p_run text, p_ended timestamptz, p_version text, p_continued jsonb, p_branches jsonb, p_due jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns boolean language plpgsql as $$
declare r run; b jsonb; v_limit int; v_queued boolean := false; v_asks boolean; v_workflow text;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('failed', 'cancelled') or r.ended_at <> p_ended then return false; end if;
  v_asks := exists (select from jsonb_array_elements(p_branches) x where x ? 'asks');
  select max_in_flight into v_limit from team where id = r.team_id;
  if v_limit is not null then
    perform lock_slots(r.team_id);
    select max_in_flight into v_limit from team where id = r.team_id;
    v_queued := v_limit is not null and not v_asks and (
      exists (select from run where team_id = r.team_id and queue_number is not null)
      or (select count(*) from run where slot_of = r.team_id) >= v_limit);
  end if;
  update run set status = case when v_queued then 'queued' else 'running' end, version_id = p_version,
      outcome = r.outcome->'before', ended_at = null, cancel_requested_at = null, updated_at = clock_timestamp(),
      queue_number = case when v_queued then nextval('run_queue') end,
      slot_of = case when v_limit is not null and not v_queued then r.team_id end, continued = continued || p_continued
    where id = p_run;
  for b in select * from jsonb_array_elements(p_branches) loop
    update branch set fence = fence + 1, attempt = (b->>'attempt')::int, arrived = b->'arrived', held_by = null, held_at = null,
        status = case when v_queued then 'queued' when b ? 'asks' then 'waiting' else 'ready' end,
        workflow_id = case when v_queued or b ? 'asks' then null else run_id || ':' || branch || ':s' || fence + 1 end,
        moved_at = clock_timestamp()
      where run_id = p_run and branch = b->>'branch' and status = 'stopped'
      returning workflow_id into v_workflow;
    if not found then raise exception 'branch % of run % is not stopped', b->>'branch', p_run; end if;
    if v_workflow is not null then perform enqueue_advance(p_run, b->>'branch', v_workflow); end if;
  end loop;
  -- One whose time was up before stands at its join already.
  update fork f set due_at = clock_timestamp() + make_interval(secs => (p_due->>f.fork)::int)
    where run_id = p_run and state->>'status' = 'open' and p_due ? f.fork
      and not exists (select from branch where run_id = p_run and branch = f.fork || ':due');
  perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return true;
end $$;

-- Puts a branch that waits to a person, in the transaction of resume_run.
create function ask_person(p_run text, p_branch text, p_review jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns void language plpgsql as $$
declare v_workspace text;
begin
  insert into review(id, workspace_id, run_id, team_id, branch, node, iteration, kind, question, reason, risk, view, digest, four_eyes, due_at)
    select p_review->>'id', r.workspace_id, r.id, r.team_id, b.branch, b.node, b.iteration, p_review->>'kind', p_review->>'question',
      p_review->>'reason', p_review->>'risk', p_review->'view', p_review->>'digest', (p_review->>'fourEyes')::boolean,
      (p_review->>'dueAt')::timestamptz
    from run r join branch b on b.run_id = r.id and b.branch = p_branch and b.status = 'waiting' where r.id = p_run
    returning workspace_id into strict v_workspace;
  update run set status = case when exists (select from branch where run_id = p_run and status = 'ready') then 'running'
    when p_review->>'kind' = 'budget' then 'blocked' else 'waiting' end where id = p_run;
  perform append_record(v_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
end $$;
