-- Connections of several kinds: what each sets, who answers for it beside its owner, where it may be used, and a new
-- secret beside the one in use.
ALTER TABLE "connection"
    ADD COLUMN "settings" JSONB NOT NULL DEFAULT '{}',
    ADD COLUMN "team" TEXT NOT NULL DEFAULT '',
    ADD COLUMN "environment" TEXT,
    ADD COLUMN "next_sealed" TEXT,
    ADD COLUMN "next_at" TIMESTAMPTZ(3),
    ADD CONSTRAINT "connection_kind" CHECK ("kind" IN ('http', 'mcp', 'smtp', 'postgres', 'webhook'));

-- What can be asked of a connection: domain/connection/operation.ts.
CREATE TABLE "connection_operation" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL REFERENCES "connection"("id") ON DELETE CASCADE,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,
    "state" TEXT NOT NULL CHECK ("state" IN ('on', 'new', 'changed', 'off', 'gone')),
    "offered" JSONB,
    "approved_by" JSONB,
    "approved_at" TIMESTAMPTZ(3),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_operation_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "connection_operation_connection_id_name_key" ON "connection_operation"("connection_id", "name");
CREATE INDEX "connection_operation_workspace_id_idx" ON "connection_operation"("workspace_id");

-- The ledger of connections: server/connectors/ledger.ts. It outlives the connection it is about.
CREATE TABLE "connection_call" (
    "id" BIGSERIAL NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "connection_id" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "caller" JSONB NOT NULL,
    "outcome" TEXT NOT NULL CHECK ("outcome" IN ('done', 'refused', 'failed', 'held_back')),
    "status" INTEGER NOT NULL,
    "code" TEXT,
    "ms" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "connection_call_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "connection_call_connection_id_id_idx" ON "connection_call"("connection_id", "id" DESC);
CREATE INDEX "connection_call_at_idx" ON "connection_call"("at");

-- The signing keys are sealed anew under a new key of the installation, by the role that alone may read them.
GRANT UPDATE ("key_sealed") ON "record_key" TO "baton_sequencer";

-- Counts a call of a connection whose requests a minute are limited; as guard_take does for models. Returns how long to
-- wait where there is no room, and then nothing is counted; 0 = it may be sent.
CREATE FUNCTION "connection_take"(p_id text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  g service_guard;
  v_at timestamptz;
  v_second bigint;
  v_wait integer;
  i integer;
BEGIN
  SELECT * INTO g FROM service_guard WHERE id = p_id FOR NO KEY UPDATE;
  IF NOT FOUND OR g.requests_per_minute IS NULL THEN
    RETURN 0;
  END IF;
  v_at := clock_timestamp();
  v_second := greatest(floor(extract(epoch FROM v_at))::bigint, g.meter_second);
  g := guard_turn_meter(g, v_second);
  v_wait := guard_meter_wait(g.meter_requests, v_second, g.requests_per_minute, 1, v_at);
  IF v_wait > 0 THEN
    RETURN v_wait;
  END IF;
  i := v_second % 63 + 1;
  g.meter_requests[i] := g.meter_requests[i] + 1;
  UPDATE service_guard SET meter_second = g.meter_second, meter_requests = g.meter_requests WHERE id = p_id;
  RETURN 0;
END
$$;
