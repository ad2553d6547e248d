import { makeMigration, missingSql, projectSchema } from './make-migration.js';

/** `npm run migration -- NAME` writes a migration; `npm run migration -- --check` fails when one is missing. */
async function main([argument]: string[]): Promise<void> {
  if (!argument) throw new Error('Usage: npm run migration -- past_tense_name, or npm run migration -- --check');
  const place = projectSchema();
  if (argument === '--check') {
    const sql = await missingSql(place);
    if (sql !== null) throw new Error(`schema.prisma says more than the migrations make. Missing:\n${sql}`);
    console.log('The migrations make exactly what schema.prisma says.');
    return;
  }
  const file = await makeMigration(argument, place, new Date());
  console.log(
    file ? `Written, read and complete it: ${file}` : 'Nothing to do: the migrations make what schema.prisma says.',
  );
}

main(process.argv.slice(2)).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
