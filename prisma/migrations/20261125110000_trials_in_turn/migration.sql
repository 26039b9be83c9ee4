-- Test cases wait for their turn, as the draft stood when they were asked for; and what came of each is kept for a while.

ALTER TABLE "trial" ADD COLUMN "version_id" TEXT;
UPDATE "trial" t SET "version_id" = r."version_id" FROM "run" r WHERE r."id" = t."run_id";

CREATE INDEX "trial_queued" ON "trial"("team_id", "started_at") WHERE "status" = 'queued';
-- A case's results, newest first.
CREATE INDEX "trial_team_id_case_name_started_at_idx" ON "trial"("team_id", "case_name", "started_at" DESC);
