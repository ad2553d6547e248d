/** One number of a benchmark and whether it is good enough. */
export interface Figure {
  id: string;
  value: number;
  limit: number;
  holds: boolean;
}

const rounded = (value: number): number => (Number.isInteger(value) ? value : Number(value.toPrecision(4)));

export function atLeast(id: string, value: number, limit: number): Figure {
  return { id, value: rounded(value), limit, holds: value >= limit };
}

export function atMost(id: string, value: number, limit: number): Figure {
  return { id, value: rounded(value), limit, holds: value <= limit };
}

export function exactly(id: string, value: number, limit: number): Figure {
  return { id, value, limit, holds: value === limit };
}

/** Prints the rows as a table. */
export function printTable(rows: Record<string, string | number>[]): void {
  console.table(rows);
}

/** Prints the figures and, last, the line that programs read. Returns the exit code. */
export function report(bench: string, figures: Figure[]): number {
  console.table(figures);
  console.log(JSON.stringify({ bench, figures }));
  return figures.every(({ holds }) => holds) ? 0 : 1;
}
