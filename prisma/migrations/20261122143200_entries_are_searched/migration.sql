-- CreateTable
CREATE TABLE "search_entry" (
    "id" BIGSERIAL NOT NULL,
    "service_id" UUID NOT NULL,
    "version_id" UUID,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "method" TEXT,
    "path" TEXT,
    "pointer" TEXT,
    "anchor" TEXT,
    "summary" TEXT NOT NULL DEFAULT '',
    "tag" TEXT,
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    "names" TEXT NOT NULL DEFAULT '',
    "name_key" TEXT NOT NULL,
    "path_key" TEXT NOT NULL DEFAULT '',
    "head" tsvector NOT NULL,
    "words" tsvector NOT NULL,
    "digest" TEXT NOT NULL,

    CONSTRAINT "search_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "search_word" (
    "word" TEXT NOT NULL,

    CONSTRAINT "search_word_pkey" PRIMARY KEY ("word")
);

-- CreateIndex
CREATE INDEX "search_entry_service_id_idx" ON "search_entry"("service_id");

-- CreateIndex
CREATE INDEX "search_entry_version_id_idx" ON "search_entry"("version_id");

-- AddForeignKey
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "search_entry" ADD CONSTRAINT "search_entry_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- English stems, and no word is left out: `all` and `off` are words of operation ids.
CREATE TEXT SEARCH DICTIONARY "search_stem" (TEMPLATE = snowball, LANGUAGE = english);
CREATE TEXT SEARCH CONFIGURATION "search_words" (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION "search_words" ALTER MAPPING FOR asciiword, word, numword WITH "search_stem";

CREATE INDEX "search_entry_head_idx" ON "search_entry" USING gin ("head") WITH (fastupdate = off);
CREATE INDEX "search_entry_words_idx" ON "search_entry" USING gin ("words") WITH (fastupdate = off);
-- What was typed whole, or the beginning of it.
CREATE INDEX "search_entry_name_key_idx" ON "search_entry" ("name_key" text_pattern_ops) WHERE "name_key" <> '';
CREATE INDEX "search_entry_path_key_idx" ON "search_entry" ("path_key" text_pattern_ops) WHERE "path_key" <> '';
CREATE INDEX "search_word_idx" ON "search_word" USING gin ("word" gin_trgm_ops);
