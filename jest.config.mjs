import { readFileSync } from 'node:fs';

const { imports } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));

/** The `#name` imports of package.json point at dist/; specs run the sources beside them. */
const sources = Object.fromEntries(
  Object.entries(imports).map(([name, target]) => [
    `^${name}$`,
    target.replace('./dist/', '<rootDir>/').replace(/\.js$/, '.ts'),
  ]),
);

export default {
  rootDir: '.',
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{apps,libs,prisma,bench}/**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.local/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { ...sources, '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/libs/testing/src/jest-global-setup.ts',
  globalTeardown: '<rootDir>/libs/testing/src/jest-global-teardown.ts',
  testTimeout: 120_000,
  maxWorkers: 2,
  // A worker keeps the modules of every spec that it ran; beyond this it ends, and another takes its place.
  workerIdleMemoryLimit: '2GB',
};
