import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export interface NewRevision {
  versionId: string;
  number: number;
  specHash: string;
  fileName: string;
  /** where it was fetched from */
  sourceUrl: string | null;
  uploadedBy: string | null;
}

/** Which document a version had as of which revision. */
@Injectable()
export class SpecStore {
  constructor(private readonly database: Database) {}

  /** Of a document that is stored. */
  async byteLength(tx: Tx, hash: string): Promise<number> {
    const { byteLength } = await tx.spec.findUniqueOrThrow({ where: { hash }, select: { byteLength: true } });
    return byteLength;
  }

  async addRevision(tx: Tx, revision: NewRevision): Promise<void> {
    await tx.specRevision.create({ data: revision });
  }

  /**
   * The hash of the document that a version had as of a revision. Drafts are for insiders, and so is what a version had
   * only while it was one.
   */
  async hashOf(versionId: string, number: number, insider: boolean): Promise<string | null> {
    const { rows } = await this.database.pool.query<{ hash: string }>({
      name: 'spec_hash_of_revision',
      text: `SELECT r.spec_hash AS hash FROM spec_revision r JOIN version v ON v.id = r.version_id
             WHERE r.version_id = $1 AND r.number = $2 AND ($3 OR NOT EXISTS (
               SELECT FROM spec_revision n WHERE n.version_id = $1 AND n.number = $2 + 1
                 AND n.created_at <= COALESCE(v.published_at, 'infinity')))`,
      values: [versionId, number, insider],
    });
    return rows[0]?.hash ?? null;
  }
}
