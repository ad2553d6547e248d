import type { ConsoleAnswerDto, ConsoleCallDto, ConsoleStartDto } from '#contract';
import { consoleAnswerView } from '../pages/operation/console-answer.view.js';
import { consoleFields } from '../pages/operation/console-fields.js';
import { ConsoleSchemas } from '../pages/operation/console-schema.js';
import { consoleView, type ConsoleState } from '../pages/operation/console.view.js';
import { operation } from './reference.dto.js';
import { sample, type Sample } from './sample.js';

const start: ConsoleStartDto = {
  applications: [{ id: 'a1', name: 'Parcels app', subscription: 'active' }],
  environments: [
    { slug: 'live', name: 'Live', callUrl: 'https://api.example.com/orders/v2' },
    { slug: 'test', name: 'Test', callUrl: 'https://test.example.com/orders/v2' },
  ],
  keyHeader: 'apikey',
};

const call: ConsoleCallDto = {
  ...{ id: 'c1', at: '2026-11-21T16:00:00Z', applicationId: 'a1', environment: 'live', service: 'orders' },
  ...{ version: 'v2', method: operation.method, path: operation.path, status: 200, timeMs: 31, byteLength: 412 },
  typed: { parameters: [], mediaType: null, text: null, parts: [] },
};

const answer: ConsoleAnswerDto = {
  ...{ status: 200, statusText: 'OK', timeMs: 31, requestBytes: 20, byteLength: 31, truncated: false, historyId: 'c1' },
  headers: [
    { name: 'Content-Type', value: 'application/json' },
    { name: 'RateLimit-Remaining', value: '58' },
  ],
  body: { kind: 'text', mediaType: 'application/json', text: '{"id":8412,"note":"<b>bold</b>"}', base64: null },
  limits: [{ window: 'minute', limit: 60, remaining: 58, resetSeconds: 41 }],
  request: {
    ...{ method: 'GET', url: 'https://api.example.com/orders/v2/orders', body: null, parts: null },
    headers: [{ name: 'apikey', value: 'YOUR_KEY' }],
  },
  curl: `curl 'https://api.example.com/orders/v2/orders' \\\n  -H 'apikey: YOUR_KEY'`,
};

const fields = consoleFields(operation, new ConsoleSchemas(operation.components));
const parts = { operation, start, fields, calls: [call] };
const state: ConsoleState = {
  ...{ application: 'a1', environment: 'live', session: undefined, values: {}, content: 0, errors: {} },
  ...{ problem: undefined, answer: undefined },
};
const wrong = { [fields.parameters[0]?.id ?? '']: 'It is part of the path: give a value.' };
const picture = { kind: 'binary' as const, mediaType: 'image/png', text: null, base64: 'iVBORw0KGgo=' };

/** The console before and after a call, refused, and for somebody without a subscription. */
export const consoleSamples: Record<string, Sample> = {
  console: sample('console', consoleView(parts, state)),
  'console-answered': sample(
    'console',
    consoleView(parts, {
      ...state,
      session: { id: 's1', token: 'sealed', expiresAt: '2026-11-21T16:15:00Z' },
      answer: consoleAnswerView(answer, operation.path),
    }),
  ),
  'console-picture': sample(
    'console',
    consoleView(parts, { ...state, answer: consoleAnswerView({ ...answer, body: picture }, operation.path) }),
  ),
  'console-refused': sample('console', consoleView(parts, { ...state, errors: wrong })),
  'console-not-ready': sample('console', consoleView({ ...parts, start: { ...start, applications: [] } }, state)),
};
