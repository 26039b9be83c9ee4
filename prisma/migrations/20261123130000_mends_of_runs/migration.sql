-- ---------- whose idempotency key it is ----------

-- caller: a person or program chose it, by the console, the API or the command line · trigger: made of a trigger and what
-- fired it · run: made of the run that waits for it. Only callers choose theirs, and none of them takes the place of another.
-- A key that a caller used before stays as it was, in their own space.
ALTER TABLE run ADD COLUMN key_space text NOT NULL DEFAULT 'caller' CHECK (key_space IN ('caller', 'trigger', 'run'));
UPDATE run SET key_space = 'run' WHERE idempotency_key IS NOT NULL AND parent_run IS NOT NULL;
-- A form's run may be a person's own; a schedule's and a webhook's never are.
UPDATE run r SET key_space = 'trigger' FROM team_trigger t
  WHERE r.idempotency_key IS NOT NULL AND r.parent_run IS NULL AND t.team_id = r.team_id
    AND starts_with(r.idempotency_key, t.kind || ':' || t.id || ':')
    AND (t.kind = 'form' OR r.started_by->>'id' = t.id);
DROP INDEX "run_workspace_id_idempotency_key_key";
CREATE UNIQUE INDEX "run_workspace_id_key_space_idempotency_key_key" ON "run"("workspace_id", "key_space", "idempotency_key");

DROP FUNCTION start_run(text, text, text, text, text, text, text, jsonb, jsonb, text, text, jsonb, text, text, jsonb,
  text[], text[], text[], jsonb, jsonb);

-- Starts a run: the trigger's step is done by arriving. Returns the run's id: the earlier run's when the key is known in
-- its space; null when this is not the team's published version, the team is archived, or the run that would wait for it
-- is over. A run that another waits for (p_parent: {run, branch, node, iteration}) and one that is p_pinned are of
-- their version, whatever is published now.
create function start_run(p_run text, p_workspace text, p_team text, p_slug text, p_version text, p_title text, p_mode text, p_input jsonb,
  p_started_by jsonb, p_idempotency_key text, p_entry text, p_patch jsonb, p_digest text, p_next text, p_arrived jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb, p_parent jsonb default null, p_key_space text default 'caller',
  p_pinned boolean default false, p_restarted_from text default null) returns text language plpgsql as $$
declare v_workflow text := p_run || ':0:0'; v_space text := case when p_parent ? 'run' then 'run' else p_key_space end;
begin
  -- Whoever ends the waiting run ends those that it called with it: they are counted under its lock.
  if p_parent ? 'run' then
    perform 1 from run where id = p_parent->>'run' and ended_at is null for share;
    if not found then return null; end if;
  end if;
  insert into run(id, workspace_id, team_id, version_id, title, mode, input, state, state_version, started_by, idempotency_key, key_space,
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
  insert into branch(run_id, branch, node, iteration, status, arrived, workflow_id)
    values (p_run, '0', p_next, 0, 'ready', p_arrived, v_workflow);
  perform append_record(p_workspace, p_run, p_ids, p_kinds, p_bodies, p_privates);
  perform enqueue_advance(p_run, '0', v_workflow);
  return p_run;
end $$;

-- ---------- runs that another run waits for ----------

-- A run that ends wakes a branch that waits for it (wake_parent). One that ends after that branch looked, but before the
-- branch waits, would wake nobody. So whoever puts a branch to sleep looks once more, last of all in its transaction: if
-- the run goes on, its row is held until this commits, so that its end comes after and finds the branch waiting. Where it
-- is over, or somebody has it at the moment, the branch wakes at once and looks again. Nobody is waited for here.
create function look_again() returns trigger language plpgsql as $$
declare v_called text;
begin
  select id into v_called from run
    where parent_run = new.run_id and parent->>'branch' = new.branch and parent->>'node' = new.node
      and (parent->>'iteration')::int = new.iteration
    order by created_at desc, id desc limit 1;
  if not found then return null; end if;
  perform 1 from run where id = v_called and ended_at is null for share skip locked;
  if not found then
    update branch set wake_at = clock_timestamp()
      where run_id = new.run_id and branch = new.branch and node = new.node and iteration = new.iteration and status = 'waiting';
  end if;
  return null;
end $$;
CREATE CONSTRAINT TRIGGER branch_looks_again AFTER UPDATE ON branch DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (old.status = 'ready' AND new.status = 'waiting' AND new.wake_at IS NOT NULL) EXECUTE FUNCTION look_again();

-- The runs that a run called and that are under way, and those that they called, level by level, at most so many; locked
-- until the caller commits, and so is the run itself. Then the slots of their teams, in one order for everybody who ends
-- several runs at once. Whoever ends runs locks them from the top: a run that ends of its own has its row before it wakes
-- the branch that waits for it.
create function lock_called(p_run text, p_limit int) returns table(id text, team_id text, parent_run text) language plpgsql as $$
declare v_level text[] := array[p_run]; v_found text[] := '{}'; v_team text;
begin
  perform 1 from run r where r.id = p_run for update;
  while cardinality(v_level) > 0 and cardinality(v_found) < p_limit loop
    select coalesce(array_agg(c.id), '{}') into v_level from (
      select r.id from run r where r.parent_run = any(v_level) and r.status in ('queued', 'running', 'waiting', 'blocked')
        order by r.id limit p_limit - cardinality(v_found) for update) c;
    v_found := v_found || v_level;
  end loop;
  for v_team in select distinct r.slot_of from run r where r.id = any(p_run || v_found) and r.slot_of is not null order by 1 loop
    perform lock_slots(v_team);
  end loop;
  return query select r.id, r.team_id, r.parent_run from unnest(v_found) with ordinality f(id, n) join run r on r.id = f.id order by f.n;
end $$;

-- ---------- four eyes ----------

-- Who brought a run to where it stands: whoever started it, and whoever took it, or a run that called it, up after it was
-- over. A token acts for the person who made it (domain/actor.ts, principalOf).
create function brought_by(p_run text) returns table(principal text, how text) language sql stable as $$
  with recursive up as (
    select r.id, r.parent_run, r.started_by, r.continued, 0 depth from run r where r.id = p_run
    union all
    select r.id, r.parent_run, r.started_by, r.continued, up.depth + 1 from up join run r on r.id = up.parent_run where up.depth < 50
  )
  select coalesce(started_by->>'for', started_by->>'id'), 'started' from up
  union
  select coalesce(c->'by'->>'for', c->'by'->>'id'), 'taken_up' from up cross join lateral jsonb_array_elements(up.continued) c
$$;

-- ---------- signed messages ----------

-- What webhooks and event sources have received, by the id that its sender gave it.
ALTER TABLE webhook_delivery RENAME TO received_message;
ALTER TABLE received_message RENAME COLUMN trigger_id TO sender_id;
ALTER TABLE received_message RENAME CONSTRAINT "webhook_delivery_pkey" TO "received_message_pkey";
ALTER INDEX "webhook_delivery_received_at_idx" RENAME TO "received_message_received_at_idx";
