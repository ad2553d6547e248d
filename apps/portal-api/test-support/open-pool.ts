import pg from 'pg';

/** Connections to a test database, which is dropped while the last of them may still be closing. */
export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url });
  pool.on('error', () => undefined);
  return pool;
}
