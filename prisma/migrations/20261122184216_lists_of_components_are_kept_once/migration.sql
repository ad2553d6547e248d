-- CreateTable
CREATE TABLE "operation_reach" (
    "version_id" UUID NOT NULL,
    "since" INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    "refs" INTEGER[],

    CONSTRAINT "operation_reach_pkey" PRIMARY KEY ("version_id","since","number")
);

-- Each list once, as imports keep them.
INSERT INTO "operation_reach" ("version_id", "since", "number", "refs")
SELECT version_id, since, row_number() OVER (PARTITION BY version_id, since) - 1, refs
FROM (SELECT DISTINCT version_id, since, refs FROM "operation") lists;

ALTER TABLE "operation" ADD COLUMN     "reach" INTEGER;

UPDATE "operation" o SET reach = r.number FROM "operation_reach" r
WHERE r.version_id = o.version_id AND r.since = o.since AND r.refs = o.refs;

-- AlterTable
ALTER TABLE "operation" DROP COLUMN "refs";

-- AddForeignKey
ALTER TABLE "operation_reach" ADD CONSTRAINT "operation_reach_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;
