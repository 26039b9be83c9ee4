-- Who is a member keeps the clearance they have. Whoever becomes one is cleared for what is said of them, else for nothing.
ALTER TABLE "membership"
    ALTER COLUMN "clearance" SET DEFAULT 'public',
    ALTER COLUMN "categories" SET DEFAULT ARRAY[]::text[];
