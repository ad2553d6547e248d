-- AlterTable
ALTER TABLE "credential" ADD COLUMN     "purpose" TEXT NOT NULL DEFAULT 'access';

-- AlterTable
ALTER TABLE "usage_bucket" ADD COLUMN     "console_calls" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "console_call" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "application_id" UUID NOT NULL,
    "environment" TEXT NOT NULL,
    "service" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "time_ms" INTEGER NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "typed" JSONB NOT NULL,

    CONSTRAINT "console_call_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "console_call_user_id_id_idx" ON "console_call"("user_id", "id");

-- CreateIndex
CREATE INDEX "console_call_at_idx" ON "console_call"("at");

-- AddForeignKey
ALTER TABLE "console_call" ADD CONSTRAINT "console_call_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The few keys of consoles are found among all others when their time is over. Both columns above are added with a
-- constant default, so that no row is rewritten.
CREATE INDEX "credential_console_idx" ON "credential"("expires_at") WHERE "purpose" = 'console';
