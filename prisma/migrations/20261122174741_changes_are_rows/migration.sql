-- What was compared is compared again when somebody asks.
DELETE FROM "spec_comparison";

-- AlterTable
ALTER TABLE "spec_comparison" DROP COLUMN "changes",
DROP COLUMN "operations",
ADD COLUMN     "id" UUID NOT NULL;

-- CreateTable
CREATE TABLE "spec_change" (
    "comparison_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "class" TEXT NOT NULL,
    "rule" TEXT NOT NULL,
    "direction" TEXT,
    "base_pointer" TEXT,
    "target_pointer" TEXT,
    "message" TEXT NOT NULL,
    "set_number" INTEGER NOT NULL,

    CONSTRAINT "spec_change_pkey" PRIMARY KEY ("comparison_id","position")
);

-- CreateTable
CREATE TABLE "changed_set" (
    "comparison_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "operations" INTEGER[],

    CONSTRAINT "changed_set_pkey" PRIMARY KEY ("comparison_id","number")
);

-- CreateTable
CREATE TABLE "changed_operation" (
    "comparison_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "key" TEXT,
    "base_key" TEXT,
    "sets" INTEGER[],

    CONSTRAINT "changed_operation_pkey" PRIMARY KEY ("comparison_id","position")
);

-- CreateIndex
CREATE INDEX "spec_change_comparison_id_set_number_class_idx" ON "spec_change"("comparison_id", "set_number", "class");

-- CreateIndex
CREATE UNIQUE INDEX "spec_comparison_id_key" ON "spec_comparison"("id");

-- AddForeignKey
ALTER TABLE "spec_change" ADD CONSTRAINT "spec_change_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "spec_comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "changed_set" ADD CONSTRAINT "changed_set_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "spec_comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "changed_operation" ADD CONSTRAINT "changed_operation_comparison_id_fkey" FOREIGN KEY ("comparison_id") REFERENCES "spec_comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- By a key, however long it is: one value, so that no plan can prefer to read all operations of a comparison.
CREATE INDEX "changed_operation_key_idx" ON "changed_operation" (md5("comparison_id"::text || "key")) WHERE "key" IS NOT NULL;
CREATE INDEX "changed_operation_base_key_idx" ON "changed_operation" (md5("comparison_id"::text || "base_key")) WHERE "base_key" IS NOT NULL;
