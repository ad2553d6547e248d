import { applyMigrations, markRolledBack } from './apply-migrations.js';

/** `npm run migrate`: brings the database of DATABASE_URL up to date. */
async function main(args: string[]): Promise<void> {
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) throw new Error('Set DATABASE_URL, such as postgresql://user:password@127.0.0.1:5432/gatehouse.');
  if (args[0] === '--rolled-back' && args[1]) await markRolledBack(databaseUrl, args[1]);
  else if (args.length > 0) throw new Error('Usage: npm run migrate [-- --rolled-back NAME]');
  const { applied, queueMigrations } = await applyMigrations(databaseUrl, { log: console.log });
  if (applied.length + queueMigrations === 0) console.log('The database is up to date.');
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
