-- Paths that split and come together: lanes of a token, forks, joins, and branches that sleep until a time.

-- Where a token is: the lanes it stands in, outermost first (`split#0:2/each#0:5`), and of these the ones that keep what
-- they write to themselves (domain/run/fork.ts, domain/state/scoped.ts).
ALTER TABLE branch ADD COLUMN path text NOT NULL DEFAULT '', ADD COLUMN scope text NOT NULL DEFAULT '',
  ADD COLUMN fork text, ADD COLUMN wake_at timestamptz(3);
ALTER TABLE step ADD COLUMN path text NOT NULL DEFAULT '', ADD COLUMN scope text NOT NULL DEFAULT '';
CREATE INDEX branch_wake ON branch(wake_at) WHERE wake_at IS NOT NULL;
CREATE INDEX branch_fork ON branch(run_id, fork) WHERE fork IS NOT NULL;

-- One opening of one split. `state` is domain/run/fork.ts: Fork; `version` counts its changes, so that a plan made from
-- an older one is refused.
CREATE TABLE fork (
  run_id text NOT NULL,
  fork text NOT NULL,
  opener text NOT NULL,
  iteration int NOT NULL,
  join_node text NOT NULL,
  path text NOT NULL,
  scope text NOT NULL,
  state jsonb NOT NULL,
  version int NOT NULL DEFAULT 0,
  due_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
  CONSTRAINT fork_pkey PRIMARY KEY (run_id, fork)
) WITH (fillfactor = 70);
CREATE INDEX fork_due ON fork(due_at) WHERE due_at IS NOT NULL;

create function fork_as_read(p_run text, p_fork text) returns jsonb language sql stable as $$
  select jsonb_build_object('id', fork, 'version', version, 'opener', opener, 'iteration', iteration, 'join', join_node,
    'path', path, 'scope', scope, 'state', state) from fork where run_id = p_run and fork = p_fork
$$;

-- The number of the next visit of a node; under the run's lock.
create function next_iteration(p_run text, p_node text) returns int language sql as $$
  select coalesce(max(x.iteration) + 1, 0) from (
    select iteration from step where run_id = p_run and node = p_node
    union all select iteration from branch where run_id = p_run and node = p_node and status in ('ready', 'waiting')) x
$$;

-- Opens a fork or moves it on; P0F02 when it is not as the plan knew it.
create function put_fork(p_run text, p jsonb) returns void language plpgsql as $$
begin
  if p->>'base' is null then
    insert into fork(run_id, fork, opener, iteration, join_node, path, scope, state, due_at)
      values (p_run, p->>'id', p->>'opener', (p->>'iteration')::int, p->>'join', p->>'path', p->>'scope', p->'state',
        clock_timestamp() + make_interval(secs => (p->>'dueSeconds')::int));
    return;
  end if;
  update fork set state = p->'state', version = version + 1,
      due_at = case when p->'state'->>'status' = 'open' then due_at end
    where run_id = p_run and fork = p->>'id' and version = (p->>'base')::int;
  if not found then raise exception 'stale fork' using errcode = 'P0F02'; end if;
end $$;

-- Ends the lanes of a fork, and of forks within them, that are still under way: nothing of theirs is committed any more.
create function cancel_lanes(p_run text, p_but text, p_fork text) returns void language plpgsql as $$
declare f fork; v_within text; v_ended text[];
begin
  select * into f from fork where run_id = p_run and fork = p_fork;
  v_within := case when f.path = '' then '' else f.path || '/' end || p_fork || ':';
  with ended as (
    update branch set status = 'cancelled', fence = fence + 1, wake_at = null, moved_at = clock_timestamp()
      where run_id = p_run and branch <> p_but and status not in ('done', 'absorbed', 'cancelled') and starts_with(path, v_within)
      returning branch
  ) select array_agg(branch) into v_ended from ended;
  update review set status = 'withdrawn', decided_at = clock_timestamp()
    where run_id = p_run and status = 'open' and branch = any(v_ended);
  update fork set due_at = null, state = state || '{"status":"fired"}', version = version + 1
    where run_id = p_run and starts_with(path || '/', v_within) and state->>'status' = 'open';
end $$;

-- Where a branch stands and what happened in its run so far, in one round trip; null when the run is over. With p_take
-- it takes the fence of a ready branch as well, and is null when there is nothing to drive.
create or replace function read_branch(p_run text, p_branch text, p_take boolean) returns jsonb language plpgsql as $$
begin
  if p_take then
    update branch set fence = fence + 1 where run_id = p_run and branch = p_branch and status = 'ready';
    if not found then return null; end if;
  end if;
  return (select jsonb_build_object('fence', b.fence, 'node', b.node, 'iteration', b.iteration, 'attempt', b.attempt,
      'arrived', b.arrived, 'workspaceId', run.workspace_id, 'teamId', run.team_id, 'versionId', run.version_id,
      'title', run.title, 'mode', run.mode, 'state', run.state, 'stateVersion', run.state_version,
      'startedBy', run.started_by, 'path', b.path, 'scope', b.scope,
      'lane', case when b.fork is not null then fork_as_read(run.id, b.fork) end,
      'split', case when b.arrived ? 'fires' then fork_as_read(run.id, b.arrived->'fires'->>'fork') end, 'spentMicros', run.spent_micros::text,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'iteration', s.iteration, 'attempt', s.attempt,
          'status', s.status, 'port', s.port, 'confidence', s.result->'envelope'->'confidence',
          'feedback', s.result->'verdict', 'told', s.result->'feedback') order by s.ended_at)
        from step s where s.run_id = p_run and (s.scope = '' or s.scope = b.scope or starts_with(b.scope, s.scope || '/'))), '[]'))
    from run join branch b on b.run_id = run.id and b.branch = p_branch
    where run.id = p_run and run.status in ('running', 'waiting', 'blocked'));
end $$;

DROP FUNCTION commit_step(text, text, int, text, int, int, text, text, text, text, jsonb, bigint, timestamptz, text, int, jsonb,
  jsonb, text, jsonb, jsonb, text[], jsonb[], text, jsonb, text[], text[], text[], jsonb);

-- The one transaction of a step. Null stands for a part that the step does not have:
--   p_fence        a verdict on a waiting branch, from outside the engine
--   p_kind …       no step is done (a gate only opens its review)
--   p_slot …       nothing is written to the state; else the slot's place in it, as names that lead there
--   p_settle       [{id, status, tokensIn, tokensOut, costMicros, error}]
--   p_ends         an end that the step leads to, done in the same commit
--   p_rest         what few steps have: effect? {status, response} of this activation, review? {...row},
--                  verdict? {reviewId, digest, verdict, by}, outcome? {status, ...}, retry? {delayMs, attempt, arrived?},
--                  at? {path, scope} of a step in a lane, forks? [{id, base, opener, iteration, join, path, scope, state,
--                  dueSeconds}] as they stand after this step, with the version they were read at (null opens one),
--                  lanes? [{branch, node, arrived, path, scope, fork}] that begin beside this one,
--                  place? {path, scope, fork} the branch goes on in, cancel? [forks whose other lanes end here],
--                  wakeAt? when a sleeping branch is woken
-- p_moves: on | park | retry | absorb (the branch ends, others go on for it) | sleep. Returns {version, status,
-- go?: {node, iteration, attempt, arrived}}; `go` is where the caller carries on by itself.
create function commit_step(p_run text, p_branch text, p_fence int, p_node text, p_iteration int, p_attempt int, p_moves text,
  p_kind text, p_status text, p_port text, p_result jsonb, p_cost_micros bigint, p_started_at timestamptz,
  p_slot text[], p_base int, p_value jsonb, p_patch jsonb, p_digest text, p_writer jsonb,
  p_settle jsonb, p_next text[], p_arrived jsonb[], p_ends text, p_rest jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns jsonb language plpgsql as $$
declare
  v_workspace text; v_team text; v int; b_status text := 'done'; r_status text := 'running'; r_outcome jsonb; v_over boolean := false;
  go_node text := p_node; go_iteration int := p_iteration; go_attempt int := p_attempt; go_arrived jsonb;
  wf text; it int; l jsonb;
begin
  -- The run's row is locked first: commits of one run are serial.
  update run set state_version = state_version + case when p_slot is null then 0 else 1 end, updated_at = clock_timestamp(),
      state = case when p_slot is null then state else jsonb_set(state, p_slot, p_value) end
    where id = p_run and status in ('running', 'waiting', 'blocked') and (p_slot is null or state_version = p_base)
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
    where run_id = p_run and branch = p_branch and node = p_node and iteration = p_iteration
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

-- Wakes branches whose time has come, and joins whose lanes took too long. Returns how many. The run's row is locked first,
-- as everywhere; one that is being committed to at the moment is left for the next time.
create function wake_due(p_limit int) returns int language plpgsql as $$
declare b record; c int := 0; wf text; it int; nb text;
begin
  for b in select run_id, branch from branch where wake_at <= clock_timestamp() order by wake_at limit p_limit loop
    perform 1 from run where id = b.run_id for update skip locked;
    if not found then continue; end if;
    update branch set status = 'ready', wake_at = null, arrived = arrived || '{"woke":true}', moved_at = clock_timestamp(),
        workflow_id = run_id || ':' || branch || ':w' || fence || ':' || node || iteration
      where run_id = b.run_id and branch = b.branch and status = 'waiting' and wake_at <= clock_timestamp()
        and exists (select 1 from run where id = b.run_id and status in ('running', 'waiting', 'blocked'))
      returning workflow_id into wf;
    if not found then
      update branch set wake_at = null where run_id = b.run_id and branch = b.branch and status <> 'waiting';
      continue;
    end if;
    update run set status = 'running' where id = b.run_id;
    perform enqueue_advance(b.run_id, b.branch, wf);
    c := c + 1;
  end loop;
  for b in select * from fork where due_at <= clock_timestamp() order by due_at limit p_limit loop
    perform 1 from run where id = b.run_id for update skip locked;
    if not found then continue; end if;
    update fork set due_at = null where run_id = b.run_id and fork = b.fork and due_at <= clock_timestamp();
    if not found or not exists (select 1 from run where id = b.run_id and status in ('running', 'waiting', 'blocked')) then continue; end if;
    it := next_iteration(b.run_id, b.join_node);
    nb := b.fork || ':due';
    wf := b.run_id || ':' || nb;
    insert into branch(run_id, branch, node, iteration, status, arrived, path, scope, fork, workflow_id)
      values (b.run_id, nb, b.join_node, it, 'ready', jsonb_build_object('from', b.opener, 'fires', jsonb_build_object('fork', b.fork, 'lapsed', true)),
        b.path, b.scope, nullif(regexp_replace(b.path, '^(.*/)?([^/]*):[0-9]+$', '\2'), ''), wf);
    update run set status = 'running' where id = b.run_id;
    perform enqueue_advance(b.run_id, nb, wf);
    c := c + 1;
  end loop;
  return c;
end $$;
