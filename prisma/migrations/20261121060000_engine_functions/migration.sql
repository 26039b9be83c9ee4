-- The engine's hot path: each function is one round trip, and what it does commits at once or not at all.
-- Refusals are exceptions: P0F01 somebody else moved on (fenced, over), P0F02 the state moved, P0F03 the review is not open as shown.

-- A branch of a run is to be driven: enqueue the durable workflow in the caller's transaction. Waking the workers is
-- not part of it: commits that notify take turns on one lock of the whole server (see server/engine/wake.ts).
create function enqueue_advance(p_run text, p_branch text, p_id text, p_delay_ms bigint default 0) returns void
language plpgsql as $$
begin
  perform dbos.enqueue_workflow('advance', 'advance', array[to_json(p_run), to_json(p_branch), to_json(p_id)],
    workflow_id => p_id, application_name => 'baton',
    delay_until_epoch_ms => case when p_delay_ms > 0
      then (extract(epoch from clock_timestamp()) * 1000)::bigint + p_delay_ms end);
end $$;

-- p_entries: [{entryId, kind}] beside the bodies and hashes; p_privates: [{entryId, field, salt (base64), value}]
create function append_record(p_workspace text, p_run text, p_entries jsonb, p_bodies bytea[], p_hashes bytea[], p_privates jsonb)
returns void language plpgsql as $$
begin
  insert into record_entry(workspace_id, entry_id, run_id, kind, body, leaf_hash)
    select p_workspace, e.value->>'entryId', p_run, e.value->>'kind', p_bodies[e.ordinality], p_hashes[e.ordinality]
    from jsonb_array_elements(p_entries) with ordinality e;
  if jsonb_array_length(p_privates) > 0 then
    insert into record_private(entry_id, field, salt, value)
      select x->>'entryId', x->>'field', decode(x->>'salt', 'base64'), x->'value' from jsonb_array_elements(p_privates) x;
  end if;
end $$;

-- Starts a run: the trigger's step is done by arriving. p: {id, workspaceId, teamId, versionId, title, mode, input,
-- startedBy, idempotencyKey?, entry, digest, patch, next:{node, arrived}}. Returns the run's id: the earlier run's
-- when the idempotency key is known.
create function start_run(p jsonb, p_entries jsonb, p_bodies bytea[], p_hashes bytea[], p_privates jsonb) returns text
language plpgsql as $$
declare v_id text := p->>'id'; v_entry text := p->>'entry';
begin
  insert into run(id, workspace_id, team_id, version_id, title, mode, input, state, state_version, started_by, idempotency_key)
    values (v_id, p->>'workspaceId', p->>'teamId', p->>'versionId', p->>'title', p->>'mode', p->'input',
      jsonb_build_object(v_entry, p->'input'), 1, p->'startedBy', p->>'idempotencyKey')
    on conflict (workspace_id, idempotency_key) do nothing;
  if not found then
    return (select id from run where workspace_id = p->>'workspaceId' and idempotency_key = p->>'idempotencyKey');
  end if;
  insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, started_at, ended_at)
    values (v_id, v_entry, 0, 0, '0', 'trigger', 'done', 'out', 1, jsonb_build_object('output', p->'input'),
      clock_timestamp(), clock_timestamp());
  insert into state_version(run_id, version, writer, node, patch, digest)
    values (v_id, 1, p->'startedBy', v_entry, p->'patch', p->>'digest');
  insert into branch(run_id, branch, node, iteration, status, arrived, workflow_id)
    values (v_id, '0', p->'next'->>'node', 0, 'ready', p->'next'->'arrived', v_id || ':0:0');
  perform append_record(p->>'workspaceId', v_id, p_entries, p_bodies, p_hashes, p_privates);
  perform enqueue_advance(v_id, '0', v_id || ':0:0');
  return v_id;
end $$;

-- Where a branch stands and what happened in its run so far, in one round trip; null when the run is over.
create function read_branch(p_run text, p_branch text) returns jsonb language sql stable as $$
  select jsonb_build_object('fence', b.fence, 'node', b.node, 'iteration', b.iteration, 'attempt', b.attempt,
      'arrived', b.arrived, 'workspaceId', run.workspace_id, 'teamId', run.team_id, 'versionId', run.version_id,
      'title', run.title, 'mode', run.mode, 'state', run.state, 'stateVersion', run.state_version,
      'startedBy', run.started_by, 'spentMicros', run.spent_micros::text,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'iteration', s.iteration, 'attempt', s.attempt,
          'status', s.status, 'port', s.port, 'confidence', s.result->'envelope'->'confidence',
          'feedback', s.result->'verdict') order by s.ended_at)
        from step s where s.run_id = p_run), '[]'))
    from run join branch b on b.run_id = run.id and b.branch = p_branch
    where run.id = p_run and run.status in ('running', 'waiting', 'blocked')
$$;

-- Takes the fence of a ready branch and reads it; null when there is nothing to drive.
create function enter_branch(p_run text, p_branch text) returns jsonb language plpgsql as $$
begin
  update branch set fence = fence + 1 where run_id = p_run and branch = p_branch and status = 'ready';
  if not found then return null; end if;
  return read_branch(p_run, p_branch);
end $$;

-- The one transaction of a step. p_fence null: a verdict on a waiting branch, from outside the engine.
-- p: {node, iteration, attempt, moves:'on'|'park'|'retry',
--     step?: {kind, status, port, result, costMicros, startedAt}, state?: {base, slot, value, patch, digest, writer, node},
--     settle: [{id, status, tokensIn, tokensOut, costMicros, error}], effect?: {status, response} of this activation,
--     ends?: {node} (an end that the step leads to, done in the same commit), review?: {...row}, verdict?: {reviewId, digest, verdict, by}, next: [{node, arrived}], outcome?: {status, ...},
--     retry?: {delayMs, attempt, arrived?}}
-- Returns {version, go?: {node, iteration, attempt, arrived}}; `go` is where the caller carries on by itself.
create function commit_step(p_run text, p_branch text, p_fence int, p jsonb,
  p_entries jsonb, p_bodies bytea[], p_hashes bytea[], p_privates jsonb) returns jsonb language plpgsql as $$
declare
  r run; s jsonb; n jsonb; go jsonb; v int; i int := 0; it int; b_status text := 'done'; wf text; nb text;
  v_node text := p->>'node'; v_iter int := (p->>'iteration')::int; v_attempt int := (p->>'attempt')::int;
  r_status text := 'running'; r_outcome jsonb; inline boolean := p_fence is not null;
begin
  select * into r from run where id = p_run for update;  -- commits of one run are serial
  if not found or r.status not in ('running', 'waiting', 'blocked') then
    raise exception 'refused: the run is over' using errcode = 'P0F01';
  end if;
  v := r.state_version;
  if p ? 'state' then
    if (p->'state'->>'base')::int <> v then raise exception 'stale state' using errcode = 'P0F02'; end if;
    v := v + 1;
    insert into state_version(run_id, version, writer, node, patch, digest)
      values (p_run, v, p->'state'->'writer', p->'state'->>'node', p->'state'->'patch', p->'state'->>'digest');
  end if;
  if p ? 'verdict' then
    update review set status = 'decided', verdict = p->'verdict'->'verdict', decided_by = p->'verdict'->'by', decided_at = clock_timestamp()
      where id = p->'verdict'->>'reviewId' and run_id = p_run and status = 'open' and digest = p->'verdict'->>'digest';
    if not found then raise exception 'refused: the review is not open as shown' using errcode = 'P0F03'; end if;
  end if;
  if p ? 'step' then
    s := p->'step';
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, cost_micros, started_at, ended_at)
      values (p_run, v_node, v_iter, v_attempt, p_branch, s->>'kind', s->>'status', s->>'port',
        case when p ? 'state' then v end, s->'result', (s->>'costMicros')::bigint, (s->>'startedAt')::timestamptz, clock_timestamp());
  end if;
  if p ? 'ends' then
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, result, started_at, ended_at)
      select p_run, p->'ends'->>'node', coalesce(max(iteration) + 1, 0), 0, p_branch, 'end', 'done', '', '{}', clock_timestamp(), clock_timestamp()
      from step where run_id = p_run and node = p->'ends'->>'node';
  end if;
  if jsonb_array_length(p->'settle') > 0 then perform settle_calls(p->'settle'); end if;  -- also adds to run.spent_micros
  if p ? 'effect' then
    update effect set status = p->'effect'->>'status', response = coalesce(p->'effect'->'response', response), settled_at = clock_timestamp()
      where run_id = p_run and node = v_node and iteration = v_iter;
  end if;
  perform append_record(r.workspace_id, p_run, p_entries, p_bodies, p_hashes, p_privates);

  case p->>'moves'
  when 'park' then
    b_status := 'waiting';
    insert into review(id, workspace_id, run_id, team_id, branch, node, iteration, kind, question, reason, risk, view, digest, four_eyes, due_at)
      select x->>'id', r.workspace_id, p_run, r.team_id, p_branch, v_node, v_iter, x->>'kind', x->>'question', x->>'reason',
        x->>'risk', x->'view', x->>'digest', (x->>'fourEyes')::boolean, (x->>'dueAt')::timestamptz from (select p->'review' as x) y;
    go := jsonb_build_object('node', v_node, 'iteration', v_iter, 'attempt', v_attempt, 'arrived', null);
  when 'retry' then
    b_status := 'ready';
    go := jsonb_build_object('node', v_node, 'iteration', v_iter, 'attempt', (p->'retry'->>'attempt')::int, 'arrived', p->'retry'->'arrived');
    if not inline or (p->'retry'->>'delayMs')::bigint > 0 then
      wf := p_run || ':' || p_branch || ':' || v || ':r' || v_attempt || ':' || coalesce(p_fence, 0);
      perform enqueue_advance(p_run, p_branch, wf, (p->'retry'->>'delayMs')::bigint);
      inline := false;
    end if;
  else
    for n in select * from jsonb_array_elements(p->'next') loop
      -- two live branches may reach one node: the visit is numbered here, under the run's lock, not in the planner's memory
      select coalesce(max(x.iteration) + 1, 0) into it from (
        select iteration from step where run_id = p_run and node = n->>'node'
        union all select iteration from branch where run_id = p_run and node = n->>'node' and status in ('ready', 'waiting')) x;
      n := n || jsonb_build_object('iteration', it, 'attempt', 0);
      if i = 0 then
        go := n; b_status := 'ready';
        if not inline then
          wf := p_run || ':' || p_branch || ':' || v || ':' || (n->>'node') || it;
          perform enqueue_advance(p_run, p_branch, wf);
        end if;
      else
        nb := (n->>'node') || '#' || it;
        insert into branch(run_id, branch, node, iteration, status, arrived, workflow_id)
          values (p_run, nb, n->>'node', it, 'ready', n->'arrived', p_run || ':' || nb || ':' || v);
        perform enqueue_advance(p_run, nb, p_run || ':' || nb || ':' || v);
      end if;
      i := i + 1;
    end loop;
  end case;

  update branch set node = coalesce(go->>'node', v_node), iteration = coalesce((go->>'iteration')::int, v_iter),
      attempt = coalesce((go->>'attempt')::int, v_attempt), status = b_status, workflow_id = coalesce(wf, workflow_id),
      arrived = case when jsonb_typeof(go->'arrived') = 'object' then go->'arrived' else arrived end, moved_at = clock_timestamp()
    where run_id = p_run and branch = p_branch and node = v_node and iteration = v_iter
      and case when p_fence is null then status = 'waiting' else status = 'ready' and fence = p_fence end;
  if not found then raise exception 'refused: fenced' using errcode = 'P0F01'; end if;

  if b_status <> 'ready' then
    if exists (select 1 from branch where run_id = p_run and status = 'ready') then r_status := 'running';
    elsif exists (select 1 from branch where run_id = p_run and status = 'waiting') then
      r_status := case when exists (select 1 from review where run_id = p_run and status = 'open' and kind = 'budget')
        then 'blocked' else 'waiting' end;
    else
      r_outcome := coalesce(p->'outcome', '{"status":"done"}');
      r_status := r_outcome->>'status';
    end if;
  end if;
  update run set status = r_status, state_version = v, updated_at = clock_timestamp(),
      state = case when p ? 'state' then jsonb_set(state, array[p->'state'->>'slot'], p->'state'->'value') else state end,
      outcome = coalesce(r_outcome, outcome), ended_at = case when r_outcome is not null then clock_timestamp() end
    where id = p_run;
  return jsonb_build_object('version', v, 'status', r_status, 'go', case when inline and b_status = 'ready' then go end);
end $$;

-- Before a call that writes outside: the intent is on the record first. Returns the effect as it stands; `attempts` > 1
-- means that an earlier attempt may have gone out. p: {id, node, iteration, key, connection, request, status}
create function intend_effect(p_run text, p_branch text, p_fence int, p jsonb,
  p_entries jsonb, p_bodies bytea[], p_hashes bytea[], p_privates jsonb) returns jsonb language plpgsql as $$
declare r run; e effect;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('running', 'waiting', 'blocked') then
    raise exception 'refused: the run is over' using errcode = 'P0F01';
  end if;
  if not exists (select 1 from branch where run_id = p_run and branch = p_branch and status = 'ready' and fence = p_fence) then
    raise exception 'refused: fenced' using errcode = 'P0F01';
  end if;
  insert into effect(id, workspace_id, run_id, node, iteration, key, connection, request, status, attempts)
    values (p->>'id', r.workspace_id, p_run, p->>'node', (p->>'iteration')::int, p->>'key', p->>'connection', p->'request', 'intended', 1)
    on conflict (key) do update set attempts = effect.attempts + 1
    returning * into e;
  if e.attempts = 1 then perform append_record(r.workspace_id, p_run, p_entries, p_bodies, p_hashes, p_privates); end if;
  return jsonb_build_object('id', e.id, 'status', e.status, 'attempts', e.attempts, 'request', e.request, 'response', e.response);
end $$;

-- Ends a run from outside: nothing more starts, open reviews are withdrawn. Returns false when it was over already.
create function cancel_run(p_run text, p_outcome jsonb, p_entries jsonb, p_bodies bytea[], p_hashes bytea[], p_privates jsonb)
returns boolean language plpgsql as $$
declare r run;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('running', 'waiting', 'blocked') then return false; end if;
  update branch set status = 'done', fence = fence + 1, moved_at = clock_timestamp() where run_id = p_run and status in ('ready', 'waiting');
  update review set status = 'withdrawn', decided_at = clock_timestamp() where run_id = p_run and status = 'open';
  update run set status = 'cancelled', outcome = p_outcome, cancel_requested_at = clock_timestamp(), updated_at = clock_timestamp(),
    ended_at = clock_timestamp() where id = p_run;
  perform append_record(r.workspace_id, p_run, p_entries, p_bodies, p_hashes, p_privates);
  return true;
end $$;

-- Safety net: a ready branch whose workflow is finished or absent gets a new one. `p_age` spares those just moved.
create index branch_ready on branch(moved_at) where status = 'ready';
create function reconcile_branches(p_age interval) returns int language plpgsql as $$
declare b record; c int := 0; id text;
begin
  for b in select br.* from branch br join run r on r.id = br.run_id and r.status in ('running', 'waiting', 'blocked')
    where br.status = 'ready' and br.moved_at < clock_timestamp() - p_age
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
