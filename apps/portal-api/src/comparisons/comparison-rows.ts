import type { OperationRef, SpecChange, SpecComparison } from '#openapi';

/** The set of those changes that hit the document as a whole. */
export const WHOLE_DOCUMENT = 0;

/** A comparison as it is stored: operations that the same changes hit are named once, as a set. */
export interface ComparisonRows {
  changes: (Omit<SpecChange, 'operations'> & { position: number; setNumber: number })[];
  sets: { number: number; operations: number[] }[];
  operations: {
    position: number;
    method: string;
    path: string;
    key: string | null;
    baseKey: string | null;
    sets: number[];
  }[];
}

/** `GET /orders/{}`: what an operation is called, whatever its path parameters are. */
export function operationKey({ method, path }: { method: string; path: string }): string {
  return `${method} ${path.replace(/\{[^}]*\}/g, '{}')}`;
}

/** What those who call an operation may know it by, as it was first; a webhook nobody calls. */
export function operationKeys({ method, path, basePath, isWebhook }: OperationRef): string[] {
  if (isWebhook === true) return [];
  return [...(basePath === undefined ? [] : [basePath]), path].map((template) =>
    operationKey({ method, path: template }),
  );
}

export function comparisonRows({ operations, changes }: SpecComparison): ComparisonRows {
  const numbers = new Map<string, number>();
  const rows: ComparisonRows = {
    changes: [],
    sets: [],
    operations: operations.map((operation, position) => {
      const [baseKey = null, key = baseKey] = operationKeys(operation);
      const { method, path } = operation;
      return { position, method, path, key, baseKey: key === baseKey ? null : baseKey, sets: [] };
    }),
  };
  for (const [at, { operations: hit, ...change }] of changes.entries()) {
    const name = hit.join();
    let setNumber = hit.length === 0 ? WHOLE_DOCUMENT : numbers.get(name);
    if (setNumber === undefined) {
      setNumber = numbers.size + 1;
      numbers.set(name, setNumber);
      rows.sets.push({ number: setNumber, operations: hit });
      for (const index of hit) rows.operations[index]?.sets.push(setNumber);
    }
    rows.changes.push({ ...change, position: at + 1, setNumber });
  }
  return rows;
}
