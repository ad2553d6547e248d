export * from './digest-snippet.js';
