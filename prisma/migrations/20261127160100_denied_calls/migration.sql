-- Tool calls that policies denied are denials as well.
DROP INDEX "record_entry_refused";
CREATE INDEX "record_entry_denied" ON "record_entry"("workspace_id", "id" DESC)
    WHERE "kind" LIKE '%.refused' OR "kind" = 'policy.denied';
