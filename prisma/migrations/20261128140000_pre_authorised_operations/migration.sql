-- A pre-authorisation is for an operation of any kind of connection, or for requests of an HTTP service by method and path;
-- and it binds to what stood at the other end of its connection when it was given. One given before that binds to nothing
-- that is there, so it lets nothing out: it has to be given anew.
ALTER TABLE "pre_authorisation"
  ALTER COLUMN "method" DROP NOT NULL,
  ALTER COLUMN "path" DROP NOT NULL,
  ADD COLUMN "operation" TEXT,
  ADD COLUMN "operation_digest" TEXT,
  ADD COLUMN "endpoint" TEXT NOT NULL DEFAULT '';
ALTER TABLE "pre_authorisation"
  ADD CONSTRAINT "pre_authorisation_covers" CHECK (
    ("operation" IS NULL) = ("operation_digest" IS NULL)
    AND ("operation" IS NULL) = ("method" IS NOT NULL)
    AND ("operation" IS NULL) = ("path" IS NOT NULL));
ALTER TABLE "pre_authorisation" ALTER COLUMN "endpoint" DROP DEFAULT;
