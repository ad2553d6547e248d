/** What is done with a document, in this order. */
export const TASKS = ['read', 'compare', 'lint'] as const;
export type TaskName = (typeof TASKS)[number];

/** How it went with one document. */
export interface Tried {
  document: string;
  bytes: number;
  operations: number;
  /** Changes between the document and itself. */
  changes: number;
  seconds: Partial<Record<TaskName, number>>;
  /** What did not come to an end as it should; `crash` where it was not refused, but something broke. */
  failures: { task: TaskName; code: string; message: string }[];
}
