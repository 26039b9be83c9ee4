-- A workspace's policies, version by version. Without a current one the default policies hold
-- (domain/policy/cedar/default-policies.ts).
CREATE TABLE "policy_version" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,
    "policies" JSONB NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "status" TEXT NOT NULL CHECK ("status" IN ('proposed', 'current', 'past', 'declined', 'withdrawn')),
    "editors" TEXT[] NOT NULL,
    "proposed_by" JSONB NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decided_by" JSONB,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "policy_version_workspace_id_number_key" ON "policy_version"("workspace_id", "number");
-- One holds, and one is proposed, at a time.
CREATE UNIQUE INDEX "policy_version_current" ON "policy_version"("workspace_id") WHERE "status" = 'current';
CREATE UNIQUE INDEX "policy_version_proposed" ON "policy_version"("workspace_id") WHERE "status" = 'proposed';

-- What is being edited: one for each workspace, since the last that was published or proposed.
CREATE TABLE "policy_draft" (
    "workspace_id" TEXT NOT NULL,
    "policies" JSONB NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "editors" TEXT[] NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_draft_pkey" PRIMARY KEY ("workspace_id")
);
