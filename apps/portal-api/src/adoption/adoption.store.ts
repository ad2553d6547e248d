import { Injectable } from '@nestjs/common';
import type { AdoptionPreviewDto, AdoptionState } from '#contract';
import type { RemoteRef } from '#gateway';
import type { VersionPlace } from './adoption-plan.js';
import { Prisma } from '#prisma';
import { Database, type Tx } from '../database/database.js';

/** What was found out for a preview. Of what it holds beside the preview itself, nothing is cut off. */
export interface StoredPreview {
  shown: AdoptionPreviewDto;
  /** Keys of the services that can be taken over, and of those of them that have warnings. */
  serviceKeys: string[];
  warnedKeys: string[];
}

/** With what an adoption is carried out, and how far its end is. */
export interface AdoptionOptions {
  serviceTeamId: string;
  applicationTeamId: string;
  /** Left out: all that can be taken over. */
  services?: string[] | null;
  /** Whether something stands in the catalogue already: what changes on the gateway is then followed, not refused. */
  made?: boolean;
  /** The keys that were ever made, by their ids. */
  credentials?: string[];
  /** The scopes that have to be in effect before anything is removed. */
  scopes?: string[];
  switchingSince?: string;
  /** Since when each look at the gateway has failed. */
  failingSince?: string;
  /** Whether the versions answer at the addresses of others already. */
  inFront?: boolean;
  /** Where they do, or will. */
  places?: VersionPlace[];
  /** The watermark that was asked for after the last route was removed, and when. */
  routesGone?: { watermark: number; at: string };
}

export interface AdoptionRow {
  id: string;
  gatewayId: string;
  state: AdoptionState;
  fingerprint: string | null;
  error: string | null;
  createdBy: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface ShownAdoption extends AdoptionRow {
  preview: StoredPreview | null;
  toRemove: number;
  removed: number;
}

const COLUMNS = `a.id, a.gateway_id AS "gatewayId", a.state, a.fingerprint, a.error, a.created_by AS "createdBy",
  a.created_at AS "createdAt", a.finished_at AS "finishedAt"`;
const COUNTS = `
  (SELECT count(*)::int FROM adopted_object o WHERE o.adoption_id = a.id AND o.removed_at IS NULL) AS "toRemove",
  (SELECT count(*)::int FROM adopted_object o WHERE o.adoption_id = a.id AND o.removed_at IS NOT NULL) AS removed`;
const LISTED = 20;

/** Adoptions and the objects of others that they replace. */
@Injectable()
export class AdoptionStore {
  constructor(private readonly database: Database) {}

  /** The newest ones of a gateway, without their previews. */
  async list(gatewayId: string): Promise<ShownAdoption[]> {
    const { rows } = await this.database.pool.query<ShownAdoption>(
      `SELECT ${COLUMNS}, ${COUNTS}, NULL AS preview FROM adoption a
       WHERE a.gateway_id = $1 ORDER BY a.created_at DESC, a.id DESC LIMIT ${LISTED}`,
      [gatewayId],
    );
    return rows;
  }

  async one(gatewayId: string, id: string): Promise<ShownAdoption | null> {
    const { rows } = await this.database.pool.query<ShownAdoption>(
      `SELECT ${COLUMNS}, ${COUNTS}, a.preview FROM adoption a WHERE a.gateway_id = $1 AND a.id = $2`,
      [gatewayId, id],
    );
    return rows[0] ?? null;
  }

  async byId(id: string): Promise<(AdoptionRow & { options: AdoptionOptions | null }) | null> {
    const { rows } = await this.database.pool.query<AdoptionRow & { options: AdoptionOptions | null }>(
      `SELECT ${COLUMNS}, a.options - '{scopes,places,credentials}'::text[] AS options FROM adoption a WHERE a.id = $1`,
      [id],
    );
    return rows[0] ?? null;
  }

  /** One at a time of a gateway is begun or carried out: this holds until the end of the transaction. */
  async lockGateway(tx: Tx, gatewayId: string): Promise<void> {
    await tx.$queryRaw`SELECT id FROM gateway WHERE id = ${gatewayId}::uuid FOR NO KEY UPDATE`;
  }

  /** The one of the gateway that is in one of the states, other than `exceptId`. */
  async running(tx: Tx, gatewayId: string, states: AdoptionState[], exceptId: string): Promise<string | null> {
    const found = await tx.adoption.findFirst({
      where: { gatewayId, state: { in: states }, NOT: { id: exceptId } },
      select: { id: true },
    });
    return found?.id ?? null;
  }

  async insert(tx: Tx, adoption: { id: string; gatewayId: string; createdBy: string }): Promise<void> {
    await tx.adoption.create({ data: { ...adoption, state: 'reading' } });
  }

  async savePreview(tx: Tx, id: string, preview: StoredPreview, fingerprint: string): Promise<void> {
    const data = { state: 'previewed', preview: preview as unknown as Prisma.InputJsonObject, fingerprint };
    await tx.adoption.update({ where: { id }, data });
  }

  /** False when it is in none of the states any more. */
  async move(tx: Tx, id: string, from: AdoptionState[], to: AdoptionState, error: string | null = null) {
    const finishedAt = to === 'done' ? new Date() : null;
    const { count } = await tx.adoption.updateMany({
      where: { id, state: { in: from } },
      data: { state: to, error, finishedAt },
    });
    return count === 1;
  }

  async setFingerprint(tx: Tx, id: string, fingerprint: string): Promise<void> {
    await tx.adoption.update({ where: { id }, data: { fingerprint } });
  }

  /** Sets what is given of the options and leaves the rest; null takes one away. */
  async mergeOptions(tx: Tx, id: string, options: { [name in keyof AdoptionOptions]?: AdoptionOptions[name] | null }) {
    await tx.$executeRaw`
      UPDATE adoption SET options = jsonb_strip_nulls(COALESCE(options, '{}') || ${JSON.stringify(options)}::jsonb)
      WHERE id = ${id}::uuid`;
  }

  async places(id: string): Promise<VersionPlace[]> {
    const { rows } = await this.database.pool.query<{ places: VersionPlace[] | null }>(
      `SELECT options->'places' AS places FROM adoption WHERE id = $1`,
      [id],
    );
    return rows[0]?.places ?? [];
  }

  /** What is to be removed in the end, instead of what was said before and not done yet. */
  async replaceObjects(tx: Tx, adoptionId: string, refs: RemoteRef[]): Promise<void> {
    await tx.$executeRaw`DELETE FROM adopted_object WHERE adoption_id = ${adoptionId}::uuid AND removed_at IS NULL`;
    await tx.$executeRaw`
      INSERT INTO adopted_object (adoption_id, kind, remote_id)
      SELECT ${adoptionId}::uuid, o.kind, o.id FROM jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) AS o(kind text, id text)
      ON CONFLICT DO NOTHING`;
  }

  /** Objects that are still to be removed: routes, or all the others, those first that others hang on least. */
  async toRemove(adoptionId: string, which: 'routes' | 'rest', kinds: readonly string[], count: number) {
    const { rows } = await this.database.pool.query<RemoteRef>(
      `SELECT kind, remote_id AS id FROM adopted_object
       WHERE adoption_id = $1 AND removed_at IS NULL AND (kind = 'routes') = $2
       ORDER BY array_position($3::text[], kind) DESC, remote_id LIMIT $4`,
      [adoptionId, which === 'routes', kinds, count],
    );
    return rows;
  }

  async hasRemoved(adoptionId: string): Promise<boolean> {
    const { rowCount } = await this.database.pool.query(
      'SELECT FROM adopted_object WHERE adoption_id = $1 AND removed_at IS NOT NULL LIMIT 1',
      [adoptionId],
    );
    return rowCount === 1;
  }

  async noteRemoved(adoptionId: string, refs: RemoteRef[]): Promise<void> {
    await this.database.pool.query(
      `UPDATE adopted_object a SET removed_at = now()
       FROM jsonb_to_recordset($2::jsonb) AS o(kind text, id text)
       WHERE a.adoption_id = $1 AND a.kind = o.kind AND a.remote_id = o.id`,
      [adoptionId, JSON.stringify(refs)],
    );
  }
}
