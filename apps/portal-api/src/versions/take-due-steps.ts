import { Injectable } from '@nestjs/common';
import { TakeDueBrownouts } from './take-due-brownouts.js';
import { TakeDueMoves } from './take-due-moves.js';

/** So many are looked up at a time. */
const DUE_BATCH = 1_000;

interface DueKind<Due extends { id: string }> {
  due(limit: number): Promise<Due[]>;
  take(due: Due): Promise<void>;
}

/** Does what was planned for versions and whose time has come: run every minute by the worker. */
@Injectable()
export class TakeDueSteps {
  constructor(
    private readonly moves: TakeDueMoves,
    private readonly brownouts: TakeDueBrownouts,
  ) {}

  /** Moves first: a brown-out needs a deprecated version. One that fails does not keep the others back. */
  async run(): Promise<void> {
    const errors = [...(await takeAll(this.moves)), ...(await takeAll(this.brownouts))];
    if (errors.length > 0) throw new AggregateError(errors, 'Some planned steps of versions failed.');
  }
}

/** Until nothing is due that was not tried: a step may make the next one due. */
async function takeAll<Due extends { id: string }>(kind: DueKind<Due>): Promise<unknown[]> {
  const errors: unknown[] = [];
  for (const tried = new Set<string>(); ;) {
    const due = (await kind.due(DUE_BATCH)).filter((one) => !tried.has(keyOf(one)));
    if (due.length === 0) return errors;
    for (const one of due) {
      tried.add(keyOf(one));
      await kind.take(one).catch((error: unknown) => errors.push(error));
    }
  }
}

/** A version that was deprecated now may be due for its retirement. */
function keyOf(due: { id: string }): string {
  return JSON.stringify(due);
}
