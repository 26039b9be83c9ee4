-- Priority of runs: -1 low, 0 normal, 1 high (domain/run/priority.ts). It is a head start, never a right of way, so that
-- nobody starves: a step of it is worth 30 s where work waits for a worker or a model, an hour where runs wait for room
-- in their team's limit (docs/decisions/0014).

-- Whoever starts a run says its priority for the transaction (server/engine/start.ts), and all that the start inserts
-- takes it from there.
ALTER TABLE run ADD COLUMN priority smallint NOT NULL
  DEFAULT coalesce(nullif(current_setting('baton.priority', true), ''), '0')::smallint CHECK (priority BETWEEN -1 AND 1);
ALTER TABLE branch ADD COLUMN priority smallint NOT NULL
  DEFAULT coalesce(nullif(current_setting('baton.priority', true), ''), '0')::smallint;

-- What begins beside a run's first branch takes its priority from the run.
create function branch_take_priority() returns trigger language plpgsql as $$
begin
  select priority into new.priority from run where id = new.run_id;
  return new;
end $$;
create trigger branch_take_priority before insert on branch for each row when (new.branch <> '0')
  execute function branch_take_priority();

-- ---------- work that waits for a worker ----------

-- When a branch is due. In UTC, so that it depends on no setting and can be indexed; inlined wherever it is used.
create function branch_due(p_ready_at timestamptz, p_priority smallint) returns timestamp language sql immutable as $$
  select (p_ready_at at time zone 'UTC') - p_priority * interval '30 seconds'
$$;
DROP INDEX branch_claimable;
-- The second column keeps those that are due but not ready yet from being looked at in the table.
CREATE INDEX branch_claimable ON branch(branch_due(ready_at, priority), ready_at)
  WHERE status = 'ready' AND driver IS NULL AND held_by IS NULL;

-- As before, but those first that are due first. Nobody is due more than 30 s after being ready: the scan ends there.
create or replace function claim_branches(p_worker text, p_limit int) returns jsonb language plpgsql as $$
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
  return (select jsonb_agg(jsonb_build_object('run', t->>0, 'branch', t->>1, 'at', read_branch(t->>0, t->>1, false)))
    from jsonb_array_elements(v_taken) t);
end $$;

-- ---------- runs that wait for room in their team's limit ----------

-- A run's turn: when it came to the queue in microseconds, an hour earlier by a step of priority. Those that are queued at
-- this moment were numbered 1, 2, 3 … and stay before all others.
create function queue_turn(p_priority smallint) returns bigint language sql volatile as $$
  select (extract(epoch from clock_timestamp()) * 1000000)::bigint - p_priority * 3600000000
$$;

-- As before, with its turn by priority.
create or replace function run_take_slot() returns trigger language plpgsql as $$
declare v_limit int;
begin
  if not exists (select from team where id = new.team_id and max_in_flight is not null) then return new; end if;
  perform lock_slots(new.team_id);
  select max_in_flight into v_limit from team where id = new.team_id;
  if v_limit is null then return new; end if;
  if exists (select from run where team_id = new.team_id and queue_number is not null)
    or (select count(*) from run where slot_of = new.team_id) >= v_limit then
    new.status := 'queued';
    new.queue_number := queue_turn(new.priority);
    perform set_config('baton.queued', new.id, true);
  else
    new.slot_of := new.team_id;
  end if;
  return new;
end $$;

-- As before, with its turn by priority.
create or replace function resume_run(p_run text, p_ended timestamptz, p_version text, p_continued jsonb, p_branches jsonb, p_due jsonb,
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
      queue_number = case when v_queued then queue_turn(r.priority) end,
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
DROP SEQUENCE run_queue;

-- ---------- calls that wait for a model ----------

-- As before, but a call of a run is asked for by its run's priority as well.
CREATE OR REPLACE FUNCTION "admit_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_purpose text, p_request_digest text, p_time_zone text, p_day text, p_month text,
  p_ticket text, p_priority double precision,
  p_models text[], p_names text[], p_providers text[], p_provider_names text[], p_sandbox boolean[],
  p_amounts bigint[], p_tokens integer[], p_timeouts_ms integer[],
  OUT chosen integer, OUT accounts text[], OUT refusal jsonb, OUT passed jsonb, OUT second bigint, OUT probe boolean,
  OUT watched boolean, OUT took_ms double precision
) LANGUAGE plpgsql AS $$
DECLARE
  guarded boolean;
BEGIN
  chosen := 1;
  guarded := EXISTS (SELECT FROM service_guard WHERE id = ANY (p_models || p_providers));
  IF guarded THEN
    SELECT c.chosen, c.passed INTO chosen, passed
    FROM guard_choose(p_ticket, p_priority + coalesce((SELECT priority FROM run WHERE id = p_run), 0),
      p_models, p_providers, p_tokens) c;
    IF chosen = 0 THEN
      RETURN;
    END IF;
  END IF;
  SELECT r.accounts, r.refusal INTO accounts, refusal
  FROM reserve_call(p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_models[chosen],
    p_names[chosen], p_provider_names[chosen], p_sandbox[chosen],
    CASE WHEN chosen > 1 THEN 'fallback' ELSE p_purpose END, p_amounts[chosen], p_request_digest,
    p_timeouts_ms[chosen] + 60000, p_time_zone, p_day, p_month) r;
  IF guarded AND refusal IS NULL THEN
    SELECT t.second, t.probe, t.watched INTO second, probe, watched
    FROM guard_take(p_id, p_ticket, p_models[chosen], p_providers[chosen], p_tokens[chosen], p_timeouts_ms[chosen]) t;
    took_ms := extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000;
  END IF;
END
$$;
