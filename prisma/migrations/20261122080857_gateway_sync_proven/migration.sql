-- AlterTable
ALTER TABLE "credential_confirmation" ADD COLUMN     "dropped_at" TIMESTAMPTZ(3),
ADD COLUMN     "nodes" JSONB NOT NULL DEFAULT '[]',
ADD COLUMN     "probe_at" TIMESTAMPTZ(3),
ADD COLUMN     "probes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "taken_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "gateway" ADD COLUMN     "drift_policy" TEXT NOT NULL DEFAULT 'report',
ADD COLUMN     "edition" TEXT,
ADD COLUMN     "foreign_counts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "owned_counts" JSONB NOT NULL DEFAULT '{}',
ADD COLUMN     "sweep_error" TEXT,
ADD COLUMN     "swept_at" TIMESTAMPTZ(3),
ADD COLUMN     "watermark" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "writes" TEXT;

-- AlterTable
ALTER TABLE "inventory_object" ADD COLUMN     "answered" TEXT NOT NULL DEFAULT '{}';

-- AlterTable
ALTER TABLE "sync_scope" ADD COLUMN     "locked_by" TEXT,
ADD COLUMN     "priority" SMALLINT NOT NULL DEFAULT 1,
ADD COLUMN     "watermark" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "version" ADD COLUMN     "everywhere" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "gateway_node" (
    "gateway_id" UUID NOT NULL,
    "url" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "reachable" BOOLEAN,
    "checked_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "watermark" BIGINT NOT NULL DEFAULT 0,
    "watermark_at" TIMESTAMPTZ(3),

    CONSTRAINT "gateway_node_pkey" PRIMARY KEY ("gateway_id","url")
);

-- CreateTable
CREATE TABLE "sync_run" (
    "gateway_id" UUID NOT NULL,
    "reason" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),
    "scopes_total" INTEGER NOT NULL,
    "scopes_done" INTEGER NOT NULL DEFAULT 0,
    "objects_written" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "sync_run_pkey" PRIMARY KEY ("gateway_id")
);

-- CreateTable
CREATE TABLE "drift_finding" (
    "gateway_id" UUID NOT NULL,
    "remote_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "scope" TEXT NOT NULL,
    "finding" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "fields" JSONB NOT NULL DEFAULT '[]',
    "found_hash" TEXT,
    "found_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ignored_at" TIMESTAMPTZ(3),
    "ignored_by" UUID,

    CONSTRAINT "drift_finding_pkey" PRIMARY KEY ("gateway_id","remote_id")
);

-- CreateTable
CREATE TABLE "foreign_object" (
    "gateway_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "foreign_object_pkey" PRIMARY KEY ("gateway_id","kind","remote_id")
);

-- CreateTable
CREATE TABLE "adoption" (
    "id" UUID NOT NULL,
    "gateway_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "preview" JSONB,
    "fingerprint" TEXT,
    "options" JSONB,
    "error" TEXT,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "adoption_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "adopted_object" (
    "adoption_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "remote_id" TEXT NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "adopted_object_pkey" PRIMARY KEY ("adoption_id","kind","remote_id")
);

-- CreateIndex
CREATE INDEX "drift_finding_gateway_id_ignored_at_kind_remote_id_idx" ON "drift_finding"("gateway_id", "ignored_at", "kind", "remote_id");

-- CreateIndex
CREATE INDEX "adoption_gateway_id_created_at_idx" ON "adoption"("gateway_id", "created_at");

-- CreateIndex
CREATE INDEX "credential_confirmation_gateway_id_probe_at_idx" ON "credential_confirmation"("gateway_id", "probe_at");

-- AddForeignKey
ALTER TABLE "gateway_node" ADD CONSTRAINT "gateway_node_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_run" ADD CONSTRAINT "sync_run_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "drift_finding" ADD CONSTRAINT "drift_finding_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "foreign_object" ADD CONSTRAINT "foreign_object_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adoption" ADD CONSTRAINT "adoption_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "adopted_object" ADD CONSTRAINT "adopted_object_adoption_id_fkey" FOREIGN KEY ("adoption_id") REFERENCES "adoption"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- A gateway that we know by one proxy address has one node there.
INSERT INTO "gateway_node" ("gateway_id", "url", "position") SELECT "id", "proxy_url", 0 FROM "gateway";

-- Until now "live" and "revoked" meant that the control plane had taken it.
UPDATE "credential_confirmation" SET "taken_at" = "live_at", "dropped_at" = "revoked_at";

-- What a drain takes next, and nothing else.
CREATE INDEX "sync_scope_pending" ON "sync_scope" ("gateway_id", "priority", "scope" DESC) WHERE "applied" < "wished";

-- The words that the code knows.
ALTER TABLE "gateway" ADD CONSTRAINT "gateway_drift_policy_known" CHECK ("drift_policy" IN ('report', 'repair'));
ALTER TABLE "drift_finding" ADD CONSTRAINT "drift_finding_known" CHECK ("finding" IN ('missing', 'changed', 'unknown'));
