export { adminListener } from './admin-listener.js';
export { DIGEST_SNIPPET, DIGEST_SNIPPET_SHA256, isDigestSnippet } from './digest-snippet.js';
export type { Entity, EntityKind } from './entity-schemas.js';
export type { EntityChange } from './entity-store.js';
export { foreignId } from './entity-store.js';
export { startFakeAdmin, type Fault, type FakeAdmin, type FakeAdminOptions, type SeenRequest } from './fake-admin.js';
export {
  KONG_VERSION,
  KongAdminModel,
  type AdminRequest,
  type AdminResponse,
  type AdminState,
} from './kong-admin-model.js';
export { WINDOWS } from './plugin-schemas.js';
export { readLogPosts, readTrace, RecordedOrigin, type Exchange } from './traces.js';
