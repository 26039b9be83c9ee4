-- Who asks that a second person is no longer asked for waits for one, as who asks that policies permit something does: the
-- same requests, of either kind.
ALTER TABLE "access_request" ALTER COLUMN "denial" DROP NOT NULL;
ALTER TABLE "access_request" ADD COLUMN "second_person" TEXT CHECK ("second_person" IN ('publishing', 'erasing'));
ALTER TABLE "access_request" ADD CONSTRAINT "access_request_one_kind"
  CHECK (("denial" IS NULL) <> ("second_person" IS NULL));
