-- Names are cut as the program cuts them, so that an index takes them however long they are.
ALTER TABLE "operation" ADD COLUMN     "tag" TEXT NOT NULL DEFAULT '';
UPDATE "operation" SET "tag" = left("tags"[1], 500) WHERE cardinality("tags") > 0;

-- CreateTable
CREATE TABLE "operation_tag" (
    "version_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "since" INTEGER NOT NULL,
    "until" INTEGER,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "operation_count" INTEGER NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "operation_tag_pkey" PRIMARY KEY ("version_id","position","since")
);

-- CreateIndex
CREATE INDEX "operation_tag_version_id_name_idx" ON "operation_tag"("version_id", "name");

-- CreateIndex
CREATE INDEX "operation_version_id_tag_position_idx" ON "operation"("version_id", "tag", "position");

-- AddForeignKey
ALTER TABLE "operation_tag" ADD CONSTRAINT "operation_tag_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Every revision gets all of its tags; their digest is not known, so the next document writes them again.
INSERT INTO "operation_tag" ("version_id", "position", "since", "until", "name", "description", "operation_count", "digest")
SELECT r."version_id", row_number() OVER (PARTITION BY r."version_id", r."since" ORDER BY t."place", t."first") * 16384,
  r."since", r."until", t."name", t."description", t."operation_count", ''
FROM (
  SELECT "version_id", "number" AS "since",
    lead("number") OVER (PARTITION BY "version_id" ORDER BY "number") AS "until", "spec_hash"
  FROM "spec_revision"
) r
JOIN "spec" s ON s."hash" = r."spec_hash"
CROSS JOIN LATERAL (
  SELECT "name", described."place", used."first", COALESCE(described."description", '') AS "description",
    COALESCE(used."count", 0) AS "operation_count"
  FROM (
    SELECT DISTINCT ON (left(tag->>'name', 500)) left(tag->>'name', 500) AS "name", tag->>'description' AS "description", "place"
    FROM jsonb_array_elements(s."tags") WITH ORDINALITY AS listed(tag, "place")
    ORDER BY left(tag->>'name', 500), "place"
  ) described
  FULL JOIN (
    SELECT o."tag" AS "name", min(o."position") AS "first", count(*) AS "count" FROM "operation" o
    WHERE o."version_id" = r."version_id" AND o."since" <= r."since" AND (o."until" IS NULL OR o."until" > r."since")
    GROUP BY o."tag"
  ) used USING ("name")
) t;
