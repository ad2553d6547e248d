export { applyMigrations, LOCK_TIMEOUT_MS, type AppliedMigrations, type ApplyOptions } from './apply-migrations.js';
export { missingSql, projectSchema, type SchemaPlace } from './make-migration.js';
