-- What stands between Baton and an outside service, shared by all workers: limits, cool-down, line and circuit breaker
-- (docs/decisions/0011). The clock is the database's; a stamp is taken after the lock it belongs to, never before.
-- Locks are taken in one order: guards by id, then runs, calls, accounts.

-- One row for a provider, a model or a connection that has limits or had faults; a healthy service without limits has none.
CREATE TABLE "service_guard" (
  "id" TEXT NOT NULL,
  "workspace_id" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "requests_per_minute" INTEGER,
  "tokens_per_minute" INTEGER,
  "parallel_calls" INTEGER,
  "meter_second" BIGINT NOT NULL DEFAULT 0,
  "meter_requests" INTEGER[] NOT NULL DEFAULT array_fill(0, ARRAY[63]),
  "meter_tokens" INTEGER[] NOT NULL DEFAULT array_fill(0, ARRAY[63]),
  "cooling_until" TIMESTAMPTZ(3),
  "breaker" TEXT NOT NULL DEFAULT 'closed',
  "breaker_since" TIMESTAMPTZ(3),
  "probe" TEXT,
  "probe_until" TIMESTAMPTZ(3),
  "window_slot" BIGINT NOT NULL DEFAULT 0,
  "window_calls" INTEGER[] NOT NULL DEFAULT array_fill(0, ARRAY[6]),
  "window_errors" INTEGER[] NOT NULL DEFAULT array_fill(0, ARRAY[6]),
  "last_error" TEXT,
  "last_error_at" TIMESTAMPTZ(3),
  CONSTRAINT "service_guard_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "service_guard_kind" CHECK ("kind" IN ('provider', 'model', 'connection')),
  CONSTRAINT "service_guard_breaker" CHECK ("breaker" IN ('closed', 'open', 'half_open')),
  CONSTRAINT "service_guard_limits" CHECK ("requests_per_minute" > 0 AND "tokens_per_minute" > 0 AND "parallel_calls" > 0)
) WITH (fillfactor = 50);
CREATE INDEX "service_guard_workspace_id_idx" ON "service_guard" ("workspace_id");

-- A call under way at a gate that limits parallel calls or tokens; a lease, so that a crashed holder's slot comes back.
CREATE TABLE "service_slot" (
  "gate" TEXT NOT NULL,
  "call_id" TEXT NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "service_slot_pkey" PRIMARY KEY ("gate", "call_id")
);
CREATE INDEX "service_slot_call_id_idx" ON "service_slot" ("call_id");

-- A place in the line of a gate, kept alive by asking again. `due` is when it came, earlier by its priority.
CREATE TABLE "call_ticket" (
  "gate" TEXT NOT NULL,
  "ticket" TEXT NOT NULL,
  "due" TIMESTAMPTZ(6) NOT NULL,
  "tokens" INTEGER NOT NULL,
  "alive_until" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "call_ticket_pkey" PRIMARY KEY ("gate", "ticket")
);
CREATE INDEX "call_ticket_ticket_idx" ON "call_ticket" ("ticket");
CREATE INDEX "call_ticket_gate_due_idx" ON "call_ticket" ("gate", "due");

-- ---------- limits ----------

-- The meter is a sliding window of 63 counters, one a second: the current one and the 62 before it. So whatever was
-- admitted in the last 62 s is counted, 60 s that the limit is about and 2 s in which a call may be under way to the
-- service. Returns the row with what has left the window set to zero.
CREATE FUNCTION "guard_turn_meter"(g service_guard, p_second bigint) RETURNS service_guard
LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  s bigint;
BEGIN
  IF p_second - g.meter_second >= 63 THEN
    g.meter_requests := array_fill(0, ARRAY[63]);
    g.meter_tokens := array_fill(0, ARRAY[63]);
  ELSE
    FOR s IN g.meter_second + 1 .. p_second LOOP
      g.meter_requests[(s % 63 + 1)::integer] := 0;
      g.meter_tokens[(s % 63 + 1)::integer] := 0;
    END LOOP;
  END IF;
  g.meter_second := greatest(g.meter_second, p_second);
  RETURN g;
END
$$;

-- Milliseconds until a turned meter has room for p_needed; 0 when it has now.
CREATE FUNCTION "guard_meter_wait"(p_meter integer[], p_second bigint, p_limit integer, p_needed bigint, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
  excess bigint := p_needed - p_limit;
  freed bigint := 0;
  s bigint;
BEGIN
  SELECT excess + sum(n) INTO excess FROM unnest(p_meter) n;
  IF excess <= 0 THEN
    RETURN 0;
  END IF;
  FOR s IN p_second - 62 .. p_second LOOP
    freed := freed + p_meter[(s % 63 + 1)::integer];
    IF freed >= excess THEN
      RETURN greatest(1, ceil((s + 63 - extract(epoch FROM p_at)) * 1000));
    END IF;
  END LOOP;
  -- Those ahead in the line fill more than one window.
  RETURN least(3600000, ceil(p_needed::numeric / p_limit) * 63000);
END
$$;

-- How long a call waits at one gate: 0 = there is room for it and for all who are due before it; -1 = it never fits.
CREATE FUNCTION "guard_room"(g service_guard, p_ticket text, p_due timestamptz, p_tokens integer, p_at timestamptz)
RETURNS integer LANGUAGE plpgsql STABLE AS $$
DECLARE
  ahead bigint;
  ahead_tokens bigint;
  held bigint;
  soon integer;
  token_wait integer;
  wait integer := 0;
BEGIN
  IF g.requests_per_minute IS NULL AND g.tokens_per_minute IS NULL AND g.parallel_calls IS NULL THEN
    RETURN 0;
  END IF;
  IF p_tokens > g.tokens_per_minute THEN
    RETURN -1;
  END IF;
  SELECT count(*), coalesce(sum(tokens), 0) INTO ahead, ahead_tokens FROM call_ticket
    WHERE gate = g.id AND due < p_due AND alive_until > p_at AND ticket <> p_ticket;
  g := guard_turn_meter(g, floor(extract(epoch FROM p_at))::bigint);
  IF g.requests_per_minute IS NOT NULL THEN
    wait := guard_meter_wait(g.meter_requests, g.meter_second, g.requests_per_minute, ahead + 1, p_at);
  END IF;
  IF g.tokens_per_minute IS NOT NULL OR g.parallel_calls IS NOT NULL THEN
    SELECT count(*) INTO held FROM service_slot WHERE gate = g.id AND expires_at > p_at;
    -- Nobody knows when a call ends: ask again soon, less often from further back.
    soon := least(1000, 50 + 20 * ahead);
  END IF;
  IF g.tokens_per_minute IS NOT NULL THEN
    token_wait := guard_meter_wait(g.meter_tokens, g.meter_second, g.tokens_per_minute, ahead_tokens + p_tokens, p_at);
    -- A call under way gives back what it reserved and did not use.
    wait := greatest(wait, CASE WHEN held > 0 THEN least(token_wait, soon) ELSE token_wait END);
  END IF;
  IF g.parallel_calls IS NOT NULL AND held + ahead >= g.parallel_calls THEN
    wait := greatest(wait, soon);
  END IF;
  RETURN wait;
END
$$;

-- The first of these models that may be asked now, or 0; `passed` says why each before it may not be, and for how long
-- ([{model, because, waitMs}], -1 = never). Leaves the guards that can change locked, and where no model has room, a
-- ticket in the line of each gate that has none.
CREATE FUNCTION "guard_choose"(p_ticket text, p_priority double precision, p_models text[], p_providers text[],
  p_tokens integer[], OUT chosen integer, OUT passed jsonb) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz;
  v_due timestamptz;
  m service_guard;
  p service_guard;
  until timestamptz;
  why text;
  wait_model integer;
  wait_provider integer;
  wait integer;
  gates text[] := '{}';
  gate_tokens integer[] := '{}';
BEGIN
  PERFORM 1 FROM service_guard WHERE id = ANY (p_models || p_providers)
      AND (coalesce(requests_per_minute, tokens_per_minute, parallel_calls) IS NOT NULL OR breaker <> 'closed')
    ORDER BY id FOR NO KEY UPDATE;
  at := clock_timestamp();
  passed := '[]';
  -- Who comes back after having given up is due as before. A step of priority is worth 30 s of waiting, so nobody
  -- starves: whoever waits is in time before all who come later than that.
  SELECT min(due) INTO v_due FROM call_ticket WHERE ticket = p_ticket;
  v_due := coalesce(v_due, at - p_priority * interval '30 seconds');

  FOR i IN 1 .. cardinality(p_models) LOOP
    SELECT * INTO m FROM service_guard WHERE id = p_models[i];
    SELECT * INTO p FROM service_guard WHERE id = p_providers[i];
    until := greatest(m.cooling_until, p.cooling_until);
    why := NULL;
    IF until > at THEN
      why := 'cooling';
      wait := ceil(extract(epoch FROM until - at) * 1000);
    ELSIF m.breaker = 'open' AND m.breaker_since + interval '15 seconds' > at THEN
      why := 'open_circuit';
      wait := ceil(extract(epoch FROM m.breaker_since + interval '15 seconds' - at) * 1000);
    ELSIF m.breaker = 'half_open' AND m.probe_until > at THEN
      why := 'open_circuit';
      wait := 250;
    ELSE
      wait_model := guard_room(m, p_ticket, v_due, p_tokens[i], at);
      wait_provider := guard_room(p, p_ticket, v_due, p_tokens[i], at);
      IF wait_model = 0 AND wait_provider = 0 THEN
        chosen := i;
        EXIT;
      END IF;
      why := 'limited';
      wait := CASE WHEN least(wait_model, wait_provider) < 0 THEN -1 ELSE greatest(wait_model, wait_provider) END;
      IF wait > 0 AND wait_model > 0 THEN
        gates := gates || m.id;
        gate_tokens := gate_tokens || p_tokens[i];
      END IF;
      IF wait > 0 AND wait_provider > 0 THEN
        gates := gates || p.id;
        gate_tokens := gate_tokens || p_tokens[i];
      END IF;
    END IF;
    passed := passed || jsonb_build_object('model', p_models[i], 'because', why, 'waitMs', wait);
  END LOOP;

  IF chosen IS NULL THEN
    chosen := 0;
    -- Twice the longest pause between two askings: who is gone holds up nobody for longer.
    INSERT INTO call_ticket (gate, ticket, due, tokens, alive_until)
      SELECT gate, p_ticket, v_due, min(t), at + interval '2 seconds' FROM unnest(gates, gate_tokens) x(gate, t) GROUP BY gate
    ON CONFLICT (gate, ticket) DO UPDATE SET alive_until = excluded.alive_until, tokens = excluded.tokens;
  END IF;
END
$$;

-- Counts a call that was chosen, under the locks of guard_choose. Returns the second it is counted in, null where
-- neither has limits; `probe` when it is the one call that tries a circuit again.
CREATE FUNCTION "guard_take"(p_call text, p_ticket text, p_model text, p_provider text, p_tokens integer, p_timeout_ms integer,
  OUT second bigint, OUT probe boolean, OUT watched boolean) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  g service_guard;
  i integer;
BEGIN
  probe := false;
  watched := false;
  FOR g IN SELECT * FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id LOOP
    IF coalesce(g.requests_per_minute, g.tokens_per_minute, g.parallel_calls) IS NOT NULL THEN
      second := greatest(floor(extract(epoch FROM at))::bigint, g.meter_second, second);
      g := guard_turn_meter(g, second);
      i := second % 63 + 1;
      g.meter_requests[i] := g.meter_requests[i] + 1;
      g.meter_tokens[i] := g.meter_tokens[i] + p_tokens;
      UPDATE service_guard SET meter_second = g.meter_second, meter_requests = g.meter_requests,
        meter_tokens = g.meter_tokens WHERE id = g.id;
      IF g.tokens_per_minute IS NOT NULL OR g.parallel_calls IS NOT NULL THEN
        INSERT INTO service_slot (gate, call_id, expires_at)
        VALUES (g.id, p_call, at + (p_timeout_ms + 5000) * interval '1 millisecond');
      END IF;
    END IF;
    IF g.id = p_model THEN
      watched := coalesce(g.last_error_at > at - interval '1 minute', false);
      IF g.breaker <> 'closed' THEN
        probe := true;
        UPDATE service_guard SET probe = p_call, probe_until = at + (p_timeout_ms + 5000) * interval '1 millisecond',
          breaker = 'half_open', breaker_since = CASE breaker WHEN 'open' THEN at ELSE breaker_since END
        WHERE id = g.id;
      END IF;
    END IF;
  END LOOP;
  DELETE FROM call_ticket WHERE ticket = p_ticket;
END
$$;

-- Admits a call to the first of these models that may be asked, and reserves its worst case (reserve_call): one round
-- trip, and for models without limits or faults one look-up more than the reservation. `chosen` counts from 1; 0 when
-- none may be asked now, then nothing but a ticket is written. `took_ms` is the age of the statement when the call was
-- counted.
CREATE FUNCTION "admit_call"(
  p_id text, p_workspace text, p_run text, p_team text, p_node text, p_iteration integer, p_attempt integer,
  p_agent text, p_purpose text, p_request_digest text, p_time_zone text, p_day text, p_month text,
  p_ticket text, p_priority double precision,
  p_models text[], p_names text[], p_providers text[], p_provider_names text[], p_sandbox boolean[],
  p_amounts bigint[], p_tokens integer[], p_timeouts_ms integer[],
  OUT chosen integer, OUT accounts text[], OUT refusal jsonb, OUT passed jsonb, OUT second bigint, OUT probe boolean,
  OUT watched boolean, OUT took_ms double precision
) LANGUAGE plpgsql AS $$
DECLARE
  guarded boolean;
BEGIN
  chosen := 1;
  guarded := EXISTS (SELECT FROM service_guard WHERE id = ANY (p_models || p_providers));
  IF guarded THEN
    SELECT c.chosen, c.passed INTO chosen, passed
    FROM guard_choose(p_ticket, p_priority, p_models, p_providers, p_tokens) c;
    IF chosen = 0 THEN
      RETURN;
    END IF;
  END IF;
  SELECT r.accounts, r.refusal INTO accounts, refusal
  FROM reserve_call(p_id, p_workspace, p_run, p_team, p_node, p_iteration, p_attempt, p_agent, p_models[chosen],
    p_names[chosen], p_provider_names[chosen], p_sandbox[chosen],
    CASE WHEN chosen > 1 THEN 'fallback' ELSE p_purpose END, p_amounts[chosen], p_request_digest,
    p_timeouts_ms[chosen] + 60000, p_time_zone, p_day, p_month) r;
  IF guarded AND refusal IS NULL THEN
    SELECT t.second, t.probe, t.watched INTO second, probe, watched
    FROM guard_take(p_id, p_ticket, p_models[chosen], p_providers[chosen], p_tokens[chosen], p_timeouts_ms[chosen]) t;
    took_ms := extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000;
  END IF;
END
$$;

-- One more request of a call that is under way (an endpoint that wants to be asked in another way): counted again, its
-- tokens moved. Returns how long to wait, or 0 and the second it is counted in.
CREATE FUNCTION "guard_take_again"(p_model text, p_provider text, p_second bigint, p_tokens integer,
  OUT wait_ms integer, OUT second bigint) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz;
  g service_guard;
  guards service_guard[] := '{}';
  i integer;
BEGIN
  PERFORM 1 FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id FOR NO KEY UPDATE;
  at := clock_timestamp();
  wait_ms := 0;
  second := floor(extract(epoch FROM at));
  FOR g IN SELECT * FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id LOOP
    second := greatest(second, g.meter_second);
  END LOOP;
  FOR g IN SELECT * FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id LOOP
    g := guard_turn_meter(g, second);
    i := p_second % 63 + 1;
    IF second - p_second < 63 THEN
      g.meter_tokens[i] := greatest(0, g.meter_tokens[i] - p_tokens);
    END IF;
    IF g.requests_per_minute IS NOT NULL THEN
      wait_ms := greatest(wait_ms, guard_meter_wait(g.meter_requests, second, g.requests_per_minute, 1, at));
    END IF;
    IF g.tokens_per_minute IS NOT NULL THEN
      wait_ms := greatest(wait_ms, guard_meter_wait(g.meter_tokens, second, g.tokens_per_minute, p_tokens, at));
    END IF;
    i := second % 63 + 1;
    g.meter_requests[i] := g.meter_requests[i] + 1;
    g.meter_tokens[i] := g.meter_tokens[i] + p_tokens;
    guards := guards || g;
  END LOOP;
  IF wait_ms > 0 THEN
    RETURN;
  END IF;
  FOREACH g IN ARRAY guards LOOP
    UPDATE service_guard SET meter_second = g.meter_second, meter_requests = g.meter_requests,
      meter_tokens = g.meter_tokens WHERE id = g.id;
  END LOOP;
END
$$;

-- ---------- faults ----------

-- Adds outcomes to a service's window (six counters of 10 s) and moves its breaker: closed, open from half of at least
-- five calls failed, half-open for one probe, closed again when that is answered. p_probe names the call when it is the
-- probe; then p_calls = 0 says that it told nothing, and another may try.
CREATE FUNCTION "breaker_note"(p_id text, p_workspace text, p_kind text, p_calls integer, p_errors integer, p_error text,
  p_probe text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  g service_guard;
  at timestamptz;
  slot bigint;
  s bigint;
BEGIN
  IF p_errors > 0 THEN
    INSERT INTO service_guard (id, workspace_id, kind) VALUES (p_id, p_workspace, p_kind) ON CONFLICT DO NOTHING;
  END IF;
  SELECT * INTO g FROM service_guard WHERE id = p_id FOR NO KEY UPDATE;
  IF NOT FOUND THEN
    RETURN 'closed';
  END IF;
  at := clock_timestamp();
  slot := greatest(floor(extract(epoch FROM at) / 10)::bigint, g.window_slot);
  FOR s IN greatest(g.window_slot + 1, slot - 5) .. slot LOOP
    g.window_calls[(s % 6 + 1)::integer] := 0;
    g.window_errors[(s % 6 + 1)::integer] := 0;
  END LOOP;
  g.window_slot := slot;
  g.window_calls[(slot % 6 + 1)::integer] := g.window_calls[(slot % 6 + 1)::integer] + p_calls;
  g.window_errors[(slot % 6 + 1)::integer] := g.window_errors[(slot % 6 + 1)::integer] + p_errors;
  IF p_errors > 0 THEN
    g.last_error := p_error;
    g.last_error_at := at;
  END IF;
  IF g.breaker = 'half_open' AND g.probe = p_probe THEN
    g.probe := NULL;
    g.probe_until := NULL;
    IF p_errors > 0 THEN
      g.breaker := 'open';
      g.breaker_since := at;
    ELSIF p_calls > 0 THEN
      g.breaker := 'closed';
      g.breaker_since := at;
      g.window_calls := array_fill(0, ARRAY[6]);
      g.window_errors := array_fill(0, ARRAY[6]);
    END IF;
  ELSIF g.breaker = 'closed' AND p_errors > 0
    AND (SELECT sum(n) FROM unnest(g.window_calls) n) >= 5
    AND (SELECT sum(n) FROM unnest(g.window_errors) n) * 2 >= (SELECT sum(n) FROM unnest(g.window_calls) n) THEN
    g.breaker := 'open';
    g.breaker_since := at;
  END IF;
  UPDATE service_guard SET window_slot = g.window_slot, window_calls = g.window_calls, window_errors = g.window_errors,
    last_error = g.last_error, last_error_at = g.last_error_at, breaker = g.breaker, breaker_since = g.breaker_since,
    probe = g.probe, probe_until = g.probe_until
  WHERE id = p_id;
  RETURN g.breaker;
END
$$;

-- Whether a service whose breaker is not closed may be called: 0 yes, else milliseconds until it makes sense to ask
-- again. Who gets a yes from an open or half-open breaker is the probe.
CREATE FUNCTION "breaker_enter"(p_id text, p_probe text, p_timeout_ms integer, OUT wait_ms integer, OUT probe boolean)
LANGUAGE plpgsql AS $$
DECLARE
  g service_guard;
  at timestamptz;
BEGIN
  SELECT * INTO g FROM service_guard WHERE id = p_id FOR NO KEY UPDATE;
  at := clock_timestamp();
  wait_ms := 0;
  probe := false;
  IF g.breaker = 'open' AND g.breaker_since + interval '15 seconds' > at THEN
    wait_ms := ceil(extract(epoch FROM g.breaker_since + interval '15 seconds' - at) * 1000);
  ELSIF g.breaker = 'half_open' AND g.probe_until > at THEN
    wait_ms := 250;
  ELSIF g.breaker <> 'closed' THEN
    probe := true;
    UPDATE service_guard SET probe = p_probe, probe_until = at + (p_timeout_ms + 5000) * interval '1 millisecond',
      breaker = 'half_open', breaker_since = CASE breaker WHEN 'open' THEN at ELSE breaker_since END
    WHERE id = p_id;
  END IF;
END
$$;

-- What a call of a model came to, for all workers: gives back its slot, counts the tokens it really used in the second it
-- was counted in (null where nothing was), cools the model down for as long as it asked, and moves the breaker.
CREATE FUNCTION "report_call"(p_call text, p_workspace text, p_model text, p_provider text, p_second bigint,
  p_reserved integer, p_used integer, p_calls integer, p_errors integer, p_error text, p_cool_ms integer, p_probe boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  g service_guard;
  i integer;
BEGIN
  IF p_errors > 0 OR p_cool_ms > 0 THEN
    INSERT INTO service_guard (id, workspace_id, kind) VALUES (p_model, p_workspace, 'model') ON CONFLICT DO NOTHING;
  END IF;
  PERFORM 1 FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id FOR NO KEY UPDATE;
  IF p_second IS NOT NULL THEN
    FOR g IN SELECT * FROM service_guard WHERE id IN (p_model, p_provider) AND meter_second - p_second < 63 LOOP
      i := p_second % 63 + 1;
      g.meter_tokens[i] := greatest(0, g.meter_tokens[i] + p_used - p_reserved);
      UPDATE service_guard SET meter_tokens = g.meter_tokens WHERE id = g.id;
    END LOOP;
    DELETE FROM service_slot WHERE call_id = p_call;
  END IF;
  IF p_cool_ms > 0 THEN
    UPDATE service_guard SET cooling_until = greatest(cooling_until, clock_timestamp() + p_cool_ms * interval '1 millisecond')
    WHERE id = p_model;
  END IF;
  IF p_calls > 0 OR p_probe THEN
    PERFORM breaker_note(p_model, p_workspace, 'model', p_calls, p_errors, p_error, CASE WHEN p_probe THEN p_call END);
  END IF;
END
$$;

-- How a workspace's guards stand, for people.
CREATE FUNCTION "guard_states"(p_workspace text) RETURNS TABLE (
  id text, requests_per_minute integer, tokens_per_minute integer, parallel_calls integer, requests integer,
  tokens integer, parallel integer, waiting integer, cooling_until timestamptz, breaker text, breaker_since timestamptz,
  calls integer, errors integer, last_error text, last_error_at timestamptz
) LANGUAGE sql STABLE AS $$
  SELECT g.id, g.requests_per_minute, g.tokens_per_minute, g.parallel_calls,
    (SELECT coalesce(sum(n), 0) FROM unnest((t).meter_requests) n)::integer,
    (SELECT coalesce(sum(n), 0) FROM unnest((t).meter_tokens) n)::integer,
    (SELECT count(*) FROM service_slot s WHERE s.gate = g.id AND s.expires_at > clock_timestamp())::integer,
    (SELECT count(*) FROM call_ticket c WHERE c.gate = g.id AND c.alive_until > clock_timestamp())::integer,
    CASE WHEN g.cooling_until > clock_timestamp() THEN g.cooling_until END,
    g.breaker, g.breaker_since,
    CASE WHEN recent THEN (SELECT sum(n) FROM unnest(g.window_calls) n)::integer ELSE 0 END,
    CASE WHEN recent THEN (SELECT sum(n) FROM unnest(g.window_errors) n)::integer ELSE 0 END,
    g.last_error, g.last_error_at
  FROM service_guard g
  CROSS JOIN LATERAL (SELECT guard_turn_meter(g, floor(extract(epoch FROM clock_timestamp()))::bigint) AS t,
    g.window_slot > floor(extract(epoch FROM clock_timestamp()) / 10)::bigint - 6 AS recent) x
  WHERE g.workspace_id = p_workspace
$$;
