-- AlterTable
ALTER TABLE "credential_confirmation" ADD COLUMN     "remote_id" UUID;

-- CreateIndex
CREATE INDEX "credential_confirmation_gateway_id_remote_id_idx" ON "credential_confirmation"("gateway_id", "remote_id");

-- What the inventory still knows.
UPDATE "credential_confirmation" k SET "remote_id" = i."remote_id"
FROM "inventory_object" i
WHERE i."subject_id" = k."credential_id" AND i."gateway_id" = k."gateway_id";
