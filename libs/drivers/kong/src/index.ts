export { KongDriver } from './kong.driver.js';
