import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeMigration, missingSql, projectSchema, type SchemaPlace } from './make-migration.js';

it('the migrations of the project make exactly what schema.prisma says', async () => {
  expect(await missingSql(projectSchema())).toBeNull();
});

describe('makeMigration', () => {
  let place: SchemaPlace;
  const now = new Date('2026-02-03T04:05:06Z');
  const header = 'datasource db {\n  provider = "postgresql"\n}\n';

  beforeEach(async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gatehouse-schema-'));
    place = { schemaFile: path.join(folder, 'schema.prisma'), migrationsDir: path.join(folder, 'migrations') };
    await mkdir(place.migrationsDir);
  });

  afterEach(() => rm(path.dirname(place.schemaFile), { recursive: true, force: true }));

  it('writes what is missing, and nothing when nothing is', async () => {
    await writeFile(
      place.schemaFile,
      `${header}model Team {\n  id Int @id\n  boss Team? @relation("b", fields: [bossId], references: [id])\n  bossId Int?\n  staff Team[] @relation("b")\n}\n`,
    );
    const file = await makeMigration('teams_got_bosses', place, now);
    expect(path.relative(place.migrationsDir, file!)).toBe(
      path.join('20260203040506_teams_got_bosses', 'migration.sql'),
    );
    expect(await readFile(file!, 'utf8')).toMatch(/CREATE TABLE "Team"[^]*FOREIGN KEY \("bossId"\)/);
    expect(await makeMigration('once_more', place, now)).toBeNull();
    await writeFile(place.schemaFile, `${header}model Team {\n  id Int @id\n}\n`);
    expect(await missingSql(place)).toContain('DROP COLUMN "bossId"');
  });

  it.each(['Teams', 'two words', '../up', ''])('refuses the name %p', async (name) => {
    await expect(makeMigration(name, place, now)).rejects.toThrow('no name of a migration');
  });
});
