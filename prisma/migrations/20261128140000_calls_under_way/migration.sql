-- Nothing that a call costs is lost to a budget: not where the budget is made, or removed and set again, while the call is
-- under way, and not where the provider bills more than was reserved while other calls hold the rest of the cap.

ALTER TABLE "budget_account"
  -- Reserved by calls under way that began before the account was opened. It may be more than the cap has room for: then
  -- nothing more is reserved until it is settled.
  ADD COLUMN "earlier_micros" BIGINT NOT NULL DEFAULT 0,
  -- Billed beyond what was reserved, which a hard account cannot show as spent while others' reservations fill its cap.
  ADD COLUMN "over_micros" BIGINT NOT NULL DEFAULT 0,
  ADD CONSTRAINT "budget_account_more_not_negative" CHECK ("earlier_micros" >= 0 AND "over_micros" >= 0),
  DROP CONSTRAINT "budget_account_within_cap",
  ADD CONSTRAINT "budget_account_within_cap" CHECK (
    NOT "hard" OR "reserved_micros" = 0 OR "spent_micros" + "earlier_micros" + "reserved_micros" <= "cap_micros");

-- The accounts that were opened while the call was under way, beside those that it was reserved in.
ALTER TABLE "model_call" ADD COLUMN "counted_by" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- All that stands against an account's cap.
CREATE FUNCTION "budget_held"(a budget_account) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT a.spent_micros + a.over_micros + a.earlier_micros + a.reserved_micros
$$;

-- A call that looked for its budgets before one was made, or was given another time zone, is written down before that one is
-- seen by anybody: whoever opens its account finds the call.
CREATE FUNCTION "budget_await_calls"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('budget'));
  RETURN NULL;
END
$$;
CREATE TRIGGER "budget_await_calls" BEFORE INSERT OR UPDATE OF "time_zone" ON "budget"
  FOR EACH STATEMENT EXECUTE FUNCTION "budget_await_calls"();

-- Whether a budget's window, that of a run or since a moment, has this call in it.
CREATE FUNCTION "budget_counts"(b budget, c model_call, p_run text, p_since timestamptz) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT c.workspace_id = b.workspace_id
    AND CASE WHEN b.period = 'run' THEN c.run_id = p_run ELSE c.started_at >= p_since END
    AND (b.scope <> 'agent' OR c.agent_slug = b.subject) AND (b.team = '' OR c.team_id = b.team)
    AND (b.scope <> 'team' OR c.team_id = b.subject)
$$;

-- As before (20261127110000), and an account that is opened holds what the calls under way in its window have reserved,
-- which are told that it counts them. They are locked before any account, as where they are settled; a call that comes
-- after has seen the budget.
CREATE OR REPLACE FUNCTION "budget_open_accounts"(
  p_budgets text[], p_run text, p_time_zone text, p_day text, p_month text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  due record;
  b budget;
  under_way text[];
BEGIN
  PERFORM 1 FROM budget WHERE id = ANY (p_budgets) ORDER BY id FOR SHARE;
  SELECT coalesce(array_agg(id), '{}') INTO under_way FROM (
    SELECT c.id FROM model_call c
    WHERE c.status IN ('reserved', 'reaped') AND EXISTS (
      SELECT FROM budget d, budget_window(d.period, p_run, p_day, p_month, d.time_zone) span
      WHERE d.id = ANY (p_budgets)
        AND NOT EXISTS (SELECT FROM budget_account a WHERE a.id = budget_account_id(d.id, span))
        AND budget_counts(d, c, p_run, budget_window_begins(span, p_time_zone)))
    ORDER BY c.id FOR NO KEY UPDATE OF c
  ) locked;
  FOR due IN
    SELECT d.id, span, budget_account_id(d.id, span) AS account, budget_window_begins(span, p_time_zone) AS since
    FROM budget d, budget_window(d.period, p_run, p_day, p_month, d.time_zone) span
    WHERE d.id = ANY (p_budgets)
      AND NOT EXISTS (SELECT FROM budget_account a WHERE a.id = budget_account_id(d.id, span))
    ORDER BY account
  LOOP
    SELECT * INTO b FROM budget WHERE id = due.id;
    INSERT INTO budget_account (id, budget_id, "window", cap_micros, hard, spent_micros)
    VALUES (due.account, b.id, due.span, b.cap_micros, b.hard,
      budget_spent_before(b.workspace_id, b.scope, b.subject, b.team, p_run, due.since))
    ON CONFLICT DO NOTHING;
    IF FOUND AND cardinality(under_way) > 0 THEN
      WITH counted AS (
        UPDATE model_call c SET counted_by = counted_by || due.account
        WHERE id = ANY (under_way) AND budget_counts(b, c, p_run, due.since)
          -- Reserved by a slow clock in the window before: there it is counted. A window of another zone counts it anew.
          AND NOT EXISTS (SELECT FROM budget_account x WHERE x.budget_id = b.id AND x.id = ANY (c.accounts)
            AND split_part(x."window", '@', 2) = split_part(due.span, '@', 2))
        RETURNING CASE status WHEN 'reserved' THEN reserved_micros ELSE 0 END AS reserved
      )
      UPDATE budget_account SET earlier_micros = (SELECT coalesce(sum(reserved), 0) FROM counted)
      WHERE id = due.account;
    END IF;
  END LOOP;
END
$$;

-- As before (20261127110000). All that is held against a cap counts: what calls that began earlier have reserved and what
-- was billed beyond a reservation too.
CREATE OR REPLACE FUNCTION "reserve_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_model_id text, p_model text, p_provider text, p_sandbox boolean, p_purpose text,
  p_amount bigint, p_request_digest text, p_lives_ms integer, p_time_zone text, p_day text, p_month text,
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
    provider, sandbox, purpose, status, reserved_micros, accounts, request_digest, expires_at)
  VALUES (p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_model_id, p_model,
    p_provider, p_sandbox, p_purpose, 'reserved', p_amount, accounts, p_request_digest,
    now() + p_lives_ms * interval '1 millisecond');
END
$$;

-- Locks what settling these calls touches, in the one order: runs, calls, accounts, each by id.
-- Returns the calls that exist, or null. As before (20261121070000); the accounts are read when the calls are locked, as
-- one that is opened meanwhile may count them.
CREATE OR REPLACE FUNCTION "budget_lock_calls"(p_ids text[]) RETURNS text[] LANGUAGE plpgsql AS $$
DECLARE
  known text[];
  runs text[];
  accounts text[] := '{}';
  one text;
  c model_call;
BEGIN
  FOREACH one IN ARRAY coalesce(p_ids, '{}') LOOP
    SELECT * INTO c FROM model_call WHERE id = one;
    IF FOUND THEN
      known := known || c.id;
      runs := CASE WHEN c.run_id IS NULL THEN runs ELSE runs || c.run_id END;
    END IF;
  END LOOP;
  FOR one IN SELECT DISTINCT r FROM unnest(runs) r ORDER BY r LOOP
    PERFORM 1 FROM run WHERE id = one FOR NO KEY UPDATE;
  END LOOP;
  FOR one IN SELECT k FROM unnest(known) k ORDER BY k LOOP
    SELECT * INTO c FROM model_call WHERE id = one FOR NO KEY UPDATE;
    accounts := accounts || c.accounts || c.counted_by;
  END LOOP;
  FOR one IN SELECT DISTINCT a FROM unnest(accounts) a ORDER BY a LOOP
    PERFORM 1 FROM budget_account WHERE id = one FOR NO KEY UPDATE;
  END LOOP;
  RETURN known;
END
$$;

-- As before (20261127110000), in the accounts that count the call without holding its reservation too; what a hard account
-- cannot take on beside the reservations of others is kept as billed beyond them, until it can.
CREATE OR REPLACE FUNCTION "budget_apply_settlement"(
  p_call model_call, p_status text, p_in integer, p_out integer, p_cost bigint, p_error jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  release bigint := CASE p_call.status WHEN 'reserved' THEN p_call.reserved_micros ELSE 0 END;
  delta bigint := p_cost - p_call.cost_micros;
BEGIN
  IF cardinality(p_call.accounts || p_call.counted_by) > 0 THEN
    UPDATE budget_account a SET
      reserved_micros = now.reserved,
      earlier_micros = now.earlier,
      spent_micros = now.spent,
      over_micros = now.total - now.spent
    FROM (
      SELECT left_over.*, CASE WHEN hard AND reserved > 0
        THEN least(total, cap_micros - reserved - earlier) ELSE total END AS spent
      FROM (
        SELECT id, hard, cap_micros, greatest(0, spent_micros + over_micros + delta) AS total,
          reserved_micros - CASE WHEN id = ANY (p_call.accounts) THEN release ELSE 0 END AS reserved,
          earlier_micros - CASE WHEN id = ANY (p_call.counted_by) THEN release ELSE 0 END AS earlier
        FROM budget_account WHERE id = ANY (p_call.accounts || p_call.counted_by)
      ) left_over
    ) now
    WHERE a.id = now.id;
    IF delta > 0 THEN
      INSERT INTO budget_warning (account_id, cap_micros, workspace_id, budget_id, "window", spent_micros, warn_percent)
      SELECT a.id, a.cap_micros, b.workspace_id, b.id, a."window", a.spent_micros + a.over_micros, b.warn_percent
      FROM budget_account a JOIN budget b ON b.id = a.budget_id
      WHERE a.id = ANY (p_call.accounts || p_call.counted_by)
        AND (a.spent_micros + a.over_micros) * 100 >= a.cap_micros * b.warn_percent
      ON CONFLICT DO NOTHING;
    END IF;
  END IF;
  UPDATE model_call SET status = p_status, tokens_in = p_in, tokens_out = p_out, cost_micros = p_cost,
    error = p_error, ended_at = now()
  WHERE id = p_call.id;
  IF p_call.run_id IS NOT NULL AND delta <> 0 THEN
    UPDATE run SET spent_micros = spent_micros + delta WHERE id = p_call.run_id;
  END IF;
END
$$;
