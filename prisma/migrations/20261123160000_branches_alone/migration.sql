-- Branches are the queue (docs/decisions/0013): what named the entries of the queue before is gone. A branch that becomes
-- ready is free and due by the update that makes it so, and one that begins takes its run's priority where it is inserted.

create or replace function admit_runs(p_team text) returns integer language plpgsql as $$
declare v_limit int; v_free int; r record; c int := 0;
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
    update branch set status = 'ready', driver = null, ready_at = clock_timestamp(), moved_at = clock_timestamp()
      where run_id = r.id and status = 'queued';
    c := c + 1;
  end loop;
  -- The workers' channel (server/engine/wake.ts). Commits that notify take turns, which few of these are.
  if c > 0 then perform pg_notify('baton_advance', ''); end if;
  return c;
end $$;

create or replace function branch_wait_in_queue() returns trigger language plpgsql as $$
begin
  new.status := 'queued';
  return new;
end $$;

create or replace function start_run(p_run text, p_workspace text, p_team text, p_slug text, p_version text, p_title text,
  p_mode text, p_input jsonb, p_started_by jsonb, p_idempotency_key text, p_entry text, p_patch jsonb, p_digest text, p_next
  text, p_arrived jsonb, p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb, p_parent jsonb default null,
  p_key_space text default 'caller', p_pinned boolean default false, p_restarted_from text default null) returns text language
  plpgsql as $$
declare v_space text := case when p_parent ? 'run' then 'run' else p_key_space end;
begin
  -- Whoever ends the waiting run ends those that it called with it: they are counted under its lock.
  if p_parent ? 'run' then
    perform 1 from run where id = p_parent->>'run' and ended_at is null for share;
    if not found then return null; end if;
  end if;
  insert into run(id, workspace_id, team_id, version_id, title, mode, input, state, state_version, started_by,
      idempotency_key, key_space,
      parent_run, parent, restarted_from)
    select p_run, p_workspace, p_team, p_version, p_title, p_mode, p_input, jsonb_build_object(p_entry, p_input), 1,
      p_started_by, p_idempotency_key, v_space, p_parent->>'run', p_parent, p_restarted_from
    from team where id = p_team
      and (p_parent is not null or p_pinned or slug = p_slug and published_id = p_version and archived_at is null)
    on conflict (workspace_id, key_space, idempotency_key) do nothing;
  if not found then
    return (select id from run where workspace_id = p_workspace and key_space = v_space and idempotency_key = p_idempotency_key);
  end if;
  with first_step as (
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, started_at, ended_at)
      values (p_run, p_entry, 0, 0, '0', 'trigger', 'done', 'out', 1, jsonb_build_object('output', p_input),
        clock_timestamp(), clock_timestamp())
  ), first_version as (
    insert into state_version(run_id, version, writer, node, patch, digest)
      values (p_run, 1, p_started_by, p_entry, p_patch, p_digest)
  )
  insert into branch(run_id, branch, node, iteration, status, arrived)
    values (p_run, '0', p_next, 0, 'ready', p_arrived);
  perform append_record(p_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return p_run;
end $$;

create or replace function resume_run(p_run text, p_ended timestamptz, p_version text, p_continued jsonb, p_branches jsonb,
  p_due jsonb, p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns boolean language plpgsql as $$
declare r run; b jsonb; v_limit int; v_queued boolean := false; v_asks boolean;
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
      queue_number = case when v_queued then queue_turn(r.priority) end,
      slot_of = case when v_limit is not null and not v_queued then r.team_id end, continued = continued || p_continued
    where id = p_run;
  for b in select * from jsonb_array_elements(p_branches) loop
    update branch set fence = fence + 1, attempt = (b->>'attempt')::int, arrived = b->'arrived', held_by = null, held_at = null,
        status = case when v_queued then 'queued' when b ? 'asks' then 'waiting' else 'ready' end,
        driver = null, ready_at = clock_timestamp(), moved_at = clock_timestamp()
      where run_id = p_run and branch = b->>'branch' and status = 'stopped';
    if not found then raise exception 'branch % of run % is not stopped', b->>'branch', p_run; end if;
  end loop;
  -- One whose time was up before stands at its join already.
  update fork f set due_at = clock_timestamp() + make_interval(secs => (p_due->>f.fork)::int)
    where run_id = p_run and state->>'status' = 'open' and p_due ? f.fork
      and not exists (select from branch where run_id = p_run and branch = f.fork || ':due');
  perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return true;
end $$;

create or replace function take_event(p_event text, p_run text, p_branch text) returns boolean language plpgsql as $$
DECLARE
  w awaited_event;
BEGIN
  PERFORM 1 FROM run WHERE id = p_run AND status IN ('running', 'waiting', 'blocked') FOR UPDATE;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  SELECT * INTO w FROM awaited_event WHERE run_id = p_run AND branch = p_branch;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  UPDATE branch SET status = 'ready', driver = NULL, ready_at = clock_timestamp(), wake_at = NULL, moved_at = clock_timestamp(),
      arrived = arrived || jsonb_build_object('event', jsonb_build_object('id', p_event, 'attempt', attempt))
    WHERE run_id = p_run AND branch = p_branch AND status = 'waiting' AND node = w.node AND iteration = w.iteration;
  IF NOT FOUND THEN
    RETURN false;
  END IF;
  INSERT INTO event_taking(event_id, run_id, branch, node, iteration)
    VALUES (p_event, p_run, p_branch, w.node, w.iteration);
  UPDATE received_event SET woke = woke + 1, consumed_at = CASE WHEN w.shared THEN consumed_at ELSE clock_timestamp() END
    WHERE id = p_event;
  UPDATE run SET status = 'running', updated_at = clock_timestamp() WHERE id = p_run;
  RETURN true;
END
$$;

create or replace function wake_due(p_limit integer) returns integer language plpgsql as $$
declare b record; c int := 0;
begin
  for b in select run_id, branch from branch where wake_at <= clock_timestamp() order by wake_at limit p_limit loop
    perform 1 from run where id = b.run_id for update skip locked;
    if not found then continue; end if;
    update branch set status = 'ready', driver = null, ready_at = clock_timestamp(), wake_at = null,
        arrived = arrived || '{"woke":true}', moved_at = clock_timestamp()
      where run_id = b.run_id and branch = b.branch and status = 'waiting' and wake_at <= clock_timestamp()
        and exists (select 1 from run where id = b.run_id and status in ('running', 'waiting', 'blocked'));
    if not found then
      update branch set wake_at = null where run_id = b.run_id and branch = b.branch and status <> 'waiting';
      continue;
    end if;
    update run set status = 'running' where id = b.run_id;
    c := c + 1;
  end loop;
  for b in select * from fork where due_at <= clock_timestamp() order by due_at limit p_limit loop
    perform 1 from run where id = b.run_id for update skip locked;
    if not found then continue; end if;
    update fork set due_at = null where run_id = b.run_id and fork = b.fork and due_at <= clock_timestamp();
    if not found or not exists (select 1 from run where id = b.run_id and status in ('running', 'waiting', 'blocked')) then
      continue; end if;
    insert into branch(run_id, branch, node, iteration, status, arrived, path, scope, fork, priority)
      select b.run_id, b.fork || ':due', b.join_node, next_iteration(b.run_id, b.join_node), 'ready',
      jsonb_build_object('from', b.opener, 'fires', jsonb_build_object('fork', b.fork, 'lapsed', true)),
        b.path, b.scope, nullif(regexp_replace(b.path, '^(.*/)?([^/]*):[0-9]+$', '\2'), ''), run.priority
      from run where id = b.run_id;
    update run set status = 'running' where id = b.run_id;
    c := c + 1;
  end loop;
  return c;
end $$;

create or replace function release_held(p_workspace text, p_limit integer) returns integer language plpgsql as $$
DECLARE
  b record;
  released int := 0;
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
    UPDATE branch SET held_by = NULL, held_at = NULL, fence = fence + 1, driver = NULL,
        ready_at = clock_timestamp(), moved_at = clock_timestamp()
      WHERE run_id = b.run_id AND branch = b.branch;
    released := released + 1;
  END LOOP;
  RETURN released;
END
$$;

create or replace function commit_steps(p_run text, p_branch text, p_fence integer, p_before jsonb, p_node text, p_iteration
  integer, p_attempt integer, p_moves text, p_kind text, p_status text, p_port text, p_result jsonb, p_cost_micros bigint,
  p_started_at timestamptz, p_slot text[], p_base integer, p_value jsonb, p_patch jsonb, p_digest text, p_writer jsonb,
  p_settle jsonb, p_next text[], p_arrived jsonb[], p_ends text, p_rest jsonb, p_ids text[], p_kinds text[], p_bodies text[],
  p_privates jsonb) returns jsonb language plpgsql as $$
declare
  v_workspace text; v_team text; v int; b_status text := 'done'; r_status text := 'running'; r_outcome jsonb; v_over boolean
      := false;
  go_node text := p_node; go_iteration int := p_iteration; go_attempt int := p_attempt; go_arrived jsonb;
  v_priority smallint; v_stays boolean := true; l jsonb; v_first int := 0; b_node text := p_node; b_iteration int :=
      p_iteration; v_wrote jsonb; v_delay bigint := 0;
begin
  if p_before is not null then
    b_node := p_before->0->>'node';
    b_iteration := (p_before->0->>'iteration')::int;
    select count(*), jsonb_object_agg(x->>'slot', x->'value') into v_first, v_wrote
      from jsonb_array_elements(p_before) x where x ? 'slot';
  end if;
  -- The run's row is locked first: commits of one run are serial.
  update run set state_version = state_version + v_first + case when p_slot is null then 0 else 1 end, updated_at =
      clock_timestamp(),
      state = case
        when v_wrote is null then case when p_slot is null then state else jsonb_set(state, p_slot, p_value) end
        when p_slot is null then state || v_wrote
        else jsonb_set(state || v_wrote, p_slot, p_value) end
    where id = p_run and status in ('running', 'waiting', 'blocked') and (p_base is null or state_version = p_base)
    returning workspace_id, team_id, state_version, priority into v_workspace, v_team, v, v_priority;
  if not found then
    if exists (select 1 from run where id = p_run and status in ('running', 'waiting', 'blocked')) then
      raise exception 'stale state' using errcode = 'P0F02';
    end if;
    raise exception 'refused: the run is over' using errcode = 'P0F01';
  end if;
  if p_rest is not null then
    if p_rest ? 'verdict' then
      update review set status = 'decided', verdict = p_rest->'verdict'->'verdict', decided_by = p_rest->'verdict'->'by',
          decided_at = clock_timestamp()
        where id = p_rest->'verdict'->>'reviewId' and run_id = p_run and status = 'open' and digest =
      p_rest->'verdict'->>'digest';
      if not found then raise exception 'refused: the review is not open as shown' using errcode = 'P0F03'; end if;
    end if;
    if p_rest ? 'effect' then
      update effect set status = p_rest->'effect'->>'status', response = coalesce(p_rest->'effect'->'response', response),
          settled_at = clock_timestamp()
        where run_id = p_run and node = p_node and iteration = p_iteration;
    end if;
    r_outcome := p_rest->'outcome';
    if p_rest ? 'forks' then perform put_fork(p_run, f) from jsonb_array_elements(p_rest->'forks') f; end if;
    if p_rest ? 'cancel' then perform cancel_lanes(p_run, p_branch, f) from jsonb_array_elements_text(p_rest->'cancel') f; end if;
  end if;
  if p_before is not null then
    -- In their order, each later than the one before by a microsecond at least: a run's steps are read by when they ended.
    with rows as materialized (
      select x.* from rows from (jsonb_to_recordset(p_before) as (node text, iteration int, attempt int, kind text, port text,
        version int, result jsonb, cost_micros bigint, started_at timestamptz, patch jsonb, digest text, writer jsonb))
        with ordinality x(node, iteration, attempt, kind, port, version, result, cost_micros, started_at, patch, digest,
      writer, nth)
    ), versions as (
      insert into state_version(run_id, version, writer, node, patch, digest)
        select p_run, version, writer, node, patch, digest from rows where version is not null
    )
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, cost_micros, started_at,
      ended_at)
      select p_run, node, iteration, attempt, p_branch, kind, 'done', port, version, result, cost_micros, started_at,
        transaction_timestamp() + nth * interval '1 microsecond' from rows;
  end if;
  with versions as (
    insert into state_version(run_id, version, writer, node, patch, digest)
      select p_run, v, p_writer, p_node, p_patch, p_digest where p_slot is not null
  )
  insert into step(run_id, node, iteration, attempt, branch, path, scope, kind, status, port, version, result, cost_micros,
      started_at, ended_at)
    select p_run, p_node, p_iteration, p_attempt, p_branch, coalesce(p_rest->'at'->>'path', ''),
      coalesce(p_rest->'at'->>'scope', ''),
      p_kind, p_status, p_port, case when p_slot is not null then v end, p_result, p_cost_micros, p_started_at, clock_timestamp()
      where p_kind is not null;
  if p_ends is not null then
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, result, started_at, ended_at)
      select p_run, p_ends, coalesce(max(iteration) + 1, 0), 0, p_branch, 'end', 'done', '', '{}', clock_timestamp(),
      clock_timestamp()
      from step where run_id = p_run and node = p_ends;
  end if;
  if p_settle is not null then perform settle_calls(p_settle); end if;  -- also adds to run.spent_micros
  perform append_record(v_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);

  if p_moves = 'on' then
    if cardinality(p_next) > 0 then
      -- two live branches may reach one node: the visit is numbered here, under the run's lock, not in the planner's memory
      b_status := 'ready'; go_node := p_next[1]; go_iteration := next_iteration(p_run, go_node); go_attempt := 0; go_arrived
      := p_arrived[1];
      v_stays := p_fence is not null;
    end if;
  elsif p_moves = 'absorb' then
    b_status := 'absorbed';
  elsif p_moves = 'sleep' then
    b_status := 'waiting';
  elsif p_moves = 'park' then
    b_status := 'waiting';
    insert into review(id, workspace_id, run_id, team_id, branch, node, iteration, kind, question, reason, risk, view, digest,
      four_eyes, due_at)
      select x->>'id', v_workspace, p_run, v_team, p_branch, p_node, p_iteration, x->>'kind', x->>'question', x->>'reason',
        x->>'risk', x->'view', x->>'digest', (x->>'fourEyes')::boolean, (x->>'dueAt')::timestamptz from (select
      p_rest->'review' as x) y;
  else
    b_status := 'ready';
    go_attempt := (p_rest->'retry'->>'attempt')::int;
    go_arrived := p_rest->'retry'->'arrived';
    v_delay := (p_rest->'retry'->>'delayMs')::bigint;
    v_stays := p_fence is not null and v_delay = 0;
  end if;

  update branch set node = go_node, iteration = go_iteration, attempt = go_attempt, status = b_status,
      driver = case when v_stays then driver end,
      ready_at = case when v_stays then ready_at else clock_timestamp() + make_interval(secs => v_delay / 1000.0) end, arrived
      = coalesce(go_arrived, arrived), moved_at = clock_timestamp(),
      path = coalesce(p_rest->'place'->>'path', path), scope = coalesce(p_rest->'place'->>'scope', scope),
      fork = case when p_rest ? 'place' then p_rest->'place'->>'fork' else fork end,
      wake_at = (p_rest->>'wakeAt')::timestamptz
    where run_id = p_run and branch = p_branch and node = b_node and iteration = b_iteration
      and case when p_fence is null then status = 'waiting' else status = 'ready' and fence = p_fence end;
  if not found then raise exception 'refused: fenced' using errcode = 'P0F01'; end if;

  -- Lanes beside this one, once the branch has taken its own place: their visits are numbered after its own.
  if p_rest ? 'lanes' then
    for l in select * from jsonb_array_elements(p_rest->'lanes') loop
      insert into branch(run_id, branch, node, iteration, status, arrived, path, scope, fork, priority)
        values (p_run, l->>'branch', l->>'node', next_iteration(p_run, l->>'node'), 'ready', l->'arrived', l->>'path',
          l->>'scope', l->>'fork', v_priority);
    end loop;
  end if;

  if b_status <> 'ready' then
    if exists (select 1 from branch where run_id = p_run and status = 'ready') then null;
    elsif exists (select 1 from branch where run_id = p_run and status = 'waiting') then
      r_status := case when exists (select 1 from review where run_id = p_run and status = 'open' and kind = 'budget')
        then 'blocked' else 'waiting' end;
    else
      -- What the run came to was said by the branch that ended outside of all lanes, which need not be the last.
      v_over := true;
      r_outcome := coalesce(r_outcome, (select outcome from run where id = p_run), '{"status":"done"}');
      r_status := r_outcome->>'status';
    end if;
  end if;
  if r_status <> 'running' or p_fence is null or r_outcome is not null then
    update run set status = r_status, outcome = coalesce(r_outcome, outcome), ended_at = case when v_over then
      clock_timestamp() end
      where id = p_run;
  end if;
  return jsonb_build_object('version', v, 'status', r_status, 'go', case when b_status = 'ready' and v_stays then
    jsonb_build_object('node', go_node, 'iteration', go_iteration, 'attempt', go_attempt, 'arrived', go_arrived) end);
end $$;

drop function enqueue_advance(text, text, text, bigint);
drop trigger branch_take_priority on branch;
drop function branch_take_priority();
ALTER TABLE branch DROP COLUMN workflow_id;

-- Reading takes no fence: whoever claims or enters has taken it.
drop function read_branch(text, text, boolean);
create function read_branch(p_run text, p_branch text) returns jsonb language plpgsql as $$
begin
  return (select jsonb_build_object('fence', b.fence, 'node', b.node, 'iteration', b.iteration, 'attempt', b.attempt,
      'arrived', b.arrived, 'workspaceId', run.workspace_id, 'teamId', run.team_id, 'versionId', run.version_id,
      'title', run.title, 'mode', run.mode, 'state', run.state, 'stateVersion', run.state_version,
      'startedBy', run.started_by, 'path', b.path, 'scope', b.scope,
      'lane', case when b.fork is not null then fork_as_read(run.id, b.fork) end,
      'split', case when b.arrived ? 'fires' then fork_as_read(run.id, b.arrived->'fires'->>'fork') end, 'spentMicros',
      run.spent_micros::text,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'iteration', s.iteration, 'attempt', s.attempt,
          'status', s.status, 'port', s.port, 'confidence', s.result->'envelope'->'confidence',
          'feedback', s.result->'verdict', 'told', s.result->'feedback') order by s.ended_at)
        from step s where s.run_id = p_run and (s.scope = '' or s.scope = b.scope or starts_with(b.scope, s.scope || '/'))),
      '[]'))
    from run join branch b on b.run_id = run.id and b.branch = p_branch
    where run.id = p_run and run.status in ('running', 'waiting', 'blocked'));
end $$;

create or replace function enter_branch(p_run text, p_branch text, p_worker text) returns jsonb language plpgsql as $$
begin
  update branch set fence = fence + 1 where run_id = p_run and branch = p_branch and status = 'ready' and driver = p_worker;
  if not found then return null; end if;
  return read_branch(p_run, p_branch);
end $$;

create or replace function claim_branches(p_worker text, p_limit integer) returns jsonb language plpgsql as $$
declare v_taken jsonb; v_now timestamptz := clock_timestamp();
begin
  with found as (
    select run_id, branch from branch
      where status = 'ready' and driver is null and held_by is null and ready_at <= v_now
        and branch_due(ready_at, priority) <= branch_due(v_now, -1::smallint)
      order by branch_due(ready_at, priority) limit p_limit for update skip locked
  ), taken as (
    update branch b set driver = p_worker, fence = b.fence + 1 from found f
      where b.run_id = f.run_id and b.branch = f.branch returning b.run_id, b.branch
  ) select jsonb_agg(jsonb_build_array(run_id, branch)) into v_taken from taken;
  if v_taken is null then return '[]'; end if;
  return (select jsonb_agg(jsonb_build_object('run', t->>0, 'branch', t->>1, 'at',
      case when (select pg_column_size(state) from run where id = t->>0) <= 16384 then read_branch(t->>0, t->>1) end))
    from jsonb_array_elements(v_taken) t);
end $$;
