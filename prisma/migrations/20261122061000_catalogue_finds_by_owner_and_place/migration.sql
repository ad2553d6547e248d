-- One page of one team's services, in the order of the list.
CREATE INDEX "service_owner_lower_name_id_idx" ON "service" ("owner_team_id", lower("name"), "id");

-- What is served at, above or below a base path.
CREATE INDEX "version_live_base_path_idx" ON "version" ("base_path" text_pattern_ops)
  WHERE "state" IN ('published', 'deprecated');

-- An operation of a document by its path, which may be longer than an index entry.
CREATE INDEX "operation_path_idx" ON "operation" ("spec_hash", md5("path"));
