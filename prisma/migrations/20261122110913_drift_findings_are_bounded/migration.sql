-- AlterTable
ALTER TABLE "drift_finding" ADD COLUMN     "more_fields" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "gateway" ADD COLUMN     "drift_left_out" INTEGER NOT NULL DEFAULT 0;
