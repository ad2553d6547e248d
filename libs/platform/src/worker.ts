import { Logger as QueueLogger, run, type LogLevel, type Runner, type TaskList } from 'graphile-worker';
import { EventEmitter } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { JobName, JobPayloads } from './jobs.js';
import type { Logger } from './logging.js';
import { holdWorkerSign, releaseJobsOfDeadWorkers, SIGN_GRACE_MS } from './worker-sign.js';

/** How long a job waits at most when its notification was lost. */
const POLL_INTERVAL_MS = 1_000;

const RESTART_DELAY_MS = 1_000;

/**
 * Without a delay the queue writes a job's end down in a promise that nobody waits for, and a PostgreSQL that is away then
 * ends the process. With one, even of nothing, it tells us, and the worker begins again.
 */
const NOTHING_UNHANDLED = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } };

/** What runs a job of each name. A throw means: again later, with growing delays. */
export type JobTasks = { [N in JobName]: (payload: JobPayloads[N]) => Promise<void> };

export interface WorkerOptions {
  /**
   * Needs at least three connections more than `concurrency`. It need not wait for the disk: a job of which the beginning or
   * the end is lost with a crash of PostgreSQL runs once more, as after any interruption.
   */
  pool: pg.Pool;
  /** Jobs at the same time. */
  concurrency: number;
  tasks: JobTasks;
  logger: Logger;
  /** Jobs that run by the clock, one line each: minute, hour, day, month, weekday (UTC) and name. */
  crontab?: string;
}

export interface BackgroundWorker {
  /** Takes no new job, waits for the running ones, and returns. */
  stop(): Promise<void>;
}

/**
 * Runs jobs until `stop()`. A job begins at once (NOTIFY), or within a second when its notification was lost. When
 * PostgreSQL is away the worker waits for it; the jobs of killed workers are given to the living.
 */
export function startWorker(options: WorkerOptions): BackgroundWorker {
  const stopping = new AbortController();
  const { signal } = stopping;
  const done = Promise.all([keepRunning(options, signal), keepReleasing(options, signal)]);
  return {
    async stop() {
      stopping.abort();
      await done;
    },
  };
}

async function keepRunning(options: WorkerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const sign = new AbortController();
    try {
      const runner = await begin(options, sign.signal);
      const stop = (): void => void runner.stop().catch(() => undefined);
      if (signal.aborted) stop();
      signal.addEventListener('abort', stop, { once: true });
      await runner.promise.finally(() => signal.removeEventListener('abort', stop));
    } catch (error) {
      if (!signal.aborted) options.logger.warn({ err: error }, 'The worker was interrupted; it begins again');
      await delay(RESTART_DELAY_MS, null, { signal }).catch(() => undefined);
    } finally {
      sign.abort();
    }
  }
}

async function keepReleasing({ pool, logger }: WorkerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // While PostgreSQL is away there is nothing to give back; the next turn tries again.
    const dead = await releaseJobsOfDeadWorkers(pool).catch(() => 0);
    if (dead > 0) logger.warn({ dead }, 'Gave back the jobs of workers that had died');
    await delay(SIGN_GRACE_MS, null, { signal }).catch(() => undefined);
  }
}

async function begin({ pool, concurrency, tasks, logger, crontab }: WorkerOptions, sign: AbortSignal): Promise<Runner> {
  const events = new EventEmitter();
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    void holdWorkerSign(pool, workerPool.id, sign);
  });
  return run({
    pgPool: pool,
    concurrency,
    pollInterval: POLL_INTERVAL_MS,
    noHandleSignals: true,
    preset: NOTHING_UNHANDLED,
    events,
    logger: queueLogger(logger),
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload as never)]),
    ) as TaskList,
    ...(crontab === undefined ? {} : { crontab }),
  });
}

const LEVELS: Record<`${LogLevel}`, 'error' | 'warn' | 'debug' | 'trace'> = {
  error: 'error',
  warning: 'warn',
  // The queue tells at this level of every job; that is no news.
  info: 'debug',
  debug: 'trace',
};

function queueLogger(logger: Logger): QueueLogger {
  return new QueueLogger((scope) => (level, message, meta) => {
    logger[LEVELS[level]]({ job: scope.jobId, task: scope.taskIdentifier, err: meta?.error }, message);
  });
}
