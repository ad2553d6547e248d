export * from './embedded-postgres.js';
export * from './ports.js';
export * from './project-root.js';
