-- AlterTable
ALTER TABLE "spec" ADD COLUMN     "external_docs" JSONB;

-- A component by its pointer, however long that is.
CREATE INDEX "spec_component_pointer_idx" ON "spec_component" ("version_id", md5("pointer"));
