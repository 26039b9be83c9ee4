-- A branch that is ready is the work itself: a worker takes it by its name, and no second row says the same
-- (docs/decisions/0014).

-- driver: the worker that drives it; ready_at: not before.
ALTER TABLE branch ADD COLUMN driver text, ADD COLUMN ready_at timestamptz(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;
CREATE INDEX branch_claimable ON branch(ready_at) WHERE status = 'ready' AND driver IS NULL AND held_by IS NULL;
CREATE INDEX branch_driven ON branch(driver) WHERE status = 'ready' AND driver IS NOT NULL;

-- Leaves a branch to whoever takes it, after a delay if asked. p_id is of the past.
create or replace function enqueue_advance(p_run text, p_branch text, p_id text, p_delay_ms bigint default 0) returns void
language plpgsql as $$
begin
  update branch set driver = null, ready_at = clock_timestamp() + make_interval(secs => p_delay_ms / 1000.0)
    where run_id = p_run and branch = p_branch and (driver is not null or p_delay_ms > 0);
end $$;

-- Takes branches that are ready, longest first, and reads them: [{run, branch, at}] as read_branch has it.
create function claim_branches(p_worker text, p_limit int) returns jsonb language plpgsql as $$
declare v_taken jsonb;
begin
  with found as (
    select run_id, branch from branch
      where status = 'ready' and driver is null and held_by is null and ready_at <= clock_timestamp()
      order by ready_at limit p_limit for update skip locked
  ), taken as (
    update branch b set driver = p_worker, fence = b.fence + 1 from found f
      where b.run_id = f.run_id and b.branch = f.branch returning b.run_id, b.branch
  ) select jsonb_agg(jsonb_build_array(run_id, branch)) into v_taken from taken;
  if v_taken is null then return '[]'; end if;
  return (select jsonb_agg(jsonb_build_object('run', t->>0, 'branch', t->>1, 'at', read_branch(t->>0, t->>1, false)))
    from jsonb_array_elements(v_taken) t);
end $$;

-- Enters a branch once more that is this worker's already; null when it is not, or there is nothing to drive.
create function enter_branch(p_run text, p_branch text, p_worker text) returns jsonb language plpgsql as $$
begin
  update branch set fence = fence + 1 where run_id = p_run and branch = p_branch and status = 'ready' and driver = p_worker;
  if not found then return null; end if;
  return read_branch(p_run, p_branch, false);
end $$;

-- Frees what workers without a live lease had taken. Returns [{driver, count}]. While the database was away nobody could
-- beat: once it is back, everybody has the time of a lease to do so.
drop function reconcile_branches(interval);
create function free_lost(p_lease interval) returns table(driver text, count int) language sql as $$
  with lost as (
    select b.run_id, b.branch, b.driver from branch b
      where b.status = 'ready' and b.driver is not null and pg_postmaster_start_time() < now() - p_lease
        and not exists (select from worker_lease l where l.id = b.driver and l.seen_at > now() - p_lease)
      limit 5000 for update of b skip locked
  ), freed as (
    update branch b set driver = null, ready_at = clock_timestamp() from lost l
      where b.run_id = l.run_id and b.branch = l.branch returning l.driver
  ) select f.driver, count(*)::int from freed f group by 1
$$;

-- Who lost what is found by its driver now. Without this index, moving a branch on touches no index at all.
DROP INDEX branch_ready;
-- For the housekeeping: where tokens stood that are through.
CREATE INDEX branch_finished ON branch(moved_at) WHERE status IN ('done', 'absorbed', 'cancelled');

-- The queue that carried the same work before. What it held stands ready in `branch` as well.
DROP SCHEMA IF EXISTS dbos CASCADE;
