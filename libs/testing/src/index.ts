export * from './browser.js';
export * from './database.js';
export * from './http-harness.js';
export * from './self-signed-certificate.js';
export * from './strange-texts.js';
export * from './wait-until.js';
