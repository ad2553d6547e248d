export { KongDriver, type KongDriverOptions } from './kong.driver.js';
export type { RedisSettings } from './rate-limit-counters.js';
