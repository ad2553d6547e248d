import { defineConfig } from 'prisma/config';

// `prisma generate` and `validate` ask for a native schema engine that they do not use; any executable satisfies them.
// Migrations never go through it: they are made and applied by prisma/tools (docs/adr/0003-offline-migrations.md).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
});
