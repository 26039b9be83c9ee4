-- As before, but an effect that is known not to have gone out is meant anew where its request is another one by now: its
-- run may go on under another version (20261122170000_restarts). Then the new request goes out, and is on the record
-- first. What may have gone out keeps the request that it went out with, since its key stands for that one.
create or replace function intend_effect(p_run text, p_branch text, p_fence int, p jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns jsonb language plpgsql as $$
declare r run; was effect; e effect; v_anew boolean;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('running', 'waiting', 'blocked') then
    raise exception 'refused: the run is over' using errcode = 'P0F01';
  end if;
  if not exists (select 1 from branch where run_id = p_run and branch = p_branch and status = 'ready' and fence = p_fence) then
    raise exception 'refused: fenced' using errcode = 'P0F01';
  end if;
  select * into was from effect where key = p->>'key';
  -- `not_answered`: server/engine/handlers/action.ts
  v_anew := found and was.request <> p->'request' and (was.status = 'failed' or was.status = 'intended'
    and was.response->'not_answered'->>'may_have_arrived' = 'false'
    and (was.response->'not_answered'->>'attempts')::int = was.attempts);
  insert into effect(id, workspace_id, run_id, node, iteration, key, connection, request, status, attempts)
    values (p->>'id', r.workspace_id, p_run, p->>'node', (p->>'iteration')::int, p->>'key', p->>'connection', p->'request', 'intended', 1)
    on conflict (key) do update set attempts = effect.attempts + 1,
      request = case when v_anew then excluded.request else effect.request end,
      connection = case when v_anew then excluded.connection else effect.connection end
    returning * into e;
  if e.attempts = 1 or v_anew then
    perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  end if;
  return jsonb_build_object('id', e.id, 'status', e.status, 'attempts', e.attempts, 'request', e.request, 'response', e.response);
end $$;
