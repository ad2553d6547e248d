-- AlterTable
ALTER TABLE "adopted_access" ADD COLUMN     "watermark" BIGINT NOT NULL DEFAULT 0;
