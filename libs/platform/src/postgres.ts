import pg from 'pg';
import type { Config } from './config.js';

/** A statement that runs longer than this is ended by PostgreSQL, where nothing else is said. */
const STATEMENT_TIMEOUT_MS = 30_000;

const CONNECT_TIMEOUT_MS = 5_000;
/** After so long without a word PostgreSQL is asked whether it is still there. */
const KEEP_ALIVE_AFTER_MS = 10_000;
/** Of connections that stay open while nobody uses them: one that leads nowhere is not kept for ever. */
const LIFETIME_SECONDS = 600;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000;

export interface PoolOptions {
  /**
   * Without it a commit is answered before it is on the disk: what was committed within the last half second may be lost
   * when PostgreSQL crashes, the newest first and never in part. For what is done once more then.
   */
  awaitsDisk?: boolean;
  /**
   * Statements are sent without waiting for the answers to those before them, and each is planned once a connection. For a
   * few small statements that somebody waits for; streams cannot pass.
   */
  isPrompt?: boolean;
  /** After so long PostgreSQL ends a statement. */
  statementTimeoutMs?: number;
}

/**
 * Makes a pool of connections. A PostgreSQL that restarts or goes away fails the queries that run on it, never the
 * process; the pool connects again by itself.
 */
export function createPool(
  config: Pick<Config, 'databaseUrl' | 'databasePoolSize'>,
  { awaitsDisk = true, isPrompt = false, statementTimeoutMs = STATEMENT_TIMEOUT_MS }: PoolOptions = {},
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: config.databaseUrl.reveal(),
    max: config.databasePoolSize,
    application_name: 'gatehouse',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    // Opening one takes us and PostgreSQL several milliseconds, for which whoever asks next would wait.
    idleTimeoutMillis: 0,
    maxLifetimeSeconds: LIFETIME_SECONDS,
    ...(awaitsDisk ? {} : { options: '-c synchronous_commit=off' }),
    ...(isPrompt ? { options: '-c plan_cache_mode=force_generic_plan', pipeline: true } : {}),
  });
  // pg reports a lost connection twice: at the pool while it is idle, at the client while somebody holds it. Either
  // event without a listener would end the process. Whoever needed the connection hears of it from the query.
  const lost = (): void => undefined;
  pool.on('error', lost);
  pool.on('connect', (client) => client.on('error', lost));
  return pool;
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  // PostgreSQL: shut down by an administrator, crashed, starting up, no connection left.
  '57P01',
  '57P02',
  '57P03',
  '53300',
  // Prisma: cannot reach, timed out, closed the connection, no connection in the pool.
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
]);

/** pg gives these no code, and Prisma the last one that of every fault of a transaction: no connection in time for it. */
const CONNECTION_MESSAGE =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed|Cannot use a pool after)|Unable to start a transaction in the given time/;

const CONNECTION_KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout', 'TooManyConnections']);

/** PostgreSQL: serialisation failure and deadlock. Prisma: its name for both. */
const RETRYABLE_CODES = new Set(['40001', '40P01', 'P2034']);

/** Whether the database could not be reached or the connection broke: nothing is wrong with the request. */
export function isConnectionError(error: unknown): boolean {
  return someCause(error, (cause) => {
    const { code, kind, message } = cause;
    if (typeof code === 'string' && (CONNECTION_CODES.has(code) || code.startsWith('08'))) return true;
    if (typeof kind === 'string' && CONNECTION_KINDS.has(kind)) return true;
    return typeof message === 'string' && CONNECTION_MESSAGE.test(message);
  });
}

/** Whether PostgreSQL undid the transaction only because of others at the same time, so that doing it again may succeed. */
export function isRetryableTransaction(error: unknown): boolean {
  return someCause(
    error,
    ({ code, originalCode, kind }) =>
      [code, originalCode].some((found) => typeof found === 'string' && RETRYABLE_CODES.has(found)) ||
      kind === 'TransactionWriteConflict',
  );
}

type Details = Record<'code' | 'originalCode' | 'kind' | 'message' | 'cause' | 'errors' | 'meta', unknown>;

/** Looks at an error, its causes, and the places where Prisma keeps the driver's own error. */
function someCause(error: unknown, test: (details: Partial<Details>) => boolean, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false;
  const details = error as Partial<Details>;
  if (test(details)) return true;
  const meta = details.meta as { driverAdapterError?: unknown } | undefined;
  const inner = [details.cause, meta?.driverAdapterError, ...(Array.isArray(details.errors) ? details.errors : [])];
  return inner.some((cause) => someCause(cause, test, depth + 1));
}
