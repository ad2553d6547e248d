import type { ConsoleAnswerDto } from '#contract';
import { consoleAnswerView } from './console-answer.view.js';

const answerTo = (sent: string): ConsoleAnswerDto => ({
  ...{ status: 200, statusText: 'OK', headers: [], timeMs: 1, requestBytes: sent.length, byteLength: 0 },
  ...{
    truncated: false,
    limits: [],
    historyId: '',
    curl: `curl --data-raw '${sent}' 'https://api.example.com/orders'`,
  },
  body: { kind: 'empty', mediaType: '', text: null, base64: null },
  request: { method: 'POST', url: 'https://api.example.com/orders', headers: [], body: sent, parts: null },
});
const samplesOf = (sent: string) => consoleAnswerView(answerTo(sent), '/orders').samples.map(({ id }) => id);

it('writes a call in every language where it is short, as curl alone where it is long, and not at all beyond that', () => {
  expect(samplesOf('{}')).toContain('python');
  expect(samplesOf('x'.repeat(20_000))).toEqual(['curl']);
  expect(samplesOf('x'.repeat(300_000))).toEqual([]);
});
