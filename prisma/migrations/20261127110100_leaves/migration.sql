-- Who may use models dearer than their own tier: standing, or in one run, where a review was answered so.
CREATE TABLE "model_grant" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "agent_slug" TEXT NOT NULL DEFAULT '',
    "run_id" TEXT NOT NULL DEFAULT '',
    "tier" TEXT NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "granted_by" JSONB NOT NULL,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "model_grant_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "model_grant_tier" CHECK ("tier" IN ('small', 'standard', 'large'))
);
CREATE UNIQUE INDEX "model_grant_workspace_id_agent_slug_run_id_key"
  ON "model_grant" ("workspace_id", "agent_slug", "run_id");

-- When a run of the team costs more than its runs do, a person is asked (domain/budget/usual.ts); null: as by default.
ALTER TABLE "team" ADD COLUMN "cost_guard" JSONB;
-- Up to what a person has let a run go on that costs more than usual.
ALTER TABLE "run" ADD COLUMN "leave_micros" BIGINT;
