-- An operation names the components that it reaches by their place in the document. Their pointers, repeated for every
-- operation, were most of what was stored of a large document.
ALTER TABLE "spec_component" ADD COLUMN "position" INTEGER;
UPDATE "spec_component" c SET "position" = numbered.n - 1
FROM (
  SELECT "spec_hash", "pointer", row_number() OVER (PARTITION BY "spec_hash" ORDER BY "pointer") AS n
  FROM "spec_component"
) AS numbered
WHERE numbered."spec_hash" = c."spec_hash" AND numbered."pointer" = c."pointer";
ALTER TABLE "spec_component" ALTER COLUMN "position" SET NOT NULL;

ALTER TABLE "operation" ADD COLUMN "positions" INTEGER[] DEFAULT ARRAY[]::INTEGER[];
UPDATE "operation" o SET "positions" = ARRAY(
  SELECT c."position" FROM unnest(o."refs") WITH ORDINALITY AS r("pointer", "place")
  JOIN "spec_component" c ON c."spec_hash" = o."spec_hash" AND c."pointer" = r."pointer"
  ORDER BY r."place"
);
ALTER TABLE "operation" DROP COLUMN "refs";
ALTER TABLE "operation" RENAME COLUMN "positions" TO "refs";

ALTER TABLE "spec_component" DROP CONSTRAINT "spec_component_pkey",
  ADD CONSTRAINT "spec_component_pkey" PRIMARY KEY ("spec_hash", "position");
