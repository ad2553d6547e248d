import type {
  CallerDto,
  CallerPageDto,
  ChangeDto,
  ComparisonDto,
  LintHistoryDto,
  LintPolicyDto,
  LintReportDto,
  LintSummaryDto,
  ProposalDto,
} from '#contract';
import { version } from './publisher.dto.js';

/** What the API answers about documents: the ground of their sample pages and of their specs. */
const at = '2026-11-20T10:00:00Z';

const caller = (applicationName: string, teamName: string, calls: number, path = '/orders'): CallerDto => ({
  applicationId: `a-${applicationName}`,
  applicationName,
  teamId: `t-${teamName}`,
  teamName,
  operation: { method: 'GET', path },
  calls,
  lastCalledAt: at,
});
export const till = caller('Till', 'Shops north', 128_450);
const ledger = caller('Nightly ledger export', 'Finance', 30, '/orders/{id}');

export const required: ChangeDto = {
  rule: 'request-parameter-became-required',
  class: 'breaking',
  why: 'A call without it worked before and is refused now.',
  operations: [{ method: 'GET', path: '/orders' }],
  operationCount: 1,
  direction: 'request',
  basePointer: '#/paths/~1orders/get/parameters/0',
  targetPointer: '#/paths/~1orders/get/parameters/0/required',
  message: 'The query parameter `limit` became required.',
  callers: [till],
  callerCount: 1,
};
export const removed: ChangeDto = {
  rule: 'response-property-removed',
  class: 'breaking',
  why: 'A program that reads it finds nothing there any more.',
  operations: [
    { method: 'GET', path: '/orders' },
    { method: 'GET', path: '/orders/{id}' },
    { method: 'POST', path: '/orders' },
    { method: 'PATCH', path: '/orders/{id}/lines/{lineId}/deliveries/{deliveryId}' },
  ],
  operationCount: 31,
  direction: 'response',
  basePointer: '#/components/schemas/Order/properties/total',
  targetPointer: null,
  message: 'The property `total` of the answer 200 was removed.',
  callers: [till, ledger],
  callerCount: 14,
};
export const dangerous: ChangeDto = {
  rule: 'response-enum-value-added',
  class: 'dangerous',
  why: 'A program that knows only the old values may not know what to do.',
  operations: [{ method: 'GET', path: '/orders/{id}' }],
  operationCount: 1,
  direction: 'response',
  basePointer: null,
  targetPointer: '#/components/schemas/State/enum/4',
  message: 'The value `returned` may be answered in `state`.',
  callers: [],
  callerCount: 0,
};
export const safe: ChangeDto = {
  rule: 'operation-added',
  class: 'safe',
  why: 'Nobody can have called it.',
  operations: [{ method: 'DELETE', path: '/orders/{id}' }],
  operationCount: 1,
  direction: null,
  basePointer: null,
  targetPointer: '#/paths/~1orders~1{id}/delete',
  message: 'The operation DELETE /orders/{id} was added.',
  callers: [],
  callerCount: 0,
};

export const lintSummary: LintSummaryDto = {
  score: 74,
  errors: 2,
  warnings: 9,
  gate: 'warn',
  byRule: { 'operation-summary': 6, 'gatehouse/security-defined': 2, 'no-unused-components': 3 },
};

export const proposal: ProposalDto = {
  verdict: 'needs_override',
  reasons: ['It breaks what this version promises, in 2 ways. Publish it as a new version, or give a reason.'],
  document: { ...version.spec!, hash: 'b'.repeat(64), docVersion: '2.5.0' },
  notCompared: null,
  base: { version: 'v2', revision: 2, hash: 'a'.repeat(64) },
  counts: { breaking: 2, dangerous: 1, safe: 118 },
  totals: { added: 1, removed: 0, changed: 31, unchanged: 182 },
  breakingReach: { applications: 14, teams: 6, calls: 128_480 },
  changes: [required, removed, dangerous, safe],
  lint: lintSummary,
  lintFailed: false,
  fileName: 'orders.yaml',
  sourceUrl: 'https://specs.example.com/commerce/orders.yaml',
  proposedBy: 'Mara Lindqvist',
  createdAt: at,
};
const none = { breaking: 0, dangerous: 0, safe: 0 };
export const unchanged: ProposalDto = {
  ...proposal,
  verdict: 'unchanged',
  reasons: ['This is the document that is published already.'],
  counts: none,
  totals: { added: 0, removed: 0, changed: 0, unchanged: 214 },
  breakingReach: { applications: 0, teams: 0, calls: 0 },
  changes: [],
  sourceUrl: null,
  proposedBy: null,
  fileName: '',
};
export const publishable: ProposalDto = {
  ...proposal,
  verdict: 'publishable',
  reasons: ['Nothing stands in the way of publishing it.'],
  counts: { breaking: 0, dangerous: 1, safe: 1 },
  breakingReach: unchanged.breakingReach,
  changes: [dangerous, safe],
  lint: null,
};
export const blocked: ProposalDto = {
  ...publishable,
  verdict: 'blocked',
  reasons: ['The linter found 2 errors, and your team publishes no document with errors.'],
  lint: { ...lintSummary, gate: 'block' },
};

const withoutCallers = ({ callers: _, callerCount: __, ...change }: ChangeDto): ChangeDto => change;
export const comparison: ComparisonDto = {
  from: { version: 'v1', revision: 2, hash: 'a'.repeat(64) },
  to: { version: 'v2', revision: 2, hash: 'b'.repeat(64) },
  counts: proposal.counts,
  totals: proposal.totals,
  matching: 121,
  notKept: 0,
  items: proposal.changes.map(withoutCallers),
  nextCursor: 'more',
};

export const lintReport: LintReportDto = {
  summary: lintSummary,
  pending: false,
  failed: false,
  items: [
    {
      rule: 'gatehouse/security-defined',
      severity: 'error',
      line: 1204,
      column: 5,
      pointer: '#/paths/~1orders/get',
      file: '',
      message: 'The operation says nothing about who may call it.',
      advice: 'Name a security scheme, or an empty list where everybody may call it.',
    },
    {
      rule: 'operation-summary',
      severity: 'warn',
      line: 17,
      column: 5,
      pointer: '#/paths/~1orders~1{id}~1lines~1{lineId}/get',
      file: 'paths/lines.yaml',
      message: 'The operation has no summary.',
      advice: 'Say in one line what it does.',
    },
  ],
  nextCursor: 'more',
};
export const lintHistory: LintHistoryDto = {
  items: [74, 61, 66, 48].map((score, index) => {
    return { revision: 4 - index, createdAt: at, score, errors: 2, warnings: 9 };
  }),
};

const rule = { default: 'warn', severity: 'warn' };
export const lintPolicy: LintPolicyDto = {
  gate: 'warn',
  revision: 2,
  editable: true,
  rules: [
    {
      ...rule,
      rule: 'gatehouse/security-defined',
      title: 'Every operation says who may call it',
      advice: 'Name a security scheme, or an empty list where everybody may call it.',
      source: 'gatehouse',
      severity: 'error',
    },
    {
      ...rule,
      rule: 'operation-summary',
      title: 'Every operation has a summary',
      advice: 'Say in one line what it does.',
      source: 'redocly',
    },
    {
      ...rule,
      rule: 'no-unused-components',
      title: 'No component is left unused',
      advice: 'Remove it, or refer to it.',
      source: 'redocly',
      severity: 'off',
    },
    {
      rule: 'tags-alphabetical',
      title: 'Tags in alphabetical order',
      advice: 'Sort the `tags` by name.',
      source: 'redocly',
      default: 'off',
      severity: 'off',
    },
  ],
};

export const callers: CallerPageDto = {
  reach: { applications: 14, teams: 6, calls: 128_480 },
  items: [till, ledger, { ...till, operation: null, calls: 3 }],
  nextCursor: 'more',
};
