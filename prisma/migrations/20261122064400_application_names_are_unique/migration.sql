-- The second guard behind the lock under which names are decided; an archived application frees its name.
CREATE UNIQUE INDEX "application_team_id_lower_name_key" ON "application" ("team_id", lower("name"))
  WHERE "archived_at" IS NULL;
