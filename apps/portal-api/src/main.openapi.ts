import 'reflect-metadata';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createLogger, loadConfig, projectRoot } from '#platform';
import { createApp } from './create-app.js';
import { openApiDocument } from './http/openapi-document.js';

/** `npm run openapi`: writes the document that the API serves at /openapi.json into the repository. No database is asked. */
const config = loadConfig({
  DATABASE_URL: 'postgresql://nobody@127.0.0.1/none',
  MASTER_SECRET: 'no token is made with this: 0123456789',
});
const app = await createApp(config, createLogger('openapi', 'silent'));
const file = path.join(projectRoot(), 'openapi', 'portal-api.json');
await mkdir(path.dirname(file), { recursive: true });
await writeFile(file, `${JSON.stringify(openApiDocument(app), null, 2)}\n`);
await app.close();
