import type { FaultCode } from '#domain';
import type { KeptReading } from '#openapi';
import type { ReaderTasks } from './reader-tasks.js';

/** What is told of a document that was read. */
export type DocumentHead = Pick<
  KeptReading,
  | 'sha256'
  | 'format'
  | 'byteLength'
  | 'openapi'
  | 'title'
  | 'docVersion'
  | 'summary'
  | 'description'
  | 'operationCount'
  | 'warnings'
>;

/** What a reader can be asked to do. */
export type TaskName = Exclude<keyof ReaderTasks, 'keeps'>;
export type InputOf<Name extends TaskName> = Parameters<ReaderTasks[Name]>[0];
export type ResultOf<Name extends TaskName> = Awaited<ReturnType<ReaderTasks[Name]>>;

/** A task and its input; where there is `byteLength`, the `bytes` of that follow on BYTES_FD. */
export interface Order {
  task: TaskName;
  input: object;
  byteLength: number | null;
}

/** What became of a task. */
export type Outcome =
  | { kind: 'done'; result: unknown }
  | { kind: 'fault'; code: FaultCode; message: string; retryAfterSeconds?: number; cause?: string }
  | { kind: 'error'; message: string; code?: string; stack?: string };

/** What the reader answers, and what it is like after the task. */
export type Answer = Outcome & {
  /** The hash of the document that it remembers. */
  keeps: string | null;
  /** Whether it can be left waiting: what it has done left little behind. */
  isLean: boolean;
};

/** The file descriptor of the pipe through which a reader gets documents. */
export const BYTES_FD = 4;
