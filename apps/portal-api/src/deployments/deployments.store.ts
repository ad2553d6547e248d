import { Injectable } from '@nestjs/common';
import { Database, type Tx } from '../database/database.js';

export interface ChoosableGateway {
  gatewayId: string;
  gatewayName: string;
  environment: string;
  /** gets what is deployed everywhere */
  takesEverything: boolean;
  chosen: boolean;
}

@Injectable()
export class DeploymentsStore {
  constructor(private readonly database: Database) {}

  /** Every gateway, and whether the version is wished there. */
  async choices(versionId: string, tx: Tx = this.database.prisma): Promise<ChoosableGateway[]> {
    return tx.$queryRaw<ChoosableGateway[]>`
      SELECT g.id AS "gatewayId", g.name AS "gatewayName", e.slug AS environment,
        g.takes_everything AS "takesEverything", (d.gateway_id IS NOT NULL) AS chosen
      FROM gateway g JOIN environment e ON e.id = g.environment_id
      LEFT JOIN deployment d ON d.gateway_id = g.id AND d.version_id = ${versionId}::uuid
      ORDER BY e.slug, lower(g.name), g.id`;
  }

  /** Makes the deployments of a version exactly these; the gateways that came or went. */
  async replace(tx: Tx, versionId: string, gatewayIds: string[]): Promise<string[]> {
    const gone = await tx.$queryRaw<{ id: string }[]>`
      DELETE FROM deployment WHERE version_id = ${versionId}::uuid AND gateway_id <> ALL(${gatewayIds}::uuid[])
      RETURNING gateway_id AS id`;
    const come = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO deployment (version_id, gateway_id)
      SELECT ${versionId}::uuid, id FROM unnest(${gatewayIds}::uuid[]) AS chosen(id)
      ON CONFLICT DO NOTHING RETURNING gateway_id AS id`;
    return [...gone, ...come].map(({ id }) => id);
  }
}
