import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export interface LiveDocument {
  versionId: string;
  serviceId: string;
  name: string;
  revision: number;
  hash: string;
}

export interface ProposalRow {
  specHash: string;
  fileName: string;
  sourceUrl: string | null;
  proposedBy: string | null;
  createdAt: Date;
}

export type NewProposal = Pick<ProposalRow, 'specHash' | 'fileName' | 'sourceUrl'> & {
  versionId: string;
  uploadedBy: string;
};

/** Documents that wait to be published, and what they are compared with. */
@Injectable()
export class PublishingStore {
  constructor(private readonly database: Database) {}

  /** The version of the service that was published last and is live, other than this one. */
  async newestLive(serviceId: string, exceptId: string): Promise<LiveDocument | null> {
    const { rows } = await this.database.pool.query<LiveDocument>({
      name: 'publishing_newest_live',
      text: `SELECT id AS "versionId", service_id AS "serviceId", name, spec_revision_number AS revision, spec_hash AS hash
             FROM version WHERE service_id = $1 AND id <> $2 AND state IN ('published', 'deprecated')
               AND spec_hash IS NOT NULL
             ORDER BY state = 'published' DESC, published_at DESC NULLS LAST, id DESC LIMIT 1`,
      values: [serviceId, exceptId],
    });
    return rows[0] ?? null;
  }

  async proposal(versionId: string): Promise<ProposalRow | null> {
    const { rows } = await this.database.pool.query<ProposalRow>({
      name: 'publishing_proposal',
      text: `SELECT p.spec_hash AS "specHash", p.file_name AS "fileName", p.source_url AS "sourceUrl",
               u.display_name AS "proposedBy", p.created_at AS "createdAt"
             FROM spec_proposal p LEFT JOIN user_account u ON u.id = p.uploaded_by WHERE p.version_id = $1`,
      values: [versionId],
    });
    return rows[0] ?? null;
  }

  /** Puts it in the place of the one that waited before. */
  async propose(tx: Tx, { versionId, ...proposal }: NewProposal): Promise<void> {
    const data = { ...proposal, createdAt: new Date() };
    await tx.specProposal.upsert({ where: { versionId }, create: { versionId, ...data }, update: data });
  }

  /** Whether there was one; of this document, where a hash is given. */
  async drop(tx: Tx, versionId: string, specHash?: string): Promise<boolean> {
    return (await tx.specProposal.deleteMany({ where: { versionId, specHash } })).count === 1;
  }
}
