-- DropIndex
DROP INDEX "inventory_object_subject_id_idx";

-- CreateIndex
CREATE INDEX "inventory_object_subject_id_gateway_id_idx" ON "inventory_object"("subject_id", "gateway_id");
