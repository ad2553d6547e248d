export { adminListener } from './admin-listener.js';
export { DIGEST_SNIPPET } from './digest-snippet.js';
export type { Entity } from './entity-schemas.js';
export type { EntityChange } from './entity-store.js';
export { foreignId } from './entity-store.js';
export { startFakeAdmin, type Fault, type FakeAdmin } from './fake-admin.js';
export { KONG_VERSION, KongAdminModel, type AdminState } from './kong-admin-model.js';
export { WINDOWS } from './plugin-schemas.js';
export { readLogPosts, readTrace, type Exchange } from './traces.js';
