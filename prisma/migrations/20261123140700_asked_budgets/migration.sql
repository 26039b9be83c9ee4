-- What open questions about budgets were asked about is read off an index alone, however many steps wait: each budget, cap
-- and window once (server/engine/go-on-within.ts).
CREATE INDEX review_asked ON review(budget_id, asked_window, asked_cap_micros) WHERE status = 'open' AND budget_id IS NOT NULL;
