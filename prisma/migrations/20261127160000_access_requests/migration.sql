-- What policies denied and somebody asked for: an admin decides, and what is approved becomes part of the draft of the
-- policies, which is published as any other.
CREATE TABLE "access_request" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "entry_id" TEXT NOT NULL,
    "denial" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open' CHECK ("status" IN ('open', 'approved', 'declined', 'withdrawn')),
    "asked_by" JSONB NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" JSONB,
    "decided_at" TIMESTAMPTZ(3),
    "decision_reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "access_request_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "access_request_workspace_id_asked_at_idx" ON "access_request"("workspace_id", "asked_at" DESC);
-- The same is asked for once at a time.
CREATE UNIQUE INDEX "access_request_open" ON "access_request"("workspace_id", "digest") WHERE "status" = 'open';

-- Denials are few among many entries: their list finds them without reading the rest.
CREATE INDEX "record_entry_refused" ON "record_entry"("workspace_id", "id" DESC) WHERE "kind" LIKE '%.refused';
