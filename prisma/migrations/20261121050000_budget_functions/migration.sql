-- Money on the hot path: reserve before a call of a model, settle after it, reap what a crash left. Each is one
-- round trip. Everything here takes its locks in one order, runs, then calls, then accounts, each by id, so that
-- steps, failed attempts and the reaper cannot block each other in a ring.

-- Each call updates these rows; room on the page keeps the update there (HOT).
ALTER TABLE "budget_account" SET (fillfactor = 50);
ALTER TABLE "model_call" SET (fillfactor = 70);

-- What the reaper looks for.
CREATE INDEX "model_call_open" ON "model_call" ("expires_at") WHERE "status" = 'reserved';

-- An account's id follows from its budget and window, so that two who open it at once open the same.
CREATE FUNCTION "budget_account_id"(p_budget text, p_window text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT 'acc_' || substr(md5(p_budget || '/' || p_window), 1, 24)
$$;

-- What was spent in a window before its account is opened: a budget made at noon counts the morning.
-- p_since is null for a run's window.
CREATE FUNCTION "budget_spent_before"(
  p_workspace text, p_scope text, p_subject text, p_run text, p_since timestamptz
) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  total bigint;
BEGIN
  IF p_since IS NULL THEN
    SELECT sum(cost_micros) INTO total FROM model_call
    WHERE run_id = p_run AND (p_scope <> 'agent' OR agent_slug = p_subject);
  ELSE
    SELECT sum(cost_micros) INTO total FROM model_call
    WHERE workspace_id = p_workspace AND started_at >= p_since
      AND (p_scope <> 'agent' OR agent_slug = p_subject) AND (p_scope <> 'team' OR team_id = p_subject);
  END IF;
  RETURN coalesce(total, 0);
END
$$;

-- Opens the accounts that are missing among those of these budgets, in the order of their ids. The budget's row is
-- shared-locked so that a change of its cap cannot pass unseen between reading the cap and opening the account.
CREATE FUNCTION "budget_open_accounts"(
  p_budgets text[], p_run text, p_time_zone text, p_day text, p_month text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b record;
BEGIN
  PERFORM 1 FROM budget WHERE id = ANY (p_budgets) ORDER BY id FOR SHARE;
  FOR b IN
    SELECT due.*, budget_account_id(due.id, due.span) AS account FROM (
      SELECT budget.*,
        CASE period WHEN 'run' THEN 'run:' || p_run WHEN 'day' THEN p_day ELSE p_month END AS span,
        CASE period WHEN 'day' THEN p_day::timestamp AT TIME ZONE p_time_zone
          WHEN 'month' THEN (p_month || '-01')::timestamp AT TIME ZONE p_time_zone END AS since
      FROM budget WHERE id = ANY (p_budgets)
    ) due
    WHERE NOT EXISTS (SELECT FROM budget_account a WHERE a.id = budget_account_id(due.id, due.span))
    ORDER BY account
  LOOP
    INSERT INTO budget_account (id, budget_id, "window", cap_micros, hard, spent_micros)
    SELECT b.account, b.id, b.span, b.cap_micros, b.hard,
      CASE WHEN b.hard THEN least(before, b.cap_micros) ELSE before END
    FROM budget_spent_before(b.workspace_id, b.scope, b.subject, p_run, b.since) AS before
    ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

-- Reserves the worst case of one call in every budget that applies, or in none, and writes the call down.
-- `accounts` holds the reservation; `refusal` says which hard budget has no room (then nothing was written).
CREATE FUNCTION "reserve_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_model_id text, p_model text, p_provider text, p_sandbox boolean, p_purpose text,
  p_amount bigint, p_request_digest text, p_lives_ms integer, p_time_zone text, p_day text, p_month text,
  OUT accounts text[], OUT refusal jsonb
) LANGUAGE plpgsql AS $$
DECLARE
  budgets text[];
  present integer;
BEGIN
  SELECT coalesce(array_agg(b.id), '{}'), coalesce(array_agg(b.account ORDER BY b.account), '{}')
  INTO budgets, accounts
  FROM (
    SELECT id, budget_account_id(id,
      CASE period WHEN 'run' THEN 'run:' || p_run WHEN 'day' THEN p_day ELSE p_month END) AS account
    FROM budget
    WHERE workspace_id = p_workspace
      AND (scope, subject) IN (('agent', p_agent), ('team', p_team), ('workspace', p_workspace))
      AND (period <> 'run' OR p_run IS NOT NULL)
  ) b;

  IF cardinality(accounts) > 0 THEN
    SELECT count(*) INTO present FROM budget_account WHERE id = ANY (accounts);
    IF present < cardinality(accounts) THEN
      PERFORM budget_open_accounts(budgets, p_run, p_time_zone, p_day, p_month);
    END IF;
    PERFORM 1 FROM budget_account WHERE id = ANY (accounts) ORDER BY id FOR UPDATE;

    SELECT jsonb_build_object('budgetId', b.id, 'scope', b.scope, 'subject', b.subject, 'period', b.period,
      'window', a."window", 'capMicros', a.cap_micros::text, 'spentMicros', a.spent_micros::text,
      'reservedMicros', a.reserved_micros::text, 'neededMicros', p_amount::text)
    INTO refusal
    FROM budget_account a JOIN budget b ON b.id = a.budget_id
    WHERE a.id = ANY (accounts) AND a.hard AND a.spent_micros + a.reserved_micros + p_amount > a.cap_micros
    ORDER BY a.spent_micros + a.reserved_micros + p_amount - a.cap_micros DESC, a.id
    LIMIT 1;
    IF refusal IS NOT NULL THEN
      accounts := '{}';
      RETURN;
    END IF;

    UPDATE budget_account SET reserved_micros = reserved_micros + p_amount WHERE id = ANY (accounts);
  END IF;

  INSERT INTO model_call (id, workspace_id, run_id, team_id, node, iteration, attempt, agent_slug, model_id, model,
    provider, sandbox, purpose, status, reserved_micros, accounts, request_digest, expires_at)
  VALUES (p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_model_id, p_model,
    p_provider, p_sandbox, p_purpose, 'reserved', p_amount, accounts, p_request_digest,
    now() + p_lives_ms * interval '1 millisecond');
END
$$;

-- Moves one locked call from reserved to spent. A hard account takes no more than its cap: what a provider bills
-- beyond the reservation stands in model_call.cost_micros and fills the account, which stops the next call.
-- A reaped call that reports late is corrected to what it really cost.
CREATE FUNCTION "budget_apply_settlement"(
  p_call model_call, p_status text, p_in integer, p_out integer, p_cost bigint, p_error jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  release bigint := CASE p_call.status WHEN 'reserved' THEN p_call.reserved_micros ELSE 0 END;
  delta bigint := p_cost - p_call.cost_micros;
BEGIN
  IF cardinality(p_call.accounts) > 0 THEN
    UPDATE budget_account SET
      reserved_micros = reserved_micros - release,
      spent_micros = greatest(0, CASE WHEN hard
        THEN least(spent_micros + delta, cap_micros - reserved_micros + release)
        ELSE spent_micros + delta END)
    WHERE id = ANY (p_call.accounts);
  END IF;
  UPDATE model_call SET status = p_status, tokens_in = p_in, tokens_out = p_out, cost_micros = p_cost,
    error = p_error, ended_at = now()
  WHERE id = p_call.id;
  IF p_call.run_id IS NOT NULL AND delta <> 0 THEN
    UPDATE run SET spent_micros = spent_micros + delta WHERE id = p_call.run_id;
  END IF;
END
$$;

-- Settles calls within the caller's transaction: [{"id","status","tokensIn","tokensOut","costMicros","error"}].
-- Calls that were settled before are left alone. Returns how many were settled now.
CREATE FUNCTION "settle_calls"(p_settlements jsonb) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  ids text[];
  s record;
  settled integer := 0;
BEGIN
  SELECT array_agg(x.id) INTO ids FROM jsonb_to_recordset(p_settlements) AS x(id text);
  PERFORM 1 FROM run WHERE id IN (SELECT run_id FROM model_call WHERE id = ANY (ids))
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM model_call WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM budget_account
    WHERE id IN (SELECT unnest(c.accounts) FROM model_call c WHERE c.id = ANY (ids))
    ORDER BY id FOR UPDATE;
  FOR s IN
    SELECT DISTINCT ON (x.id) c AS call, x.* FROM jsonb_to_recordset(p_settlements)
      AS x(id text, status text, "tokensIn" integer, "tokensOut" integer, "costMicros" bigint, error jsonb)
    JOIN model_call c ON c.id = x.id AND c.status IN ('reserved', 'reaped')
    ORDER BY x.id
  LOOP
    IF s.status NOT IN ('done', 'failed') THEN
      RAISE EXCEPTION 'a call is settled as done or failed, not as %', s.status;
    END IF;
    PERFORM budget_apply_settlement(s.call, s.status, s."tokensIn", s."tokensOut", s."costMicros", s.error);
    settled := settled + 1;
  END LOOP;
  RETURN settled;
END
$$;

-- One call; true when it was settled now, false when it had been before.
CREATE FUNCTION "settle_call"(
  p_id text, p_status text, p_in integer, p_out integer, p_cost bigint, p_error jsonb DEFAULT NULL
) RETURNS boolean LANGUAGE sql AS $$
  SELECT settle_calls(jsonb_build_array(jsonb_build_object('id', p_id, 'status', p_status, 'tokensIn', p_in,
    'tokensOut', p_out, 'costMicros', p_cost, 'error', p_error))) = 1
$$;

-- Closes calls whose process did not come back in time. Nobody knows whether they reached the provider, who may
-- have billed them, so the reservation counts as spent. (Whoever knows that a call never went out settles it as
-- failed at no cost and leaves nothing to reap.)
CREATE FUNCTION "reap_calls"(p_limit integer DEFAULT 500) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  ids text[];
  c model_call;
  reaped integer := 0;
BEGIN
  SELECT array_agg(id) INTO ids FROM (
    SELECT id FROM model_call WHERE status = 'reserved' AND expires_at < now() ORDER BY expires_at LIMIT p_limit
  ) overdue;
  IF ids IS NULL THEN
    RETURN 0;
  END IF;
  PERFORM 1 FROM run WHERE id IN (SELECT run_id FROM model_call WHERE id = ANY (ids))
    ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM model_call WHERE id = ANY (ids) ORDER BY id FOR NO KEY UPDATE;
  PERFORM 1 FROM budget_account
    WHERE id IN (SELECT unnest(m.accounts) FROM model_call m WHERE m.id = ANY (ids))
    ORDER BY id FOR UPDATE;
  FOR c IN SELECT * FROM model_call WHERE id = ANY (ids) AND status = 'reserved' ORDER BY id LOOP
    PERFORM budget_apply_settlement(c, 'reaped', 0, 0, c.reserved_micros, jsonb_build_object(
      'code', 'outcome_unknown',
      'message', 'The process that made this call did not come back; what it may have cost counts as spent.'));
    reaped := reaped + 1;
  END LOOP;
  RETURN reaped;
END
$$;
