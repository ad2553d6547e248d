import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import ts from 'typescript-eslint';

/** Who may import whom. There is no `*` rule: a new project is entered here first. */
const boundaries = [
  { sourceTag: 'lib:domain', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'lib:openapi', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'lib:gateway', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'lib:contract', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'lib:kong-admin', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'prisma', onlyDependOnLibsWithTags: ['lib:platform'] },
  { sourceTag: 'lib:driver', onlyDependOnLibsWithTags: ['lib:gateway', 'lib:kong-admin'] },
  { sourceTag: 'lib:platform', onlyDependOnLibsWithTags: ['lib:domain'] },
  {
    sourceTag: 'app:portal-api',
    onlyDependOnLibsWithTags: [
      'lib:domain',
      'lib:openapi',
      'lib:gateway',
      'lib:contract',
      'lib:platform',
      'lib:driver',
      'prisma',
    ],
  },
  { sourceTag: 'app:portal-web', onlyDependOnLibsWithTags: ['lib:contract', 'lib:platform'] },
  { sourceTag: 'app:local-gateway', onlyDependOnLibsWithTags: ['lib:gateway', 'lib:platform', 'lib:kong-admin'] },
  { sourceTag: 'app:quickstart', onlyDependOnLibsWithTags: ['lib:domain', 'lib:platform', 'lib:contract', 'prisma'] },
  {
    sourceTag: 'bench',
    onlyDependOnLibsWithTags: [
      'lib:domain',
      'lib:openapi',
      'lib:gateway',
      'lib:contract',
      'lib:platform',
      'lib:testing',
      'lib:kong-admin',
      'lib:driver',
      'prisma',
    ],
  },
  {
    sourceTag: 'lib:testing',
    onlyDependOnLibsWithTags: [
      'lib:domain',
      'lib:openapi',
      'lib:gateway',
      'lib:contract',
      'lib:platform',
      'lib:kong-admin',
      'prisma',
    ],
  },
];

/** Specs may use libs/testing and the fakes beside a driver on top of what their project may use. */
const specBoundaries = boundaries.map((rule) => ({
  ...rule,
  onlyDependOnLibsWithTags: [
    ...rule.onlyDependOnLibsWithTags,
    'lib:testing',
    'prisma',
    'lib:gateway',
    'lib:contract',
    'lib:domain',
    'lib:kong-admin',
  ],
}));

const boundaryRule = (depConstraints) => [
  'error',
  {
    allow: [],
    enforceBuildableLibDependency: false,
    allowCircularSelfDependency: false,
    // Their specs use libs/testing, which is built on them; nothing but a spec may import it.
    ignoredCircularDependencies: [
      ['prisma', 'testing'],
      ['platform', 'testing'],
    ],
    depConstraints,
  },
];

export default ts.config(
  { ignores: ['dist/', '.local/', '.nx/', 'prisma/generated/', 'node_modules/', 'coverage/'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    plugins: { '@nx': nx },
    languageOptions: {
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        fetch: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        setInterval: 'readonly',
        clearInterval: 'readonly',
      },
    },
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(boundaries),
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      eqeqeq: ['error', 'smart'],
      'no-console': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ['**/*.ts'],
    rules: { 'no-undef': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/test-support/**/*.ts', '**/e2e/**/*.ts', 'libs/testing/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': boundaryRule(specBoundaries),
      'max-lines-per-function': 'off',
    },
  },
  { files: ['apps/quickstart/**', 'bench/**', 'prisma/tools/**'], rules: { 'no-console': 'off' } },
  {
    files: ['apps/portal-web/public/**/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        window: 'readonly',
        navigator: 'readonly',
      },
    },
  },
);
