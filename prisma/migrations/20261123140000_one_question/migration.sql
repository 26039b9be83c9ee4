-- What a question about a budget was asked about, beside the view that shows it: which budget, and the cap and the window
-- that had no room. So the steps that wait for the same answer are found without reading their views, and whether what
-- they were asked about still stands (docs/decisions/0016).
ALTER TABLE review
  ADD COLUMN budget_id text GENERATED ALWAYS AS (view->'budget'->>'budgetId') STORED,
  ADD COLUMN asked_cap_micros bigint GENERATED ALWAYS AS ((view->'budget'->>'capMicros')::bigint) STORED,
  ADD COLUMN asked_window text GENERATED ALWAYS AS (view->'budget'->>'window') STORED;
CREATE INDEX review_about_budget ON review(budget_id, run_id, created_at) WHERE status = 'open' AND budget_id IS NOT NULL;
