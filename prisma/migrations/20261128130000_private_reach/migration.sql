-- Which private hosts, addresses and ranges a connection may reach, in the place of a switch that opened all of them. A
-- connection that had it on may reach the host of its own address.
ALTER TABLE "connection" ADD COLUMN "private_reach" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
UPDATE "connection"
SET "private_reach" = ARRAY[lower(substring("base_url" FROM '://(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]+)'))]
WHERE "allow_private" AND "base_url" ~ '://(?:[^/?#@]*@)?(\[[^\]]*\]|[^:/?#]+)';
ALTER TABLE "connection" DROP COLUMN "allow_private";
