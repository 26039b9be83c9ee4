-- As before, but a run of more than a few pages is not read along: 16 large states in one value are more than PostgreSQL
-- takes, and one that cannot be read must not keep others from being taken. Its driver reads it by itself (`at` is null).
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
  return (select jsonb_agg(jsonb_build_object('run', t->>0, 'branch', t->>1, 'at',
      case when (select pg_column_size(state) from run where id = t->>0) <= 16384 then read_branch(t->>0, t->>1, false) end))
    from jsonb_array_elements(v_taken) t);
end $$;
