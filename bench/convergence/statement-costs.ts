import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';

export interface StatementCost {
  calls: number;
  ms: number;
  /** The beginning of its text on one line. */
  text: string;
}

/** What PostgreSQL did for others while `work` ran, statement by statement. */
export async function statementCosts<T>(
  pool: pg.Pool,
  work: () => Promise<T>,
): Promise<{ costs: StatementCost[]; result: T }> {
  await pool.query('SELECT pg_stat_statements_reset()');
  const result = await work();
  const { rows } = await pool.query<StatementCost>(
    `SELECT sum(calls)::int AS calls, sum(total_exec_time) AS ms,
       left(regexp_replace(trim(query), '\\s+', ' ', 'g'), 110) AS text
     FROM pg_stat_statements WHERE query !~ 'pg_stat_statements' GROUP BY 3`,
  );
  return { costs: rows, result };
}

/**
 * How many statements `act` causes within a window, beyond those of a window of the same length before it. Of a statement
 * that recurs anyway, one more is not counted: a window may catch one turn more than the other.
 */
export async function statementsBeyondIdle(
  pool: pg.Pool,
  windowMs: number,
  act: () => Promise<unknown>,
): Promise<number> {
  const window = async (work: () => Promise<unknown>): Promise<Map<string, number>> => {
    const { costs } = await statementCosts(pool, async () => {
      const end = delay(windowMs);
      await work();
      await end;
    });
    return new Map(costs.map(({ text, calls }) => [text, calls]));
  };
  const idle = await window(async () => undefined);
  const busy = await window(act);
  let beyond = 0;
  for (const [text, calls] of busy) {
    const anyway = idle.get(text);
    beyond += anyway === undefined ? calls : Math.max(0, calls - anyway - 1);
  }
  return beyond;
}
