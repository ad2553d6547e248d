-- AlterTable
ALTER TABLE "operation" ALTER COLUMN "definition" SET DATA TYPE JSON;

-- AlterTable
ALTER TABLE "spec_component" ALTER COLUMN "definition" SET DATA TYPE JSON;
