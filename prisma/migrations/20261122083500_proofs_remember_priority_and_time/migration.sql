-- AlterTable
ALTER TABLE "credential_confirmation" ADD COLUMN "probe_priority" SMALLINT NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "sync_scope" ADD COLUMN "confirmed_at" TIMESTAMPTZ(3);

-- DropIndex
DROP INDEX "credential_confirmation_gateway_id_probe_at_idx";

-- What is asked next, and nothing else: the most urgent first, of those the newest.
CREATE INDEX "credential_confirmation_due" ON "credential_confirmation" ("gateway_id", "probe_priority", "probe_at" DESC)
  WHERE "probe_at" IS NOT NULL;
