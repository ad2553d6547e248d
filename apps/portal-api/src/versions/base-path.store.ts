import { Injectable } from '@nestjs/common';
import { Fault, type VersionState } from '#domain';
import type { Tx } from '../database/database.js';
import { pathAndParents } from './base-path.js';

/** Any number, the same in every process: whoever holds this advisory lock decides who gets a base path. */
const BASE_PATH_LOCK = 4_120_556_201;

export interface Place {
  versionId: string;
  basePath: string;
  hosts: string[];
}

@Injectable()
export class BasePathStore {
  /** From here to the end of the transaction nobody else goes live or moves. */
  async lock(tx: Tx): Promise<void> {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${BASE_PATH_LOCK})`;
  }

  /**
   * Refuses a place where a version is called, a retired one that still answers included, or that lies above or below one: a gateway would send the calls of one to
   * the other. Versions for different hosts do not meet; one without hosts answers on all of them.
   */
  async requireFree(tx: Tx, { versionId, basePath, hosts }: Place): Promise<void> {
    const below = `${basePath.replace(/[\\%_]/g, '\\$&')}/%`;
    const [other] = await tx.$queryRaw<{ basePath: string; state: VersionState }[]>`
      SELECT v.base_path AS "basePath", v.state FROM version v
      WHERE (v.state IN ('published', 'deprecated')
          OR v.state = 'retired' AND EXISTS (SELECT FROM deployment d WHERE d.version_id = v.id)) AND v.id <> ${versionId}::uuid
        AND (v.base_path = ANY(${pathAndParents(basePath)}) OR v.base_path LIKE ${below})
        AND (cardinality(v.hosts) = 0 OR ${hosts.length} = 0 OR v.hosts && ${hosts}::text[])
      LIMIT 1`;
    if (other === undefined) return;
    const message =
      other.state === 'retired'
        ? `A retired version still answers at ${other.basePath}, that it is gone. Stop its answer first, or choose a base path apart from it.`
        : `Another version is served at ${other.basePath}. Choose a base path apart from it, or other hosts.`;
    throw new Fault('version.base_path_taken', message, { fields: [{ field: 'basePath', message }] });
  }
}
