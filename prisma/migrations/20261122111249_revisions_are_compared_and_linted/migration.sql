-- AlterTable
ALTER TABLE "spec_revision" ADD COLUMN     "source_url" TEXT;

-- AlterTable
ALTER TABLE "version" ADD COLUMN     "deprecates_at" TIMESTAMPTZ(3),
ADD COLUMN     "retires_at_sunset" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "spec_revision_number" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "successor_id" UUID;

-- CreateTable
CREATE TABLE "brownout" (
    "id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "share_percent" SMALLINT NOT NULL,
    "announced_at" TIMESTAMPTZ(3),
    "begun_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "brownout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lint_report" (
    "spec_hash" TEXT NOT NULL,
    "rule_set_hash" TEXT NOT NULL,
    "score" SMALLINT NOT NULL,
    "errors" INTEGER NOT NULL,
    "warnings" INTEGER NOT NULL,
    "by_rule" JSONB NOT NULL,
    "findings" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lint_report_pkey" PRIMARY KEY ("spec_hash","rule_set_hash")
);

-- CreateTable
CREATE TABLE "lint_policy" (
    "team_id" UUID NOT NULL,
    "rules" JSONB NOT NULL DEFAULT '{}',
    "gate" TEXT NOT NULL DEFAULT 'warn',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lint_policy_pkey" PRIMARY KEY ("team_id")
);

-- CreateTable
CREATE TABLE "spec_comparison" (
    "base_hash" TEXT NOT NULL,
    "target_hash" TEXT NOT NULL,
    "rules_version" INTEGER NOT NULL,
    "breaking" INTEGER NOT NULL,
    "dangerous" INTEGER NOT NULL,
    "safe" INTEGER NOT NULL,
    "totals" JSONB NOT NULL,
    "operations" JSONB NOT NULL,
    "changes" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spec_comparison_pkey" PRIMARY KEY ("base_hash","target_hash","rules_version")
);

-- CreateTable
CREATE TABLE "spec_proposal" (
    "version_id" UUID NOT NULL,
    "spec_hash" TEXT NOT NULL,
    "file_name" TEXT NOT NULL DEFAULT '',
    "source_url" TEXT,
    "uploaded_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spec_proposal_pkey" PRIMARY KEY ("version_id")
);

-- CreateIndex
CREATE INDEX "brownout_version_id_starts_at_idx" ON "brownout"("version_id", "starts_at");

-- CreateIndex
CREATE INDEX "spec_comparison_target_hash_idx" ON "spec_comparison"("target_hash");

-- CreateIndex
CREATE INDEX "spec_proposal_spec_hash_idx" ON "spec_proposal"("spec_hash");

-- CreateIndex
CREATE INDEX "version_successor_id_idx" ON "version"("successor_id");

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_successor_id_fkey" FOREIGN KEY ("successor_id") REFERENCES "version"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "brownout" ADD CONSTRAINT "brownout_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lint_report" ADD CONSTRAINT "lint_report_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lint_policy" ADD CONSTRAINT "lint_policy_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_comparison" ADD CONSTRAINT "spec_comparison_base_hash_fkey" FOREIGN KEY ("base_hash") REFERENCES "spec"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_comparison" ADD CONSTRAINT "spec_comparison_target_hash_fkey" FOREIGN KEY ("target_hash") REFERENCES "spec"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_proposal" ADD CONSTRAINT "spec_proposal_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_proposal" ADD CONSTRAINT "spec_proposal_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The document in force is the one that was uploaded last.
UPDATE "version" v SET "spec_revision_number" =
  COALESCE((SELECT max(r."number") FROM "spec_revision" r WHERE r."version_id" = v."id"), 0);

-- What is due, and nothing else: looked at every minute.
CREATE INDEX "version_deprecates_at_idx" ON "version" ("deprecates_at") WHERE "state" = 'published' AND "deprecates_at" IS NOT NULL;
CREATE INDEX "version_retires_at_idx" ON "version" ("sunset_at") WHERE "state" = 'deprecated' AND "retires_at_sunset";
CREATE INDEX "brownout_due_idx" ON "brownout" ("starts_at") WHERE "ended_at" IS NULL AND "cancelled_at" IS NULL;
