-- AlterTable: what was counted within the hour before this stays, of no kind, and still counts over all.
ALTER TABLE "unwished_deletes" DROP CONSTRAINT "unwished_deletes_pkey",
ADD COLUMN     "kind" TEXT NOT NULL DEFAULT '',
ADD CONSTRAINT "unwished_deletes_pkey" PRIMARY KEY ("gateway_id", "minute", "kind");
ALTER TABLE "unwished_deletes" ALTER COLUMN "kind" DROP DEFAULT;
