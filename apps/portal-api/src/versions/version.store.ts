import { Injectable } from '@nestjs/common';
import { Fault, type VersionState } from '#domain';
import { Database, type Tx } from '../database/database.js';
import { isUniqueViolation } from '../database/unique-violation.js';
import { findVersionAnew } from '../search/search-queue.store.js';

export interface VersionRow {
  id: string;
  serviceId: string;
  name: string;
  state: VersionState;
  basePath: string;
  hosts: string[];
  upstreamUrl: string | null;
  specHash: string | null;
  /** of the document in force; 0: none */
  specRevisionNumber: number;
  publishedAt: Date | null;
  deprecatedAt: Date | null;
  /** when it will be deprecated by itself */
  deprecatesAt: Date | null;
  sunsetAt: Date | null;
  retiresAtSunset: boolean;
  /** the version to move to */
  successorId: string | null;
  retiredAt: Date | null;
  /** on every gateway that takes everything, and not only on chosen ones */
  everywhere: boolean;
  revision: number;
}

export type NewVersion = Pick<VersionRow, 'id' | 'serviceId' | 'name' | 'basePath' | 'hosts' | 'upstreamUrl'>;
export type VersionChange = Partial<Omit<VersionRow, 'id' | 'serviceId' | 'name' | 'revision'>>;

@Injectable()
export class VersionStore {
  constructor(private readonly database: Database) {}

  find(serviceId: string, name: string): Promise<VersionRow | null> {
    return this.database.prisma.version.findUnique({ where: { serviceId_name: { serviceId, name } } });
  }

  /** The version, locked until the end of the transaction. */
  async lock(tx: Tx, serviceId: string, name: string): Promise<VersionRow | null> {
    await tx.$queryRaw`SELECT id FROM version WHERE service_id = ${serviceId}::uuid AND name = ${name} FOR UPDATE`;
    return tx.version.findUnique({ where: { serviceId_name: { serviceId, name } } });
  }

  async insert(tx: Tx, version: NewVersion): Promise<VersionRow> {
    try {
      return await tx.version.create({ data: version });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      throw new Fault('version.name_taken', `This service has a version "${version.name}" already.`, {
        fields: [{ field: 'name', message: 'is taken' }],
      });
    }
  }

  async update(tx: Tx, versionId: string, change: VersionChange): Promise<VersionRow> {
    const row = await tx.version.update({ where: { id: versionId }, data: { ...change, revision: { increment: 1 } } });
    const isFoundOtherwise = change.state !== undefined || change.specHash !== undefined;
    if (isFoundOtherwise && row.state !== 'draft') await findVersionAnew(tx, versionId);
    return row;
  }

  async delete(tx: Tx, versionId: string): Promise<void> {
    await tx.version.delete({ where: { id: versionId } });
  }

  /** The wish that the gateways serve the version that were chosen for it, or all of them. */
  async deploy(tx: Tx, { id, everywhere }: Pick<VersionRow, 'id' | 'everywhere'>): Promise<void> {
    if (everywhere) {
      await tx.$executeRaw`
        INSERT INTO deployment (version_id, gateway_id)
        SELECT ${id}::uuid, g.id FROM gateway g WHERE g.takes_everything
        ON CONFLICT DO NOTHING`;
    } else if ((await tx.deployment.count({ where: { versionId: id } })) === 0) {
      throw new Fault('version.no_gateway', 'Choose the gateways that should serve this version first.');
    }
  }

  /** The number of gateways that it was on. */
  async undeploy(tx: Tx, versionId: string): Promise<number> {
    return (await tx.deployment.deleteMany({ where: { versionId } })).count;
  }

  /** The versions whose gateways name this one as the one to move to. */
  async predecessorIds(tx: Tx, versionId: string): Promise<string[]> {
    const found = await tx.version.findMany({
      where: { successorId: versionId, state: { in: ['deprecated', 'retired'] } },
      select: { id: true },
    });
    return found.map(({ id }) => id);
  }

  /** The applications that may call the service: their limits hang on each of its versions. */
  async subscribedApplicationIds(tx: Tx, serviceId: string): Promise<string[]> {
    const found = await tx.subscription.findMany({
      where: { serviceId, state: 'active' },
      select: { applicationId: true },
    });
    return found.map(({ applicationId }) => applicationId);
  }
}
