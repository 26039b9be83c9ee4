-- A step is committed together with the steps that led to it and are not committed yet (docs/decisions/0014).

-- p_before: the steps before, in their order, of a branch that is alone in its run: they do nothing but lead on, and write
-- slots of the whole run. p_base: the state version that the first write of them all was worked out from.
drop function commit_step(text, text, int, text, int, int, text, text, text, text, jsonb, bigint, timestamptz,
  text[], int, jsonb, jsonb, text, jsonb, jsonb, text[], jsonb[], text, jsonb, text[], text[], text[], jsonb);
create function commit_steps(p_run text, p_branch text, p_fence int, p_before jsonb, p_node text, p_iteration int, p_attempt int, p_moves text,
  p_kind text, p_status text, p_port text, p_result jsonb, p_cost_micros bigint, p_started_at timestamptz,
  p_slot text[], p_base int, p_value jsonb, p_patch jsonb, p_digest text, p_writer jsonb,
  p_settle jsonb, p_next text[], p_arrived jsonb[], p_ends text, p_rest jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns jsonb language plpgsql as $$
declare
  v_workspace text; v_team text; v int; b_status text := 'done'; r_status text := 'running'; r_outcome jsonb; v_over boolean := false;
  go_node text := p_node; go_iteration int := p_iteration; go_attempt int := p_attempt; go_arrived jsonb;
  wf text; it int; l jsonb; v_first int := 0; b_node text := p_node; b_iteration int := p_iteration; v_wrote jsonb;
begin
  if p_before is not null then
    b_node := p_before->0->>'node';
    b_iteration := (p_before->0->>'iteration')::int;
    select count(*), jsonb_object_agg(x->>'slot', x->'value') into v_first, v_wrote
      from jsonb_array_elements(p_before) x where x ? 'slot';
  end if;
  -- The run's row is locked first: commits of one run are serial.
  update run set state_version = state_version + v_first + case when p_slot is null then 0 else 1 end, updated_at = clock_timestamp(),
      state = case
        when v_wrote is null then case when p_slot is null then state else jsonb_set(state, p_slot, p_value) end
        when p_slot is null then state || v_wrote
        else jsonb_set(state || v_wrote, p_slot, p_value) end
    where id = p_run and status in ('running', 'waiting', 'blocked') and (p_base is null or state_version = p_base)
    returning workspace_id, team_id, state_version into v_workspace, v_team, v;
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
        where id = p_rest->'verdict'->>'reviewId' and run_id = p_run and status = 'open' and digest = p_rest->'verdict'->>'digest';
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
        with ordinality x(node, iteration, attempt, kind, port, version, result, cost_micros, started_at, patch, digest, writer, nth)
    ), versions as (
      insert into state_version(run_id, version, writer, node, patch, digest)
        select p_run, version, writer, node, patch, digest from rows where version is not null
    )
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, cost_micros, started_at, ended_at)
      select p_run, node, iteration, attempt, p_branch, kind, 'done', port, version, result, cost_micros, started_at,
        transaction_timestamp() + nth * interval '1 microsecond' from rows;
  end if;
  with versions as (
    insert into state_version(run_id, version, writer, node, patch, digest)
      select p_run, v, p_writer, p_node, p_patch, p_digest where p_slot is not null
  )
  insert into step(run_id, node, iteration, attempt, branch, path, scope, kind, status, port, version, result, cost_micros,
      started_at, ended_at)
    select p_run, p_node, p_iteration, p_attempt, p_branch, coalesce(p_rest->'at'->>'path', ''), coalesce(p_rest->'at'->>'scope', ''),
      p_kind, p_status, p_port, case when p_slot is not null then v end, p_result, p_cost_micros, p_started_at, clock_timestamp()
      where p_kind is not null;
  if p_ends is not null then
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, result, started_at, ended_at)
      select p_run, p_ends, coalesce(max(iteration) + 1, 0), 0, p_branch, 'end', 'done', '', '{}', clock_timestamp(), clock_timestamp()
      from step where run_id = p_run and node = p_ends;
  end if;
  if p_settle is not null then perform settle_calls(p_settle); end if;  -- also adds to run.spent_micros
  perform append_record(v_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);

  if p_moves = 'on' then
    if cardinality(p_next) > 0 then
      -- two live branches may reach one node: the visit is numbered here, under the run's lock, not in the planner's memory
      b_status := 'ready'; go_node := p_next[1]; go_iteration := next_iteration(p_run, go_node); go_attempt := 0; go_arrived := p_arrived[1];
      if p_fence is null then
        wf := p_run || ':' || p_branch || ':' || v || ':' || go_node || go_iteration;
        perform enqueue_advance(p_run, p_branch, wf);
      end if;
    end if;
  elsif p_moves = 'absorb' then
    b_status := 'absorbed';
  elsif p_moves = 'sleep' then
    b_status := 'waiting';
  elsif p_moves = 'park' then
    b_status := 'waiting';
    insert into review(id, workspace_id, run_id, team_id, branch, node, iteration, kind, question, reason, risk, view, digest, four_eyes, due_at)
      select x->>'id', v_workspace, p_run, v_team, p_branch, p_node, p_iteration, x->>'kind', x->>'question', x->>'reason',
        x->>'risk', x->'view', x->>'digest', (x->>'fourEyes')::boolean, (x->>'dueAt')::timestamptz from (select p_rest->'review' as x) y;
  else
    b_status := 'ready';
    go_attempt := (p_rest->'retry'->>'attempt')::int;
    go_arrived := p_rest->'retry'->'arrived';
    if p_fence is null or (p_rest->'retry'->>'delayMs')::bigint > 0 then
      wf := p_run || ':' || p_branch || ':' || v || ':r' || p_attempt || ':' || coalesce(p_fence, 0);
      perform enqueue_advance(p_run, p_branch, wf, (p_rest->'retry'->>'delayMs')::bigint);
    end if;
  end if;

  update branch set node = go_node, iteration = go_iteration, attempt = go_attempt, status = b_status,
      workflow_id = coalesce(wf, workflow_id), arrived = coalesce(go_arrived, arrived), moved_at = clock_timestamp(),
      path = coalesce(p_rest->'place'->>'path', path), scope = coalesce(p_rest->'place'->>'scope', scope),
      fork = case when p_rest ? 'place' then p_rest->'place'->>'fork' else fork end,
      wake_at = (p_rest->>'wakeAt')::timestamptz
    where run_id = p_run and branch = p_branch and node = b_node and iteration = b_iteration
      and case when p_fence is null then status = 'waiting' else status = 'ready' and fence = p_fence end;
  if not found then raise exception 'refused: fenced' using errcode = 'P0F01'; end if;

  -- Lanes beside this one, once the branch has taken its own place: their visits are numbered after its own.
  if p_rest ? 'lanes' then
    for l in select * from jsonb_array_elements(p_rest->'lanes') loop
      it := next_iteration(p_run, l->>'node');
      wf := p_run || ':' || (l->>'branch') || ':' || it;
      insert into branch(run_id, branch, node, iteration, status, arrived, path, scope, fork, workflow_id)
        values (p_run, l->>'branch', l->>'node', it, 'ready', l->'arrived', l->>'path', l->>'scope', l->>'fork', wf);
      perform enqueue_advance(p_run, l->>'branch', wf);
    end loop;
    wf := null;
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
    update run set status = r_status, outcome = coalesce(r_outcome, outcome), ended_at = case when v_over then clock_timestamp() end
      where id = p_run;
  end if;
  return jsonb_build_object('version', v, 'status', r_status, 'go', case when b_status = 'ready' and wf is null then
    jsonb_build_object('node', go_node, 'iteration', go_iteration, 'attempt', go_attempt, 'arrived', go_arrived) end);
end $$;
