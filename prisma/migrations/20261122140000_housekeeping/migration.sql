-- What the page Workers shows, and what the engine's housekeeping keeps of itself.

-- How many workflows other workers took over from this one, and when they last did.
ALTER TABLE "worker_lease" ADD COLUMN "taken_over" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "taken_over_at" TIMESTAMPTZ(3);

-- Throughput, counted by the workers and written with their beat: a step costs nothing more, and a page that asks for
-- an hour reads sixty rows a worker instead of every step.
CREATE TABLE "engine_minute" (
  "workspace_id" TEXT NOT NULL,
  "minute" TIMESTAMPTZ(3) NOT NULL,
  "worker_id" TEXT NOT NULL,
  "steps" INTEGER NOT NULL DEFAULT 0,
  "ended" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "engine_minute_pkey" PRIMARY KEY ("workspace_id", "minute", "worker_id")
);

-- One row a task: when it ran, when it is due again, and what it removed.
CREATE TABLE "housekeeping" (
  "task" TEXT NOT NULL,
  "ran_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "took_ms" INTEGER NOT NULL,
  "removed" INTEGER NOT NULL,
  "removed_at" TIMESTAMPTZ(3),
  "removed_last" INTEGER NOT NULL DEFAULT 0,
  "removed_total" BIGINT NOT NULL DEFAULT 0,
  CONSTRAINT "housekeeping_pkey" PRIMARY KEY ("task")
);

-- Runs by what they wait for, without a look at the reviews themselves, which are large.
CREATE INDEX "review_open" ON "review" ("workspace_id", "kind", "created_at") INCLUDE ("run_id") WHERE "status" = 'open';
