-- DropIndex
DROP INDEX "usage_event_occurred_at_idx";

-- CreateIndex
CREATE INDEX "usage_event_occurred_at_idx" ON "usage_event" USING BRIN ("occurred_at");

-- A bucket is written again and again while its time runs: room on its page keeps the update off the indexes.
ALTER TABLE "usage_bucket" SET (fillfactor = 60);
