import { createPool, hasWorkerSign, loadConfig } from '#platform';

/** The health check of a worker's container: ends with 0 when the worker beside it works, and with 1 when it does not. */
const pool = createPool({ databaseUrl: loadConfig(process.env).databaseUrl, databasePoolSize: 1 });
try {
  if (!(await hasWorkerSign(pool))) throw new Error('No worker of this host shows its sign of life.');
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 1;
} finally {
  await pool.end();
}
