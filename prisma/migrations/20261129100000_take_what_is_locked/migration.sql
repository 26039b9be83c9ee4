-- A call takes only the guards that it locked before it reserved. One whose circuit opened in between was taken after the
-- accounts, while whoever reports a fault locks guards before accounts: the two could block each other in a ring, and the
-- call became the probe of a circuit that had opened a moment before.

DROP FUNCTION "guard_choose"(text, double precision, text[], text[], integer[]);
DROP FUNCTION "guard_take"(text, text, text, text, integer, integer);

-- As before (20261122100000); `locked` names the guards that can change and are locked now.
CREATE FUNCTION "guard_choose"(p_ticket text, p_priority double precision, p_models text[], p_providers text[],
  p_tokens integer[], OUT chosen integer, OUT passed jsonb, OUT locked text[]) LANGUAGE plpgsql AS $$
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
  SELECT coalesce(array_agg(g.id), '{}') INTO locked FROM (
    SELECT id FROM service_guard WHERE id = ANY (p_models || p_providers)
      AND (coalesce(requests_per_minute, tokens_per_minute, parallel_calls) IS NOT NULL OR breaker <> 'closed')
    ORDER BY id FOR NO KEY UPDATE
  ) g;
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

-- As before (20261122100000), of the guards in p_locked alone: a circuit that has opened since does not make a call that
-- was chosen before its probe.
CREATE FUNCTION "guard_take"(p_call text, p_ticket text, p_model text, p_provider text, p_tokens integer, p_timeout_ms integer,
  p_locked text[], OUT second bigint, OUT probe boolean, OUT watched boolean) LANGUAGE plpgsql AS $$
DECLARE
  at timestamptz := clock_timestamp();
  g service_guard;
  i integer;
BEGIN
  probe := false;
  watched := false;
  FOR g IN SELECT * FROM service_guard WHERE id IN (p_model, p_provider) ORDER BY id LOOP
    IF g.id = ANY (p_locked) AND coalesce(g.requests_per_minute, g.tokens_per_minute, g.parallel_calls) IS NOT NULL THEN
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
      IF g.id = ANY (p_locked) AND g.breaker <> 'closed' THEN
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

-- As before (20261123100000).
CREATE OR REPLACE FUNCTION "admit_call"(
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
    CASE WHEN chosen > 1 THEN 'fallback' ELSE p_purpose END, p_amounts[chosen], p_request_digest,
    p_timeouts_ms[chosen] + 60000, p_time_zone, p_day, p_month) r;
  IF guarded AND refusal IS NULL THEN
    SELECT t.second, t.probe, t.watched INTO second, probe, watched
    FROM guard_take(p_id, p_ticket, p_models[chosen], p_providers[chosen], p_tokens[chosen], p_timeouts_ms[chosen],
      locked) t;
    took_ms := extract(epoch FROM clock_timestamp() - statement_timestamp()) * 1000;
  END IF;
END
$$;
