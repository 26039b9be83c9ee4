-- A signed-in browser. Cookies that were made before name no session, and people sign in once more.
CREATE TABLE "user_session" (
    "id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "method" TEXT NOT NULL CHECK ("method" IN ('password', 'practice', 'oidc')),
    "address" TEXT NOT NULL,
    "agent" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "ended_in" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "user_session_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "user_session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "user_session_user_id_idx" ON "user_session"("user_id");

-- Of what a token's roles give, only what is named, where it is scoped.
ALTER TABLE "api_token"
    ADD COLUMN "scoped" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "permissions" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];

-- Whoever is a member already keeps seeing what they saw: all of it.
ALTER TABLE "membership"
    ADD COLUMN "clearance" TEXT NOT NULL DEFAULT 'restricted'
        CHECK ("clearance" IN ('public', 'internal', 'confidential', 'restricted')),
    ADD COLUMN "categories" TEXT[] NOT NULL DEFAULT ARRAY['pii', 'phi', 'financial', 'credentials', 'legal']::TEXT[];

CREATE TABLE "people_group" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "roles" TEXT[] NOT NULL,
    "clearance" TEXT NOT NULL DEFAULT 'public'
        CHECK ("clearance" IN ('public', 'internal', 'confidential', 'restricted')),
    "categories" TEXT[] NOT NULL,
    "claims" TEXT[] NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "people_group_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "people_group_workspace_id_name_key" ON "people_group"("workspace_id", "name");

CREATE TABLE "group_member" (
    "group_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "by_claim" BOOLEAN NOT NULL DEFAULT false,
    "since" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_member_pkey" PRIMARY KEY ("group_id", "user_id"),
    CONSTRAINT "group_member_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "people_group"("id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "group_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "group_member_workspace_id_user_id_idx" ON "group_member"("workspace_id", "user_id");

CREATE TABLE "review_rule" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "team_id" TEXT,
    "connection" TEXT,
    "risk" TEXT CHECK ("risk" IN ('low', 'medium', 'high')),
    "four_eyes" BOOLEAN NOT NULL DEFAULT false,
    "clearance" TEXT CHECK ("clearance" IN ('public', 'internal', 'confidential', 'restricted')),
    "categories" TEXT[] NOT NULL,
    "group_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "review_rule_pkey" PRIMARY KEY ("id"),
    -- A group that reviews ask for stays until the rule is gone.
    CONSTRAINT "review_rule_group_id_fkey" FOREIGN KEY ("group_id") REFERENCES "people_group"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "review_rule_workspace_id_idx" ON "review_rule"("workspace_id");

CREATE TABLE "delegation" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "from_id" TEXT NOT NULL,
    "to_id" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "delegation_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "delegation_not_to_oneself" CHECK ("from_id" <> "to_id")
);
CREATE INDEX "delegation_workspace_id_to_id_idx" ON "delegation"("workspace_id", "to_id");

-- A permission taken without the role, for some minutes: it ends by its time, whatever else happens.
CREATE TABLE "break_glass" (
    "id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "permission" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ends_at" TIMESTAMPTZ(3) NOT NULL CHECK ("ends_at" <= "started_at" + INTERVAL '4 hours 1 minute'),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "break_glass_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "break_glass_workspace_id_ends_at_idx" ON "break_glass"("workspace_id", "ends_at");
