export { KongClient } from './kong.client.js';
export { KongDocumentDriver } from './kong-document.driver.js';
export { KongDriver } from './kong.driver.js';
