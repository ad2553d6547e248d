-- Operations and components were kept by document; now they are kept by version, from one revision until another, so
-- that a new document writes only what differs.
ALTER TABLE "operation" RENAME TO "operation_by_spec";
ALTER TABLE "operation_by_spec" RENAME CONSTRAINT "operation_pkey" TO "operation_by_spec_pkey";
ALTER INDEX "operation_path_idx" RENAME TO "operation_by_spec_path_idx";
ALTER TABLE "spec_component" RENAME TO "component_by_spec";
ALTER TABLE "component_by_spec" RENAME CONSTRAINT "spec_component_pkey" TO "component_by_spec_pkey";

-- CreateTable
CREATE TABLE "operation" (
    "version_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    "until" INTEGER,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operation_id" TEXT,
    "summary" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    "definition" JSON NOT NULL,
    "refs" INTEGER[] DEFAULT ARRAY[]::INTEGER[],
    "digest" TEXT NOT NULL
);

-- CreateTable
CREATE TABLE "spec_component" (
    "version_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    "until" INTEGER,
    "pointer" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSON NOT NULL,
    "digest" TEXT NOT NULL
);

-- Every revision gets all of its document; its digest is not known, so the next document writes all of it again.
CREATE TEMPORARY TABLE "revision_of" ON COMMIT DROP AS
  SELECT "version_id", "number" AS "since",
    lead("number") OVER (PARTITION BY "version_id" ORDER BY "number") AS "until", "spec_hash"
  FROM "spec_revision";

INSERT INTO "operation" ("version_id", "position", "since", "until", "method", "path", "operation_id", "summary", "tags",
  "deprecated", "definition", "refs", "digest")
SELECT r."version_id", (o."position" + 1) * 16384, r."since", r."until", o."method", o."path", o."operation_id",
  o."summary", o."tags", o."deprecated", o."definition", o."refs", ''
FROM "revision_of" r JOIN "operation_by_spec" o USING ("spec_hash");

INSERT INTO "spec_component" ("version_id", "number", "since", "until", "pointer", "name", "definition", "digest")
SELECT r."version_id", c."position", r."since", r."until", c."pointer", c."name", c."definition", ''
FROM "revision_of" r JOIN "component_by_spec" c USING ("spec_hash");

DROP TABLE "operation_by_spec";
DROP TABLE "component_by_spec";

ALTER TABLE "operation" ADD CONSTRAINT "operation_pkey" PRIMARY KEY ("version_id", "position", "since");
ALTER TABLE "spec_component" ADD CONSTRAINT "spec_component_pkey" PRIMARY KEY ("version_id", "number", "since");

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_component" ADD CONSTRAINT "spec_component_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- An operation by its path, however long that is.
CREATE INDEX "operation_path_idx" ON "operation" ("version_id", md5("path"));
-- What a new document is held against.
CREATE INDEX "operation_present_idx" ON "operation" ("version_id", "position") INCLUDE ("digest", "since") WHERE "until" IS NULL;
CREATE INDEX "spec_component_present_idx" ON "spec_component" ("version_id", "number") INCLUDE ("digest", "since") WHERE "until" IS NULL;
-- What an upload that broke off has ended.
CREATE INDEX "operation_until_idx" ON "operation" ("version_id", "until") WHERE "until" IS NOT NULL;
CREATE INDEX "spec_component_until_idx" ON "spec_component" ("version_id", "until") WHERE "until" IS NOT NULL;
