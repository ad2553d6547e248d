export { KongClient } from './kong.client.js';
export { KongDriver } from './kong.driver.js';
