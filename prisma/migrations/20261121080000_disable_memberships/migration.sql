-- A workspace's admins keep somebody out of their workspace; what the person may elsewhere is not theirs to take.
ALTER TABLE "membership" ADD COLUMN "disabled_at" TIMESTAMPTZ(3);

UPDATE "membership" m SET "disabled_at" = u."disabled_at"
  FROM "user_account" u WHERE u."id" = m."user_id" AND u."disabled_at" IS NOT NULL;
UPDATE "user_account" SET "disabled_at" = NULL WHERE "disabled_at" IS NOT NULL;
