import pg from 'pg';
import type { TestApp } from './start-test-app.js';

interface Statement {
  text: string;
  values: unknown[];
}

interface PlanNode {
  'Node Type': string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  Plans?: PlanNode[];
}

/** The statements that go to PostgreSQL while `work` runs. */
export async function statementsOf(work: () => Promise<unknown>): Promise<Statement[]> {
  const original = pg.Client.prototype.query;
  const statements: Statement[] = [];
  pg.Client.prototype.query = function (this: pg.Client, ...parameters: unknown[]) {
    const [asked, values] = parameters as [string | Statement, unknown[] | undefined];
    statements.push(typeof asked === 'string' ? { text: asked, values: values ?? [] } : asked);
    return Reflect.apply(original, this, parameters);
  } as typeof original;
  try {
    await work();
  } finally {
    pg.Client.prototype.query = original;
  }
  return statements;
}

/**
 * How many rows of tables and indexes PostgreSQL looks at for a statement, those that it throws away included: under the
 * worse of its two plans, the one for these values and the one for any.
 */
export async function rowsRead({ database }: TestApp, { text, values }: Statement): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query(`PREPARE looked_at AS ${text}`);
    const given = values.map(literalOf);
    let worst = 0;
    for (const mode of ['force_custom_plan', 'force_generic_plan']) {
      await client.query(`SET plan_cache_mode = ${mode}`);
      const { rows } = await client.query<{ 'QUERY PLAN': { Plan: PlanNode }[] }>(
        `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE looked_at (${given.join()})`,
      );
      worst = Math.max(worst, rowsOf(rows[0]!['QUERY PLAN'][0]!.Plan));
    }
    return Math.round(worst);
  } finally {
    client.release(true);
  }
}

function literalOf(value: unknown): string {
  if (value === null) return 'NULL';
  const isList = Array.isArray(value);
  return pg.escapeLiteral(isList ? `{${value.map((each) => JSON.stringify(each)).join()}}` : String(value));
}

function rowsOf(node: PlanNode): number {
  const inner = (node.Plans ?? []).reduce((sum, plan) => sum + rowsOf(plan), 0);
  if (!node['Node Type'].includes('Scan')) return inner;
  const thrownAway = (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0);
  return inner + (node['Actual Rows'] + thrownAway) * node['Actual Loops'];
}
