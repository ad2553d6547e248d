import type { PlannedService, PlannedVersion } from './adoption-plan.js';

/**
 * The OpenAPI document of a version of which nothing is known but where it is and that it asks for a key. It names no
 * operation rather than one that may not exist; the team uploads the real one.
 */
export function adoptedDocument({ name }: PlannedService, version: PlannedVersion): Uint8Array {
  const document = {
    openapi: '3.1.0',
    info: {
      title: name,
      version: version.name,
      description:
        'Taken over from a gateway that knows addresses and keys only. Upload the document of this API here.',
    },
    servers: [{ url: version.basePath }],
    security: [{ apiKey: [] }],
    paths: {},
    components: { securitySchemes: { apiKey: { type: 'apiKey', in: 'header', name: 'apikey' } } },
  };
  return Buffer.from(`${JSON.stringify(document, null, 2)}\n`, 'utf8');
}
