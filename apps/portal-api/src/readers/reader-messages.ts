import type { FaultCode } from '#domain';
import type { KeptReading } from '#openapi';

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

/** What a reader is asked to do. Where there is `byteLength`, so many bytes of a document follow on BYTES_FD. */
export type Order =
  | { task: 'read'; byteLength: number }
  | { task: 'store'; byteLength: number; unless: string | null }
  | { task: 'write'; hash: string; versionId: string; present: number };

/** What it answers: one of these. Of a document that was not to be stored, or of rows that were written, no head is told. */
export type Answer =
  | { kind: 'done'; head?: DocumentHead }
  | { kind: 'fault'; code: FaultCode; message: string }
  | { kind: 'error'; message: string; code?: string; stack?: string };

/** The file descriptor of the pipe through which a reader gets documents. */
export const BYTES_FD = 4;
