import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import type { DiffTarget, SchemaEngine } from '@prisma/schema-engine-wasm';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import pg from 'pg';

export type Engine = Pick<
  SchemaEngine,
  'applyMigrations' | 'diagnoseMigrationHistory' | 'diff' | 'markMigrationRolledBack'
>;
export type MigrationList = Parameters<Engine['applyMigrations']>[0]['migrationsList'];

/** No table of ours is left to somebody else. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's schema engine connected to a database. The engine is the WebAssembly build that comes by npm,
 * because the native one is fetched from a host that may be out of reach. It works in one connection, so the statement
 * limits in `options` (libpq's form, such as `-c lock_timeout=5000`) hold for everything it does.
 */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  options: string,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const pool = new pg.Pool({ connectionString: databaseUrl, options, max: 1 });
  try {
    const bindings = await loadBindings();
    const adapter = bindMigrationAwareSqlAdapterFactory(readableAdapter(pool));
    const engine = await bindings.SchemaEngine.new({ datamodels: undefined }, () => undefined, adapter);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

type Bindings = typeof import('@prisma/schema-engine-wasm') & { __wbg_set_wasm(exports: unknown): void };
/** The part of WebAssembly that is used; TypeScript declares it with the browser's types only. */
interface WebAssemblyLoader {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: { __wbindgen_start(): void } } }>;
}
let bindings: Promise<Bindings> | null = null;

/** The package's own entry imports its .wasm file, which Node 20 cannot do without a flag. */
function loadBindings(): Promise<Bindings> {
  bindings ??= (async () => {
    // The engine hands the words of a crash to this global before it traps; without it they are lost.
    Object.assign(globalThis, {
      PRISMA_WASM_PANIC_REGISTRY: { set_message: (words: string) => process.emitWarning(words, 'SchemaEngineCrash') },
    });
    const glueName = '@prisma/schema-engine-wasm/schema_engine_bg';
    const glueFile = createRequire(import.meta.url).resolve(glueName);
    const glue = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as Bindings;
    const bytes = await readFile(path.join(path.dirname(glueFile), 'schema_engine_bg.wasm'));
    const { WebAssembly } = globalThis as unknown as { WebAssembly: WebAssemblyLoader };
    const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': withIdleTimers(glue) });
    glue.__wbg_set_wasm(instance.exports);
    instance.exports.__wbindgen_start();
    return glue;
  })();
  return bindings;
}

/** The engine leaves a timer of ten seconds behind, for its own lock; a program that is done would wait for it. */
function withIdleTimers(glue: object): object {
  const entries = Object.entries(glue).map(([name, imported]) =>
    name.startsWith('__wbg_setTimeout_')
      ? [name, (...args: Parameters<typeof setTimeout>) => imported(...args).unref()]
      : [name, imported],
  );
  return Object.fromEntries(entries);
}

/**
 * The engine reads catalogue columns of PostgreSQL's one-byte type "char" (the actions of foreign keys), which the adapter
 * has no name for and refuses. So its pool calls them text, and the answer names them for what they are.
 */
function readableAdapter(pool: pg.Pool): PrismaPg {
  const charColumns = new WeakMap<unknown[], number[]>();
  const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryArrayResult>;
  const queryAsText = async (config: pg.QueryConfig): Promise<pg.QueryArrayResult> => {
    const result = await query(config);
    const fields = [...(result.fields ?? [])];
    const found = [...fields.keys()].filter((index) => fields[index]?.dataTypeID === pg.types.builtins.CHAR);
    for (const index of found) fields[index]!.dataTypeID = pg.types.builtins.TEXT;
    if (found.length > 0) charColumns.set(result.rows, found);
    return result;
  };
  const factory = new PrismaPg(Object.assign(pool, { query: queryAsText }));
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (request) => {
      const result = await queryRaw(request);
      for (const index of charColumns.get(result.rows) ?? []) result.columnTypes[index] = ColumnTypeEnum.Character;
      return result;
    };
    // The adapter would cut the script at every semicolon, also within a string or a function's body. As one message it
    // is one transaction: a migration takes place wholly or not at all.
    adapter.executeScript = async (sql) => void (await adapter.executeRaw({ sql, args: [], argTypes: [] }));
    return adapter;
  };
  return factory;
}

/** Reads `<folder>/<name>/migration.sql` for every folder, in the order of their names. */
export async function readMigrations(folder: string): Promise<MigrationList> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  const file = 'migration.sql';
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: file,
        content: { tag: 'ok' as const, value: await readFile(path.join(folder, name, file), 'utf8') },
      },
    })),
  );
  const lockfile = { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' };
  return { baseDir: path.resolve(folder), lockfile, shadowDbInitScript: '', migrationDirectories };
}

/** The SQL that turns what the connected database holds into what schema.prisma says; null when they agree. */
export async function diffToSchema(engine: Engine, schemaFile: string): Promise<string | null> {
  const files = [{ path: schemaFile, content: await readFile(schemaFile, 'utf8') }];
  const from: DiffTarget = { tag: 'schemaDatasource', configDir: path.dirname(schemaFile), files };
  const to: DiffTarget = { tag: 'schemaDatamodel', files };
  const result = await engine.diff({ from, to, script: true, exitCode: true, filters: NO_FILTERS });
  // 2 is the engine's way to say that there is a difference.
  return result.exitCode === 2 ? (result.stdout ?? '') : null;
}
