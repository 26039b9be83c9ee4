-- What of a run lies above somebody's clearance, shown to them for half an hour: it ends by its time, whatever else happens.
CREATE TABLE "reveal" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3) NOT NULL CHECK ("ends_at" <= "started_at" + INTERVAL '31 minutes'),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reveal_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "reveal_workspace_id_user_id_ends_at_idx" ON "reveal"("workspace_id", "user_id", "ends_at");
