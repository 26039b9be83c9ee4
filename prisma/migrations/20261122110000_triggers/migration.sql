-- What starts runs besides people, and how many of a team's runs are in flight at once.

-- CreateTable
CREATE TABLE "team_trigger" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "team_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "config" JSONB NOT NULL,
    "secret_sealed" TEXT,
    "previous_sealed" TEXT,
    "previous_until" TIMESTAMPTZ(3),
    "token_hash" TEXT,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "next_at" TIMESTAMPTZ(3),
    "last_fired_at" TIMESTAMPTZ(3),
    "last_run_id" TEXT,
    "last_problem" JSONB,
    "created_by" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "team_trigger_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "team_trigger_token_hash_key" ON "team_trigger"("token_hash");
CREATE INDEX "team_trigger_team_id_idx" ON "team_trigger"("team_id");
-- What the workers look for every second.
CREATE INDEX "team_trigger_due" ON "team_trigger"("next_at") WHERE "enabled" AND "next_at" IS NOT NULL;

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "workspace_id" TEXT NOT NULL,
    "trigger_id" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "body_digest" TEXT NOT NULL,
    "run_id" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("trigger_id","message_id")
);
CREATE INDEX "webhook_delivery_received_at_idx" ON "webhook_delivery"("received_at");

-- ---------- runs in flight ----------

ALTER TABLE "team" ADD COLUMN "max_in_flight" INTEGER CHECK ("max_in_flight" > 0);

-- A run of a team with a limit holds a slot or a place in the queue. Both are null in all others, and change when a run
-- is admitted or ends, so that the steps between touch no index (HOT).
ALTER TABLE "run" ADD COLUMN "queue_number" BIGINT, ADD COLUMN "slot_of" TEXT;
CREATE SEQUENCE "run_queue";
CREATE INDEX "run_queued" ON "run"("team_id", "queue_number") WHERE "queue_number" IS NOT NULL;
CREATE INDEX "run_slots" ON "run"("slot_of") WHERE "slot_of" IS NOT NULL;

-- Whoever counts a team's slots, or frees one, holds this until it commits: so nothing is admitted twice, and nothing
-- is queued unseen by the run that ends meanwhile.
create function lock_slots(p_team text) returns void language sql as $$
  select pg_advisory_xact_lock(7002, hashtext(p_team));
$$;

-- Of a team with a limit: a slot when one is free and nobody waits for it, else the end of the queue.
create function run_take_slot() returns trigger language plpgsql as $$
declare v_limit int;
begin
  if not exists (select from team where id = new.team_id and max_in_flight is not null) then return new; end if;
  perform lock_slots(new.team_id);
  select max_in_flight into v_limit from team where id = new.team_id;
  if v_limit is null then return new; end if;
  if exists (select from run where team_id = new.team_id and queue_number is not null)
    or (select count(*) from run where slot_of = new.team_id) >= v_limit then
    new.status := 'queued';
    new.queue_number := nextval('run_queue');
    perform set_config('baton.queued', new.id, true);
  else
    new.slot_of := new.team_id;
  end if;
  return new;
end $$;
create trigger run_take_slot before insert on run for each row execute function run_take_slot();

-- What start_run does after inserting the run is held back in the same transaction: its branch is not ready, nothing
-- is enqueued.
create function branch_wait_in_queue() returns trigger language plpgsql as $$
begin
  new.status := 'queued';
  new.workflow_id := null;
  return new;
end $$;
create trigger branch_wait_in_queue before insert on branch for each row
  when (new.status = 'ready' and current_setting('baton.queued', true) = new.run_id)
  execute function branch_wait_in_queue();

create or replace function enqueue_advance(p_run text, p_branch text, p_id text, p_delay_ms bigint default 0) returns void
language plpgsql as $$
begin
  if current_setting('baton.queued', true) = p_run then return; end if;
  perform dbos.enqueue_workflow('advance', 'advance', array[to_json(p_run), to_json(p_branch), to_json(p_id)],
    workflow_id => p_id, application_name => 'baton',
    delay_until_epoch_ms => case when p_delay_ms > 0
      then (extract(epoch from clock_timestamp()) * 1000)::bigint + p_delay_ms end);
end $$;

-- Admits the oldest queued runs of a team as far as its limit leaves room; all of them when it has none. Returns how
-- many. A run that is being cancelled at the moment is passed over.
create function admit_runs(p_team text) returns int language plpgsql as $$
declare v_limit int; v_free int; r record; b record; c int := 0;
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
    for b in update branch set status = 'ready', workflow_id = run_id || ':' || branch || ':q', moved_at = clock_timestamp()
      where run_id = r.id and status = 'queued' returning branch, workflow_id
    loop
      perform enqueue_advance(r.id, b.branch, b.workflow_id);
    end loop;
    c := c + 1;
  end loop;
  -- The workers' channel (server/engine/wake.ts). Commits that notify take turns, which few of these are.
  if c > 0 then perform pg_notify('baton_advance', ''); end if;
  return c;
end $$;

create function run_leave_slot() returns trigger language plpgsql as $$
begin
  new.slot_of := null;
  new.queue_number := null;
  return new;
end $$;
create trigger run_leave_slot before update on run for each row
  when (old.ended_at is null and new.ended_at is not null and (old.slot_of is not null or old.queue_number is not null))
  execute function run_leave_slot();

create function run_admit_next() returns trigger language plpgsql as $$
begin
  perform admit_runs(old.slot_of);
  return null;
end $$;
create trigger run_admit_next after update on run for each row
  when (old.ended_at is null and new.ended_at is not null and old.slot_of is not null)
  execute function run_admit_next();

-- Sets a team's limit and admits what it makes room for. Runs in flight count from now on; their rows are locked before
-- the slots, as they are by a step that ends its run.
create function limit_runs(p_team text, p_max int) returns int language plpgsql as $$
declare v_runs text[];
begin
  if p_max is not null then
    select array_agg(id) into v_runs from (select id from run
      where team_id = p_team and ended_at is null and queue_number is null and slot_of is null order by id for update) r;
  end if;
  perform lock_slots(p_team);
  update team set max_in_flight = p_max where id = p_team;
  update run set slot_of = p_team where id = any(v_runs);
  return admit_runs(p_team);
end $$;

-- Ends a run from outside, also one that is still queued: nothing more starts, open reviews are withdrawn. Returns false
-- when it was over already.
create or replace function cancel_run(p_run text, p_outcome jsonb,
  p_ids text[], p_kinds text[], p_bodies text[], p_privates jsonb) returns boolean language plpgsql as $$
declare r run;
begin
  select * into r from run where id = p_run for update;
  if not found or r.status not in ('queued', 'running', 'waiting', 'blocked') then return false; end if;
  update branch set status = 'done', fence = fence + 1, moved_at = clock_timestamp()
    where run_id = p_run and status in ('queued', 'ready', 'waiting');
  update review set status = 'withdrawn', decided_at = clock_timestamp() where run_id = p_run and status = 'open';
  update run set status = 'cancelled', outcome = p_outcome, cancel_requested_at = clock_timestamp(), updated_at = clock_timestamp(),
    ended_at = clock_timestamp() where id = p_run;
  perform append_record(r.workspace_id, p_run, p_ids, p_kinds, p_bodies, p_privates);
  return true;
end $$;
