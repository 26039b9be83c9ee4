-- A budget may be of an agent in one team only, may run by a time zone of its own, and warns before it is used up. Each
-- change of one is kept with who made it and why.

ALTER TABLE "budget"
  ADD COLUMN "team" TEXT NOT NULL DEFAULT '',
  ADD COLUMN "time_zone" TEXT,
  ADD COLUMN "warn_percent" SMALLINT NOT NULL DEFAULT 80,
  ADD CONSTRAINT "budget_agent_in_team" CHECK ("team" = '' OR "scope" = 'agent'),
  ADD CONSTRAINT "budget_warns" CHECK ("warn_percent" BETWEEN 1 AND 100);
DROP INDEX "budget_workspace_id_scope_subject_period_key";
CREATE UNIQUE INDEX "budget_workspace_id_scope_subject_team_period_key"
  ON "budget" ("workspace_id", "scope", "subject", "team", "period");

CREATE TABLE "budget_change" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "team" TEXT NOT NULL DEFAULT '',
    "period" TEXT NOT NULL,
    "was" JSONB,
    "now" JSONB,
    "reason" TEXT NOT NULL DEFAULT '',
    "actor" JSONB NOT NULL,
    "review_id" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "budget_change_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "budget_change_workspace_id_at_idx" ON "budget_change" ("workspace_id", "at" DESC);
-- What was changed is not rewritten.
REVOKE UPDATE, DELETE ON "budget_change" FROM "baton_app";

-- Once for each window and each limit that it had.
CREATE TABLE "budget_warning" (
    "account_id" TEXT NOT NULL,
    "cap_micros" BIGINT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "window" TEXT NOT NULL,
    "spent_micros" BIGINT NOT NULL,
    "warn_percent" SMALLINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "recorded_at" TIMESTAMPTZ(3),

    CONSTRAINT "budget_warning_pkey" PRIMARY KEY ("account_id", "cap_micros")
);
CREATE INDEX "budget_warning_workspace_id_at_idx" ON "budget_warning" ("workspace_id", "at" DESC);
CREATE INDEX "budget_warning_unrecorded" ON "budget_warning" ("at") WHERE "recorded_at" IS NULL;

-- ---------- windows ----------

-- As windowOf of domain/budget/window.ts names it. A zone of the budget's own stands in the name, so that a budget that is
-- given another counts anew from the beginning of its day there.
CREATE FUNCTION "budget_window"(
  p_period text, p_run text, p_day text, p_month text, p_zone text, p_at timestamptz DEFAULT now()
) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN p_period = 'run' THEN 'run:' || p_run
    WHEN p_zone IS NULL THEN CASE p_period WHEN 'day' THEN p_day ELSE p_month END
    ELSE to_char(p_at AT TIME ZONE p_zone, CASE p_period WHEN 'day' THEN 'YYYY-MM-DD' ELSE 'YYYY-MM' END) || '@' || p_zone
  END
$$;

-- When a window begins; null for a run's. Where the clock is put back over midnight a day begins with the first of its two
-- midnights (tz database, America/Havana), where it is put forward, with the first moment that there is.
CREATE FUNCTION "budget_window_begins"(p_window text, p_zone text) RETURNS timestamptz
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN to_char((m.at - interval '1 hour') AT TIME ZONE z.zone, 'YYYY-MM-DD') = d.day
    THEN m.at - interval '1 hour' ELSE m.at END
  FROM (SELECT CASE WHEN p_window ~ '^run:' THEN NULL
      WHEN length(split_part(p_window, '@', 1)) = 7 THEN split_part(p_window, '@', 1) || '-01'
      ELSE split_part(p_window, '@', 1) END) d(day),
    LATERAL (SELECT coalesce(nullif(split_part(p_window, '@', 2), ''), p_zone)) z(zone),
    LATERAL (SELECT d.day::timestamp AT TIME ZONE z.zone) m(at)
$$;

DROP FUNCTION "budget_spent_before"(text, text, text, text, timestamptz);
-- What was spent in a window before its account is opened: a budget made at noon counts the morning.
-- p_since is null for a run's window.
CREATE FUNCTION "budget_spent_before"(
  p_workspace text, p_scope text, p_subject text, p_team text, p_run text, p_since timestamptz
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
      AND (p_scope <> 'agent' OR agent_slug = p_subject) AND (p_team = '' OR team_id = p_team)
      AND (p_scope <> 'team' OR team_id = p_subject);
  END IF;
  RETURN coalesce(total, 0);
END
$$;

-- As before (20261121100000), with windows as above.
CREATE OR REPLACE FUNCTION "budget_open_accounts"(
  p_budgets text[], p_run text, p_time_zone text, p_day text, p_month text
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  b record;
BEGIN
  PERFORM 1 FROM budget WHERE id = ANY (p_budgets) ORDER BY id FOR SHARE;
  FOR b IN
    SELECT due.*, budget_account_id(due.id, due.span) AS account FROM (
      SELECT budget.*, budget_window(period, p_run, p_day, p_month, time_zone) AS span
      FROM budget WHERE id = ANY (p_budgets)
    ) due
    WHERE NOT EXISTS (SELECT FROM budget_account a WHERE a.id = budget_account_id(due.id, due.span))
    ORDER BY account
  LOOP
    INSERT INTO budget_account (id, budget_id, "window", cap_micros, hard, spent_micros)
    VALUES (b.account, b.id, b.span, b.cap_micros, b.hard,
      budget_spent_before(b.workspace_id, b.scope, b.subject, b.team, p_run,
        budget_window_begins(b.span, p_time_zone)))
    ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

-- As before (20261121050000), for an agent's budget in one team too, and with windows as above.
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
      'spentMicros', a.spent_micros::text, 'reservedMicros', a.reserved_micros::text,
      'neededMicros', p_amount::text)
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

-- As before (20261121100000), and notes when the share of a budget at which it warns is spent: with the spending, so that
-- none is missed; once for each window and limit.
CREATE OR REPLACE FUNCTION "budget_apply_settlement"(
  p_call model_call, p_status text, p_in integer, p_out integer, p_cost bigint, p_error jsonb
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  release bigint := CASE p_call.status WHEN 'reserved' THEN p_call.reserved_micros ELSE 0 END;
  delta bigint := p_cost - p_call.cost_micros;
BEGIN
  IF cardinality(p_call.accounts) > 0 THEN
    UPDATE budget_account SET
      reserved_micros = reserved_micros - release,
      spent_micros = greatest(0, CASE WHEN hard AND reserved_micros > release
        THEN least(spent_micros + delta, cap_micros - reserved_micros + release)
        ELSE spent_micros + delta END)
    WHERE id = ANY (p_call.accounts);
    IF delta > 0 THEN
      INSERT INTO budget_warning (account_id, cap_micros, workspace_id, budget_id, "window", spent_micros, warn_percent)
      SELECT a.id, a.cap_micros, b.workspace_id, b.id, a."window", a.spent_micros, b.warn_percent
      FROM budget_account a JOIN budget b ON b.id = a.budget_id
      WHERE a.id = ANY (p_call.accounts) AND a.spent_micros * 100 >= a.cap_micros * b.warn_percent
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
