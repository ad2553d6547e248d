import { Injectable } from '@nestjs/common';
import type { LintGateName } from '#contract';
import { Database, type Tx } from '../database/database.js';

export interface LintPolicyRow {
  rules: Record<string, unknown>;
  gate: LintGateName;
  /** 0: the team has never chosen. */
  revision: number;
}

/** So many documents of a team are held against new rules; older ones when they are looked at. */
const RELINTED_SPECS = 500;
const NEVER_CHOSEN: LintPolicyRow = { rules: {}, gate: 'warn', revision: 1 };

@Injectable()
export class LintPolicyStore {
  constructor(private readonly database: Database) {}

  async find(teamId: string): Promise<LintPolicyRow> {
    return toRow(await this.database.prisma.lintPolicy.findUnique({ where: { teamId } }));
  }

  /** The policy, which nobody else writes until the end of the transaction. */
  async lock(tx: Tx, teamId: string): Promise<LintPolicyRow> {
    await tx.$queryRaw`SELECT id FROM team WHERE id = ${teamId}::uuid FOR UPDATE`;
    return toRow(await tx.lintPolicy.findUnique({ where: { teamId } }));
  }

  /** The policy, which nobody changes until the end of the transaction; others may look at it meanwhile, too. */
  async hold(tx: Tx, teamId: string): Promise<LintPolicyRow> {
    await tx.$queryRaw`SELECT id FROM team WHERE id = ${teamId}::uuid FOR SHARE`;
    return toRow(await tx.lintPolicy.findUnique({ where: { teamId } }));
  }

  async put(tx: Tx, teamId: string, { rules, gate, revision }: LintPolicyRow): Promise<void> {
    const data = { rules: rules as object, gate, revision };
    await tx.lintPolicy.upsert({ where: { teamId }, create: { teamId, ...data }, update: data });
  }

  /** The documents of the team that are in force. */
  async specHashes(tx: Tx, teamId: string): Promise<string[]> {
    const found = await tx.$queryRaw<{ specHash: string }[]>`
      SELECT DISTINCT v.spec_hash AS "specHash" FROM version v JOIN service s ON s.id = v.service_id
      WHERE s.owner_team_id = ${teamId}::uuid AND v.spec_hash IS NOT NULL AND v.state <> 'retired'
      LIMIT ${RELINTED_SPECS}`;
    return found.map(({ specHash }) => specHash);
  }
}

function toRow(row: { rules: unknown; gate: string; revision: number } | null): LintPolicyRow {
  if (row === null) return NEVER_CHOSEN;
  return { rules: row.rules as Record<string, unknown>, gate: row.gate as LintGateName, revision: row.revision };
}
