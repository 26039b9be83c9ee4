-- What is spent is spent: an account says so also where it is more than its cap, as when a budget is made after the
-- money is gone. The cap holds what is reserved: nothing is, unless it fits beside what is spent.

ALTER TABLE "budget_account"
  DROP CONSTRAINT "budget_account_within_cap",
  ADD CONSTRAINT "budget_account_within_cap"
    CHECK (NOT "hard" OR "reserved_micros" = 0 OR "spent_micros" + "reserved_micros" <= "cap_micros");

-- Opens the accounts that are missing among those of these budgets, in the order of their ids, with what was spent in
-- their window. The budget's row is shared-locked so that a change of its cap cannot pass unseen between reading the
-- cap and opening the account.
CREATE OR REPLACE FUNCTION "budget_open_accounts"(
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
    VALUES (b.account, b.id, b.span, b.cap_micros, b.hard,
      budget_spent_before(b.workspace_id, b.scope, b.subject, p_run, b.since))
    ON CONFLICT DO NOTHING;
  END LOOP;
END
$$;

-- Moves one locked call from reserved to spent, all that it cost. Only while a hard account holds other calls'
-- reservations does it take no more than its cap: what a provider bills beyond the reservation then stands in
-- model_call.cost_micros and fills the account, which stops the next call.
-- A reaped call that reports late is corrected to what it really cost.
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
  END IF;
  UPDATE model_call SET status = p_status, tokens_in = p_in, tokens_out = p_out, cost_micros = p_cost,
    error = p_error, ended_at = now()
  WHERE id = p_call.id;
  IF p_call.run_id IS NOT NULL AND delta <> 0 THEN
    UPDATE run SET spent_micros = spent_micros + delta WHERE id = p_call.run_id;
  END IF;
END
$$;
