-- An operation by its path, and a component by its pointer, however long they are: one key, so that no plan can prefer
-- to read all rows of a version, whatever the statistics say of it.
DROP INDEX "operation_path_idx";
CREATE INDEX "operation_path_idx" ON "operation" (md5("version_id"::text || "path"));
DROP INDEX "spec_component_pointer_idx";
CREATE INDEX "spec_component_pointer_idx" ON "spec_component" (md5("version_id"::text || "pointer"));
