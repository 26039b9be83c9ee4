-- Digests of what a run holds are keyed with a salt of the run's own, and nobody can confirm a guess by them once it is gone
-- (docs/decisions/0022). Runs that began before have none: their digests are plain.
ALTER TABLE "run" ADD COLUMN "salt" BYTEA;
-- Whoever starts a run says it for the transaction (server/engine/start.ts).
ALTER TABLE "run" ALTER COLUMN "salt" SET DEFAULT decode(nullif(current_setting('baton.salt', true), ''), 'base64'),
  ADD CONSTRAINT "run_salt_length" CHECK (octet_length("salt") = 16),
  ADD CONSTRAINT "run_erased_without_salt" CHECK ("erased_at" IS NULL OR "salt" IS NULL);

-- As before (20261123160000), with the run's salt.
create or replace function read_branch(p_run text, p_branch text) returns jsonb language plpgsql as $$
begin
  return (select jsonb_build_object('fence', b.fence, 'node', b.node, 'iteration', b.iteration, 'attempt', b.attempt,
      'arrived', b.arrived, 'workspaceId', run.workspace_id, 'teamId', run.team_id, 'versionId', run.version_id,
      'salt', encode(run.salt, 'base64'),
      'title', run.title, 'mode', run.mode, 'state', run.state, 'stateVersion', run.state_version,
      'startedBy', run.started_by, 'path', b.path, 'scope', b.scope,
      'lane', case when b.fork is not null then fork_as_read(run.id, b.fork) end,
      'split', case when b.arrived ? 'fires' then fork_as_read(run.id, b.arrived->'fires'->>'fork') end, 'spentMicros',
      run.spent_micros::text,
      'steps', coalesce((select jsonb_agg(jsonb_build_object('node', s.node, 'iteration', s.iteration, 'attempt', s.attempt,
          'status', s.status, 'port', s.port, 'confidence', s.result->'envelope'->'confidence',
          'feedback', s.result->'verdict', 'told', s.result->'feedback') order by s.ended_at)
        from step s where s.run_id = p_run and (s.scope = '' or s.scope = b.scope or starts_with(b.scope, s.scope || '/'))),
      '[]'))
    from run join branch b on b.run_id = run.id and b.branch = p_branch
    where run.id = p_run and run.status in ('running', 'waiting', 'blocked'));
end $$;

-- Nobody read which request a model call was made with, by a plain digest of its words.
DROP FUNCTION "admit_call"(text, text, text, text, text, integer, integer, text, text, text, text, text, text, text, double precision, text[], text[], text[], text[], boolean[], bigint[], integer[], integer[]);
DROP FUNCTION "reserve_call"(text, text, text, text, text, integer, integer, text, text, text, text, boolean, text, bigint, text, integer, text, text, text);
-- What is dropped stays in its rows until they are written anew.
UPDATE "model_call" SET "request_digest" = NULL WHERE "request_digest" IS NOT NULL;
ALTER TABLE "model_call" DROP COLUMN "request_digest";
-- As erasures do from now on (domain/erasure/places.ts).
UPDATE "trial" SET "case_digest" = '[erased]'
WHERE "definition"::text ~ '"erased": true|\[erased\]' OR "seen"::text ~ '"erased": true|\[erased\]';

-- As before (20261128140000), without it.
CREATE FUNCTION "reserve_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_model_id text, p_model text, p_provider text, p_sandbox boolean, p_purpose text,
  p_amount bigint, p_lives_ms integer, p_time_zone text, p_day text, p_month text,
  OUT accounts text[], OUT refusal jsonb
) LANGUAGE plpgsql AS $$
DECLARE
  budgets text[];
  present integer;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtext('budget'));
  SELECT coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.account ORDER BY b.account), '{}')
  INTO budgets, accounts
  FROM (
    SELECT id, budget_account_id(id, budget_window(period, p_run, p_day, p_month, time_zone)) AS account
    FROM budget
    WHERE workspace_id = p_workspace
      AND (scope, subject) IN (('agent', p_agent), ('team', p_team), ('workspace', p_workspace))
      AND team IN ('', coalesce(p_team, ''))
      AND (period <> 'run' OR p_run IS NOT NULL)
  ) b;

  IF cardinality(accounts) > 0 THEN
    SELECT count(*) INTO present FROM budget_account WHERE id = ANY (accounts);
    IF present < cardinality(accounts) THEN
      PERFORM budget_open_accounts(budgets, p_run, p_time_zone, p_day, p_month);
    END IF;
    PERFORM 1 FROM budget_account WHERE id = ANY (accounts) ORDER BY id FOR UPDATE;

    SELECT jsonb_build_object('budgetId', b.id, 'scope', b.scope, 'subject', b.subject, 'team', b.team,
      'period', b.period, 'window', a."window", 'capMicros', a.cap_micros::text,
      'spentMicros', (a.spent_micros + a.over_micros)::text,
      'reservedMicros', (a.reserved_micros + a.earlier_micros)::text, 'neededMicros', p_amount::text)
    INTO refusal
    FROM budget_account a JOIN budget b ON b.id = a.budget_id
    WHERE a.id = ANY (accounts) AND a.hard AND budget_held(a) + p_amount > a.cap_micros
    ORDER BY budget_held(a) + p_amount - a.cap_micros DESC, a.id
    LIMIT 1;
    IF refusal IS NOT NULL THEN
      accounts := '{}';
      RETURN;
    END IF;

    UPDATE budget_account SET reserved_micros = reserved_micros + p_amount WHERE id = ANY (accounts);
  END IF;

  INSERT INTO model_call (id, workspace_id, run_id, team_id, node, iteration, attempt, agent_slug, model_id, model,
    provider, sandbox, purpose, status, reserved_micros, accounts, expires_at)
  VALUES (p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_model_id, p_model,
    p_provider, p_sandbox, p_purpose, 'reserved', p_amount, accounts,
    now() + p_lives_ms * interval '1 millisecond');
END
$$;

-- As before (20261129100000), without it.
CREATE FUNCTION "admit_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_purpose text, p_time_zone text, p_day text, p_month text,
  p_ticket text, p_priority double precision,
  p_models text[], p_names text[], p_providers text[], p_provider_names text[], p_sandbox boolean[],
  p_amounts bigint[], p_tokens integer[], p_timeouts_ms integer[],
  OUT chosen integer, OUT accounts text[], OUT refusal jsonb, OUT passed jsonb, OUT second bigint, OUT probe boolean,
  OUT watched boolean, OUT took_ms double precision
) LANGUAGE plpgsql AS $$
DECLARE
  guarded boolean;
  locked text[];
BEGIN
  chosen := 1;
  guarded := EXISTS (SELECT FROM service_guard WHERE id = ANY (p_models || p_providers));
  IF guarded THEN
    SELECT c.chosen, c.passed, c.locked INTO chosen, passed, locked
    FROM guard_choose(p_ticket, p_priority + coalesce((SELECT priority FROM run WHERE id = p_run), 0),
      p_models, p_providers, p_tokens) c;
    IF chosen = 0 THEN
      RETURN;
    END IF;
  END IF;
  SELECT r.accounts, r.refusal INTO accounts, refusal
  FROM reserve_call(p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_models[chosen],
    p_names[chosen], p_provider_names[chosen], p_sandbox[chosen],
    CASE WHEN chosen > 1 THEN 'fallback' ELSE p_purpose END, p_amounts[chosen],
    p_timeouts_ms[chosen] + 60000, p_time_zone, p_day, p_month) r;
  IF guarded AND refusal IS NULL THEN
    SELECT t.second, t.probe, t.watched INTO second, probe, watched
    FROM guard_take(p_id, p_ticket, p_models[chosen], p_providers[chosen], p_tokens[chosen], p_timeouts_ms[chosen],
      locked) t;
    took_ms := extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000;
  END IF;
END
$$;

-- For workers of the version before, which may run beside for a moment: what they say of the request is not kept.
CREATE FUNCTION "admit_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_purpose text, p_request_digest text, p_time_zone text, p_day text, p_month text,
  p_ticket text, p_priority double precision,
  p_models text[], p_names text[], p_providers text[], p_provider_names text[], p_sandbox boolean[],
  p_amounts bigint[], p_tokens integer[], p_timeouts_ms integer[],
  OUT chosen integer, OUT accounts text[], OUT refusal jsonb, OUT passed jsonb, OUT second bigint, OUT probe boolean,
  OUT watched boolean, OUT took_ms double precision
) LANGUAGE sql AS $$
  SELECT * FROM admit_call(p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_purpose, p_time_zone, p_day, p_month, p_ticket, p_priority, p_models, p_names, p_providers, p_provider_names, p_sandbox, p_amounts, p_tokens, p_timeouts_ms)
$$;
