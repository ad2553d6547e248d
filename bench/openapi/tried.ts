import { COMPARE_DEADLINE_MS, LINT_DEADLINE_MS, READ_DEADLINE_MS } from '#openapi';

/** What is done with a document, in this order, and how long the product lets it take. */
export const TASKS = { read: READ_DEADLINE_MS, compare: COMPARE_DEADLINE_MS, lint: LINT_DEADLINE_MS };
export type TaskName = keyof typeof TASKS;
export const TASK_NAMES = Object.keys(TASKS) as TaskName[];

/** How a task went that did not come to an end as it should; `crash` where it was not refused, but something broke. */
export interface Failure {
  code: string;
  message: string;
}

/** How one task went with one document. */
export interface TriedTask {
  seconds: number;
  /** Operations of a document that was read. */
  operations?: number;
  /** Changes between the document and itself. */
  changes?: number;
  failure?: Failure;
}

/** How it went with one document. */
export interface Tried {
  document: string;
  bytes: number;
  tasks: Partial<Record<TaskName, TriedTask>>;
}
