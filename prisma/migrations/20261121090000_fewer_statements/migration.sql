-- The engine's hot path once more, with fewer statements and typed parameters instead of one large JSON to take apart
-- (docs/decisions/0009).
-- Refusals are exceptions: P0F01 somebody else moved on (fenced, over), P0F02 the state moved, P0F03 the review is not open as shown.

DROP FUNCTION append_record(text, text, jsonb, bytea[], bytea[], jsonb);
DROP FUNCTION start_run(jsonb, jsonb, bytea[], bytea[], jsonb);
DROP FUNCTION enter_branch(text, text);
DROP FUNCTION read_branch(text, text);
DROP FUNCTION commit_step(text, text, int, jsonb, jsonb, bytea[], bytea[], jsonb);
DROP FUNCTION intend_effect(text, text, int, jsonb, jsonb, bytea[], bytea[], jsonb);
DROP FUNCTION cancel_run(text, jsonb, jsonb, bytea[], bytea[], jsonb);

-- The leaf hash follows from the entry's bytes (RFC 6962 §2.1): nobody can write another beside them.
ALTER TABLE record_entry DROP COLUMN leaf_hash;
ALTER TABLE record_entry ADD COLUMN leaf_hash bytea NOT NULL GENERATED ALWAYS AS (sha256('\x00'::bytea || body)) STORED;

-- As before, an entry is numbered once and changed in nothing else; said as a condition, it costs no function call.
DROP TRIGGER record_entry_number_once ON record_entry;
CREATE TRIGGER record_entry_number_once BEFORE UPDATE ON record_entry FOR EACH ROW
  WHEN (OLD.seq IS NOT NULL OR NEW.seq IS NULL
    OR (NEW.id, NEW.workspace_id, NEW.entry_id, NEW.kind, NEW.body, NEW.at)
      <> (OLD.id, OLD.workspace_id, OLD.entry_id, OLD.kind, OLD.body, OLD.at)
    OR NEW.run_id IS DISTINCT FROM OLD.run_id)
  EXECUTE FUNCTION record_entry_keep();
CREATE OR REPLACE FUNCTION record_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the record is append only: % of record_entry is refused', TG_OP
    USING ERRCODE = 'restrict_violation';
END
$$;

-- Entries in their order, and what is kept beside them. p_privates: null or [{entryId, field, salt (base64), value}]
create function append_record(p_workspace text, p_run text, p_ids text[], p_kinds text[], p_bodies text[],
  p_privates jsonb) returns void language plpgsql as $$
begin
  insert into record_entry(workspace_id, entry_id, run_id, kind, body)
    select p_workspace, e.id, p_run, e.kind, convert_to(e.body, 'UTF8') from unnest(p_ids, p_kinds, p_bodies) e(id, kind, body);
  if p_privates is not null then
    insert into record_private(entry_id, field, salt, value)
      select x.e->>'entryId', x.e->>'field', decode(x.e->>'salt', 'base64'), x.e->'value' from jsonb_array_elements(p_privates) x(e);
  end if;
end $$;

-- Starts a run: the trigger's step is done by arriving. Returns the run's id: the earlier run's when the idempotency
-- key is known; null when this is not the team's published version, or the team is archived.
create function start_run(p_run text, p_workspace text, p_team text, p_slug text, p_version text, p_title text, p_mode text, p_input jsonb,
  p_started_by jsonb, p_idempotency_key text, p_entry text, p_patch jsonb, p_digest text, p_next text, p_arrived jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns text language plpgsql as $$
declare v_workflow text := p_run || ':0:0';
begin
  insert into run(id, workspace_id, team_id, version_id, title, mode, input, state, state_version, started_by, idempotency_key)
    select p_run, p_workspace, p_team, p_version, p_title, p_mode, p_input, jsonb_build_object(p_entry, p_input), 1,
      p_started_by, p_idempotency_key
    from team where id = p_team and slug = p_slug and published_id = p_version and archived_at is null
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

-- Where a branch stands and what happened in its run so far, in one round trip; null when the run is over. With p_take
-- it takes the fence of a ready branch as well, and is null when there is nothing to drive.
create function read_branch(p_run text, p_branch text, p_take boolean) returns jsonb language plpgsql as $$
begin
  if p_take then
    update branch set fence = fence + 1 where run_id = p_run and branch = p_branch and status = 'ready';
    if not found then return null; end if;
  end if;
  return (select jsonb_build_object('fence', b.fence, 'node', b.node, 'iteration', b.iteration, 'attempt', b.attempt,
      'arrived', b.arrived, 'workspaceId', run.workspace_id, 'teamId', run.team_id, 'versionId', run.version_id,
      'title', run.title, 'mode', run.mode, 'state', run.state, 'stateVersion', run.state_version,
      'startedBy', run.started_by, 'spentMicros', run.spent_micros::text,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'iteration', s.iteration, 'attempt', s.attempt,
          'status', s.status, 'port', s.port, 'confidence', s.result->'envelope'->'confidence',
          'feedback', s.result->'verdict') order by s.ended_at)
        from step s where s.run_id = p_run), '[]'))
    from run join branch b on b.run_id = run.id and b.branch = p_branch
    where run.id = p_run and run.status in ('running', 'waiting', 'blocked'));
end $$;

-- The one transaction of a step. Null stands for a part that the step does not have:
--   p_fence        a verdict on a waiting branch, from outside the engine
--   p_kind …       no step is done (a gate only opens its review)
--   p_slot …       nothing is written to the state
--   p_settle       [{id, status, tokensIn, tokensOut, costMicros, error}]
--   p_ends         an end that the step leads to, done in the same commit
--   p_rest         what few steps have: effect? {status, response} of this activation, review? {...row},
--                  verdict? {reviewId, digest, verdict, by}, outcome? {status, ...}, retry? {delayMs, attempt, arrived?}
-- p_moves: on | park | retry. Returns {version, status, go?: {node, iteration, attempt, arrived}}; `go` is where the
-- caller carries on by itself.
create function commit_step(p_run text, p_branch text, p_fence int, p_node text, p_iteration int, p_attempt int, p_moves text,
  p_kind text, p_status text, p_port text, p_result jsonb, p_cost_micros bigint, p_started_at timestamptz,
  p_slot text, p_base int, p_value jsonb, p_patch jsonb, p_digest text, p_writer jsonb,
  p_settle jsonb, p_next text[], p_arrived jsonb[], p_ends text, p_rest jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns jsonb language plpgsql as $$
declare
  v_workspace text; v_team text; v int; b_status text := 'done'; r_status text := 'running'; r_outcome jsonb;
  go_node text := p_node; go_iteration int := p_iteration; go_attempt int := p_attempt; go_arrived jsonb;
  wf text; nb text; it int; i int;
begin
  -- The run's row is locked first: commits of one run are serial.
  update run set state_version = state_version + case when p_slot is null then 0 else 1 end, updated_at = clock_timestamp(),
      state = case when p_slot is null then state else jsonb_set(state, array[p_slot], p_value) end
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
  end if;
  with versions as (
    insert into state_version(run_id, version, writer, node, patch, digest)
      select p_run, v, p_writer, p_node, p_patch, p_digest where p_slot is not null
  )
  insert into step(run_id, node, iteration, attempt, branch, kind, status, port, version, result, cost_micros, started_at, ended_at)
    select p_run, p_node, p_iteration, p_attempt, p_branch, p_kind, p_status, p_port, case when p_slot is not null then v end,
      p_result, p_cost_micros, p_started_at, clock_timestamp() where p_kind is not null;
  if p_ends is not null then
    insert into step(run_id, node, iteration, attempt, branch, kind, status, port, result, started_at, ended_at)
      select p_run, p_ends, coalesce(max(iteration) + 1, 0), 0, p_branch, 'end', 'done', '', '{}', clock_timestamp(), clock_timestamp()
      from step where run_id = p_run and node = p_ends;
  end if;
  if p_settle is not null then perform settle_calls(p_settle); end if;  -- also adds to run.spent_micros
  perform append_record(v_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);

  if p_moves = 'on' then
    for i in 1 .. cardinality(p_next) loop
      -- two live branches may reach one node: the visit is numbered here, under the run's lock, not in the planner's memory
      select coalesce(max(x.iteration) + 1, 0) into it from (
        select iteration from step where run_id = p_run and node = p_next[i]
        union all select iteration from branch where run_id = p_run and node = p_next[i] and status in ('ready', 'waiting')) x;
      if i = 1 then
        b_status := 'ready'; go_node := p_next[1]; go_iteration := it; go_attempt := 0; go_arrived := p_arrived[1];
        if p_fence is null then
          wf := p_run || ':' || p_branch || ':' || v || ':' || go_node || it;
          perform enqueue_advance(p_run, p_branch, wf);
        end if;
      else
        nb := p_next[i] || '#' || it;
        wf := p_run || ':' || nb || ':' || v;
        insert into branch(run_id, branch, node, iteration, status, arrived, workflow_id)
          values (p_run, nb, p_next[i], it, 'ready', p_arrived[i], wf);
        perform enqueue_advance(p_run, nb, wf);
        wf := null;
      end if;
    end loop;
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
      workflow_id = coalesce(wf, workflow_id), arrived = coalesce(go_arrived, arrived), moved_at = clock_timestamp()
    where run_id = p_run and branch = p_branch and node = p_node and iteration = p_iteration
      and case when p_fence is null then status = 'waiting' else status = 'ready' and fence = p_fence end;
  if not found then raise exception 'refused: fenced' using errcode = 'P0F01'; end if;

  if b_status <> 'ready' then
    if exists (select 1 from branch where run_id = p_run and status = 'ready') then r_outcome := null;
    elsif exists (select 1 from branch where run_id = p_run and status = 'waiting') then
      r_outcome := null;
      r_status := case when exists (select 1 from review where run_id = p_run and status = 'open' and kind = 'budget')
        then 'blocked' else 'waiting' end;
    else
      r_outcome := coalesce(r_outcome, '{"status":"done"}');
      r_status := r_outcome->>'status';
    end if;
  end if;
  if r_status <> 'running' or p_fence is null then
    update run set status = r_status, outcome = coalesce(r_outcome, outcome),
        ended_at = case when r_outcome is not null then clock_timestamp() end
      where id = p_run;
  end if;
  return jsonb_build_object('version', v, 'status', r_status, 'go', case when b_status = 'ready' and wf is null then
    jsonb_build_object('node', go_node, 'iteration', go_iteration, 'attempt', go_attempt, 'arrived', go_arrived) end);
end $$;

-- Before a call that writes outside: the intent is on the record first. Returns the effect as it stands; `attempts` > 1
-- means that an earlier attempt may have gone out. p: {id, node, iteration, key, connection, request, status}
create function intend_effect(p_run text, p_branch text, p_fence int, p jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns jsonb language plpgsql as $$
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
  if e.attempts = 1 then
    perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  end if;
  return jsonb_build_object('id', e.id, 'status', e.status, 'attempts', e.attempts, 'request', e.request, 'response', e.response);
end $$;

-- Ends a run from outside: nothing more starts, open reviews are withdrawn. Returns false when it was over already.
create function cancel_run(p_run text, p_outcome jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns boolean language plpgsql as $$
declare r run;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('running', 'waiting', 'blocked') then return false; end if;
  update branch set status = 'done', fence = fence + 1, moved_at = clock_timestamp() where run_id = p_run and status in ('ready', 'waiting');
  update review set status = 'withdrawn', decided_at = clock_timestamp() where run_id = p_run and status = 'open';
  update run set status = 'cancelled', outcome = p_outcome, cancel_requested_at = clock_timestamp(), updated_at = clock_timestamp(),
    ended_at = clock_timestamp() where id = p_run;
  perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return true;
end $$;
