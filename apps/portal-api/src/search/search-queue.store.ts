import { ENQUEUE_SQL, enqueueParameters } from '#platform';
import type { Tx } from '../database/database.js';

/** Has a version that has come or gone, or has another document, found as it is now, soon after the transaction. */
export async function findVersionAnew(tx: Tx, versionId: string): Promise<void> {
  await tx.$queryRawUnsafe(ENQUEUE_SQL, ...enqueueParameters('index-version', { versionId }));
}

/** Has a service found by what it says of itself now, soon after the transaction. */
export async function findServiceAnew(tx: Tx, serviceId: string): Promise<void> {
  await tx.$queryRawUnsafe(ENQUEUE_SQL, ...enqueueParameters('index-service', { serviceId }));
}
