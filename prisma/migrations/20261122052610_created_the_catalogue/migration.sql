-- CreateEnum
CREATE TYPE "platform_role" AS ENUM ('member', 'auditor', 'admin');

-- CreateEnum
CREATE TYPE "team_kind" AS ENUM ('personal', 'developer', 'provider');

-- CreateEnum
CREATE TYPE "team_role" AS ENUM ('viewer', 'member', 'owner');

-- CreateEnum
CREATE TYPE "visibility" AS ENUM ('public', 'internal', 'private');

-- CreateEnum
CREATE TYPE "exposure" AS ENUM ('external', 'internal');

-- CreateEnum
CREATE TYPE "version_state" AS ENUM ('draft', 'published', 'deprecated', 'retired');

-- CreateEnum
CREATE TYPE "approval" AS ENUM ('auto', 'manual');

-- CreateEnum
CREATE TYPE "subscription_state" AS ENUM ('pending', 'active', 'suspended', 'rejected', 'cancelled');

-- CreateEnum
CREATE TYPE "grain" AS ENUM ('minute', 'hour', 'day');

-- CreateTable
CREATE TABLE "installation" (
    "singleton" BOOLEAN NOT NULL DEFAULT true,
    "id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("singleton")
);

-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "password_hash" TEXT NOT NULL,
    "platform_role" "platform_role" NOT NULL DEFAULT 'member',
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "ip" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_token" (
    "digest" TEXT NOT NULL,
    "session_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("digest")
);

-- CreateTable
CREATE TABLE "team" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" "team_kind" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "team_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "team_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "role" "team_role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("team_id","user_id")
);

-- CreateTable
CREATE TABLE "service" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "owner_team_id" UUID NOT NULL,
    "visibility" "visibility" NOT NULL DEFAULT 'public',
    "exposure" "exposure" NOT NULL DEFAULT 'external',
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "service_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "service_grant" (
    "service_id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "service_grant_pkey" PRIMARY KEY ("service_id","team_id")
);

-- CreateTable
CREATE TABLE "version" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "state" "version_state" NOT NULL DEFAULT 'draft',
    "base_path" TEXT NOT NULL,
    "hosts" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "upstream_url" TEXT,
    "spec_hash" TEXT,
    "published_at" TIMESTAMPTZ(3),
    "deprecated_at" TIMESTAMPTZ(3),
    "sunset_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "version_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "spec" (
    "hash" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "byte_length" INTEGER NOT NULL,
    "bytes" BYTEA NOT NULL,
    "openapi" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "doc_version" TEXT NOT NULL DEFAULT '',
    "summary" TEXT NOT NULL DEFAULT '',
    "description" TEXT NOT NULL DEFAULT '',
    "servers" JSONB NOT NULL DEFAULT '[]',
    "tags" JSONB NOT NULL DEFAULT '[]',
    "security" JSONB NOT NULL DEFAULT '{}',
    "warnings" JSONB NOT NULL DEFAULT '[]',
    "operation_count" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spec_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "spec_revision" (
    "version_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "spec_hash" TEXT NOT NULL,
    "uploaded_by" UUID,
    "file_name" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "spec_revision_pkey" PRIMARY KEY ("version_id","number")
);

-- CreateTable
CREATE TABLE "operation" (
    "spec_hash" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operation_id" TEXT,
    "summary" TEXT NOT NULL DEFAULT '',
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "deprecated" BOOLEAN NOT NULL DEFAULT false,
    "definition" JSONB NOT NULL,
    "refs" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "operation_pkey" PRIMARY KEY ("spec_hash","position")
);

-- CreateTable
CREATE TABLE "spec_component" (
    "spec_hash" TEXT NOT NULL,
    "pointer" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "definition" JSONB NOT NULL,

    CONSTRAINT "spec_component_pkey" PRIMARY KEY ("spec_hash","pointer")
);

-- CreateTable
CREATE TABLE "plan" (
    "id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "approval" "approval" NOT NULL DEFAULT 'auto',
    "limit_per_second" INTEGER,
    "limit_per_minute" INTEGER,
    "limit_per_hour" INTEGER,
    "limit_per_day" INTEGER,
    "limit_per_month" INTEGER,
    "archived_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application" (
    "id" UUID NOT NULL,
    "team_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "archived_at" TIMESTAMPTZ(3),
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "subscription" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "state" "subscription_state" NOT NULL,
    "plan_id" UUID,
    "requested_plan_id" UUID,
    "requested_at" TIMESTAMPTZ(3),
    "requested_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by" UUID,
    "decision_reason" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "subscription_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "environment" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "key_letter" CHAR(1) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "environment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "credential" (
    "id" UUID NOT NULL,
    "application_id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "last_four" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "sha1" TEXT NOT NULL,
    "created_by" UUID,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "revoked_by" UUID,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "credential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "gateway" (
    "id" UUID NOT NULL,
    "environment_id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "admin_url" TEXT NOT NULL,
    "proxy_url" TEXT NOT NULL,
    "admin_auth" TEXT,
    "version" TEXT,
    "reachable" BOOLEAN,
    "checked_at" TIMESTAMPTZ(3),
    "check_error" TEXT,
    "revision" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gateway_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "deployment" (
    "version_id" UUID NOT NULL,
    "gateway_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "deployment_pkey" PRIMARY KEY ("version_id","gateway_id")
);

-- CreateTable
CREATE TABLE "sync_scope" (
    "gateway_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "wished" INTEGER NOT NULL DEFAULT 1,
    "wished_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied" INTEGER NOT NULL DEFAULT 0,
    "applied_at" TIMESTAMPTZ(3),
    "fence" INTEGER NOT NULL DEFAULT 0,
    "locked_until" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "failed_at" TIMESTAMPTZ(3),
    "retry_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "deletes_confirmed" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "sync_scope_pkey" PRIMARY KEY ("gateway_id","scope")
);

-- CreateTable
CREATE TABLE "inventory_object" (
    "gateway_id" UUID NOT NULL,
    "scope" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "remote_id" UUID NOT NULL,
    "parent_id" UUID,
    "subject_id" UUID,
    "wished_hash" TEXT NOT NULL,
    "answered_hash" TEXT NOT NULL,
    "confirmed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "inventory_object_pkey" PRIMARY KEY ("gateway_id","remote_id")
);

-- CreateTable
CREATE TABLE "credential_confirmation" (
    "credential_id" UUID NOT NULL,
    "gateway_id" UUID NOT NULL,
    "live_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "credential_confirmation_pkey" PRIMARY KEY ("credential_id","gateway_id")
);

-- CreateTable
CREATE TABLE "usage_event" (
    "gateway_id" UUID NOT NULL,
    "request_id" TEXT NOT NULL,
    "occurred_at" TIMESTAMPTZ(3) NOT NULL,
    "application_id" UUID,
    "service_id" UUID,
    "version_id" UUID,
    "credential_id" UUID,
    "method" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "latency_ms" INTEGER NOT NULL,
    "upstream_ms" INTEGER,
    "request_bytes" INTEGER NOT NULL,
    "response_bytes" INTEGER NOT NULL,
    "client_ip" TEXT NOT NULL,

    CONSTRAINT "usage_event_pkey" PRIMARY KEY ("gateway_id","request_id")
);

-- CreateTable
CREATE TABLE "usage_bucket" (
    "grain" "grain" NOT NULL,
    "start" TIMESTAMPTZ(0) NOT NULL,
    "application_id" UUID NOT NULL,
    "service_id" UUID NOT NULL,
    "version_id" UUID NOT NULL,
    "gateway_id" UUID NOT NULL,
    "operation" TEXT NOT NULL,
    "status" SMALLINT NOT NULL,
    "calls" BIGINT NOT NULL,
    "latency_sum_ms" BIGINT NOT NULL,
    "latency_max_ms" INTEGER NOT NULL,
    "response_bytes" BIGINT NOT NULL,

    CONSTRAINT "usage_bucket_pkey" PRIMARY KEY ("grain","start","application_id","version_id","service_id","gateway_id","operation","status")
);

-- CreateTable
CREATE TABLE "audit_entry" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "actor_id" UUID,
    "actor_label" TEXT NOT NULL,
    "ip" TEXT NOT NULL DEFAULT '',
    "request_id" TEXT NOT NULL DEFAULT '',
    "action" TEXT NOT NULL,
    "subject_kind" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "team_id" UUID,
    "before" JSONB,
    "after" JSONB,

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "actor_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "body" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("actor_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "installation_id_key" ON "installation"("id");

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "session_user_id_idx" ON "session"("user_id");

-- CreateIndex
CREATE INDEX "refresh_token_session_id_idx" ON "refresh_token"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "team_slug_key" ON "team"("slug");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "service_slug_key" ON "service"("slug");

-- CreateIndex
CREATE INDEX "service_owner_team_id_idx" ON "service"("owner_team_id");

-- CreateIndex
CREATE INDEX "service_name_id_idx" ON "service"("name", "id");

-- CreateIndex
CREATE INDEX "service_grant_team_id_idx" ON "service_grant"("team_id");

-- CreateIndex
CREATE INDEX "version_spec_hash_idx" ON "version"("spec_hash");

-- CreateIndex
CREATE UNIQUE INDEX "version_service_id_name_key" ON "version"("service_id", "name");

-- CreateIndex
CREATE INDEX "spec_revision_spec_hash_idx" ON "spec_revision"("spec_hash");

-- CreateIndex
CREATE UNIQUE INDEX "plan_service_id_slug_key" ON "plan"("service_id", "slug");

-- CreateIndex
CREATE INDEX "application_team_id_idx" ON "application"("team_id");

-- CreateIndex
CREATE INDEX "subscription_service_id_state_idx" ON "subscription"("service_id", "state");

-- CreateIndex
CREATE INDEX "subscription_plan_id_idx" ON "subscription"("plan_id");

-- CreateIndex
CREATE INDEX "subscription_requested_plan_id_idx" ON "subscription"("requested_plan_id");

-- CreateIndex
CREATE UNIQUE INDEX "subscription_application_id_service_id_key" ON "subscription"("application_id", "service_id");

-- CreateIndex
CREATE UNIQUE INDEX "environment_slug_key" ON "environment"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "environment_key_letter_key" ON "environment"("key_letter");

-- CreateIndex
CREATE UNIQUE INDEX "credential_sha256_key" ON "credential"("sha256");

-- CreateIndex
CREATE INDEX "credential_application_id_idx" ON "credential"("application_id");

-- CreateIndex
CREATE UNIQUE INDEX "gateway_slug_key" ON "gateway"("slug");

-- CreateIndex
CREATE INDEX "deployment_gateway_id_idx" ON "deployment"("gateway_id");

-- CreateIndex
CREATE INDEX "sync_scope_scope_idx" ON "sync_scope"("scope");

-- CreateIndex
CREATE INDEX "inventory_object_subject_id_idx" ON "inventory_object"("subject_id");

-- CreateIndex
CREATE INDEX "inventory_object_gateway_id_scope_idx" ON "inventory_object"("gateway_id", "scope");

-- CreateIndex
CREATE INDEX "usage_event_occurred_at_idx" ON "usage_event"("occurred_at");

-- CreateIndex
CREATE INDEX "usage_bucket_grain_application_id_start_idx" ON "usage_bucket"("grain", "application_id", "start");

-- CreateIndex
CREATE INDEX "usage_bucket_grain_service_id_start_idx" ON "usage_bucket"("grain", "service_id", "start");

-- CreateIndex
CREATE INDEX "audit_entry_subject_kind_subject_id_idx" ON "audit_entry"("subject_kind", "subject_id");

-- CreateIndex
CREATE INDEX "audit_entry_at_idx" ON "audit_entry"("at");

-- CreateIndex
CREATE INDEX "audit_entry_team_id_id_idx" ON "audit_entry"("team_id", "id");

-- CreateIndex
CREATE INDEX "idempotency_record_created_at_idx" ON "idempotency_record"("created_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service" ADD CONSTRAINT "service_owner_team_id_fkey" FOREIGN KEY ("owner_team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_grant" ADD CONSTRAINT "service_grant_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "service_grant" ADD CONSTRAINT "service_grant_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "version" ADD CONSTRAINT "version_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_revision" ADD CONSTRAINT "spec_revision_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_revision" ADD CONSTRAINT "spec_revision_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "operation" ADD CONSTRAINT "operation_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "spec_component" ADD CONSTRAINT "spec_component_spec_hash_fkey" FOREIGN KEY ("spec_hash") REFERENCES "spec"("hash") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "plan" ADD CONSTRAINT "plan_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "application" ADD CONSTRAINT "application_team_id_fkey" FOREIGN KEY ("team_id") REFERENCES "team"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_service_id_fkey" FOREIGN KEY ("service_id") REFERENCES "service"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_plan_id_fkey" FOREIGN KEY ("plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "subscription" ADD CONSTRAINT "subscription_requested_plan_id_fkey" FOREIGN KEY ("requested_plan_id") REFERENCES "plan"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_application_id_fkey" FOREIGN KEY ("application_id") REFERENCES "application"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "credential" ADD CONSTRAINT "credential_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "gateway" ADD CONSTRAINT "gateway_environment_id_fkey" FOREIGN KEY ("environment_id") REFERENCES "environment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_version_id_fkey" FOREIGN KEY ("version_id") REFERENCES "version"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deployment" ADD CONSTRAINT "deployment_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sync_scope" ADD CONSTRAINT "sync_scope_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "inventory_object" ADD CONSTRAINT "inventory_object_gateway_id_fkey" FOREIGN KEY ("gateway_id") REFERENCES "gateway"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- From here on: what the schema cannot say.

-- Who this installation is, made once.
ALTER TABLE "installation" ADD CONSTRAINT "installation_singleton" CHECK ("singleton");
INSERT INTO "installation" ("id") VALUES (gen_random_uuid());

INSERT INTO "environment" ("id", "slug", "name", "key_letter") VALUES
  (gen_random_uuid(), 'live', 'Live', 'l'),
  (gen_random_uuid(), 'test', 'Test', 't');

-- The catalogue is listed by name, whatever its case, and searched by parts of words.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX "service_lower_name_id_idx" ON "service" (lower("name"), "id");
CREATE INDEX "service_words_idx" ON "service"
  USING gin (lower("name" || ' ' || "slug" || ' ' || "summary") gin_trgm_ops);

-- The audit log is append-only.
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_entry is append-only';
END
$$;
CREATE TRIGGER "audit_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- What a person reads as "waits": found without walking the confirmed ones.
CREATE INDEX "sync_scope_waiting_idx" ON "sync_scope" ("gateway_id") WHERE "applied" < "wished";

-- Requests that wait for a decision.
CREATE INDEX "subscription_waiting_idx" ON "subscription" ("service_id", "id") WHERE "requested_plan_id" IS NOT NULL;

-- Keys that will expire and have not been revoked.
CREATE INDEX "credential_expiring_idx" ON "credential" ("expires_at")
  WHERE "expires_at" IS NOT NULL AND "revoked_at" IS NULL;
