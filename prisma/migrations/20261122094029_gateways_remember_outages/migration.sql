-- AlterTable
ALTER TABLE "gateway" ADD COLUMN     "away_at" TIMESTAMPTZ(3),
ADD COLUMN     "refusals" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "refused_revision" INTEGER,
ADD COLUMN     "write_again_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "gateway_node" ADD COLUMN     "again_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "sync_scope" ADD COLUMN     "stopped" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "unwished_deletes" (
    "gateway_id" UUID NOT NULL,
    "minute" TIMESTAMPTZ(0) NOT NULL,
    "objects" INTEGER NOT NULL,

    CONSTRAINT "unwished_deletes_pkey" PRIMARY KEY ("gateway_id","minute")
);

-- AddForeignKey
ALTER TABLE "unwished_deletes" ADD CONSTRAINT "unwished_deletes_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;
