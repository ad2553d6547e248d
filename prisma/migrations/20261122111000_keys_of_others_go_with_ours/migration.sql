-- CreateTable
CREATE TABLE "adopted_access" (
    "gateway_id" UUID NOT NULL,
    "remote_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "parent_id" UUID NOT NULL,
    "adoption_id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "credential_id" UUID,
    "group_name" TEXT,
    "service_ids" UUID[],
    "opens_others" BOOLEAN NOT NULL,
    "removed_at" TIMESTAMPTZ(3),

    CONSTRAINT "adopted_access_pkey" PRIMARY KEY ("gateway_id","remote_id")
);

-- CreateIndex
CREATE INDEX "adopted_access_application_id_gateway_id_idx" ON "adopted_access"("application_id", "gateway_id");

-- CreateIndex
CREATE INDEX "adopted_access_credential_id_gateway_id_idx" ON "adopted_access"("credential_id", "gateway_id");

-- CreateIndex
CREATE INDEX "adopted_access_adoption_id_idx" ON "adopted_access"("adoption_id");

-- AddForeignKey
ALTER TABLE "adopted_access" ADD CONSTRAINT "adopted_access_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;
