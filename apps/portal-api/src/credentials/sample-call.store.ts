import { Injectable } from '@nestjs/common';
import type { OperationDefinition } from '#openapi';
import { Database } from '../database/database.js';
import { rowsOf } from '../database/statement.js';

export interface CallableOperation {
  proxyUrl: string;
  basePath: string;
  hosts: string[];
  method: string;
  path: string;
  definition: OperationDefinition;
}

const FIND = {
  name: 'sample_call',
  text: `
    SELECT g.proxy_url AS "proxyUrl", v.base_path AS "basePath", v.hosts, o.method, o.path, o.definition
    FROM subscription s
    JOIN version v ON v.service_id = s.service_id AND v.state IN ('published', 'deprecated')
    JOIN deployment d ON d.version_id = v.id
    JOIN gateway g ON g.id = d.gateway_id AND g.environment_id = $2::uuid
    CROSS JOIN LATERAL (
      SELECT method, path, definition FROM operation
      WHERE version_id = v.id AND since <= v.spec_revision_number AND (until IS NULL OR until > v.spec_revision_number)
        AND method = 'GET' AND position('{' IN path) = 0
        AND NOT jsonb_path_exists(definition::jsonb, '$.parameters[*] ? (@.required == true)')
      ORDER BY operation.position LIMIT 1
    ) o
    WHERE s.application_id = $1::uuid AND s.state = 'active'
    ORDER BY v.published_at DESC, v.id DESC, g.slug LIMIT 1`,
};

@Injectable()
export class SampleCallStore {
  constructor(private readonly database: Database) {}

  /**
   * The first GET without required parameters of the newest live version that the application may call in an
   * environment, and the gateway that serves it.
   */
  async find(applicationId: string, environmentId: string): Promise<CallableOperation | null> {
    const [row] = await rowsOf<CallableOperation>(this.database.pool, FIND, [applicationId, environmentId]);
    return row ?? null;
  }
}
