-- CreateIndex
CREATE INDEX "inventory_object_gateway_id_parent_id_idx" ON "inventory_object"("gateway_id", "parent_id");
