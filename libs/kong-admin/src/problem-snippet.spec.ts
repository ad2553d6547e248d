import { brownoutSnippet, problemSnippet, readBrownoutSnippet, readProblemSnippet } from './problem-snippet.js';

const nasty = 'say "no" \\ to\nlines, ü, \u2028, \u0007 and ]] .. os.exit() --';
const problem = { status: 410, body: JSON.stringify({ status: 410, detail: nasty }) };
const brownout = { ...problem, status: 503, sharePercent: 25, endsAtSeconds: 1_795_320_000, retryAfter: 'Sun, 22 Nov' };

it('answers with the problem document before anything else of Lua can happen', () => {
  expect(problemSnippet({ status: 410, body: '{"a":"b"}' })).toBe(
    String.raw`return kong.response.exit(410, "{\"a\":\"b\"}", {["Content-Type"] = "application/problem+json"})`,
  );
});

it('refuses by the clock and by the dice of the sandbox', () => {
  expect(brownoutSnippet({ ...brownout, body: '{}' })).toBe(
    [
      'if os.time() < 1795320000 and math.random(100) <= 25 then',
      '  return kong.response.exit(503, "{}", {["Content-Type"] = "application/problem+json", ["Retry-After"] = "Sun, 22 Nov"})',
      'end',
    ].join('\n'),
  );
});

it('reads back what it wrote, whatever the texts hold', () => {
  expect(readProblemSnippet(problemSnippet(problem))).toEqual(problem);
  expect(readBrownoutSnippet(brownoutSnippet(brownout))).toEqual(brownout);
});

it('escapes nothing in a way that Lua reads otherwise than JSON', () => {
  for (const code of [problemSnippet(problem), brownoutSnippet(brownout)])
    expect(new Set(code.match(/\\./g))).toEqual(new Set(['\\"', '\\\\']));
});

it.each([
  ['other code', 'kong.response.exit(200)'],
  ['more behind it', `${problemSnippet(problem)}\nos.exit()`],
  ['more before it', `os.exit() ${problemSnippet(problem)}`],
  ['another spelling of the text', problemSnippet({ status: 410, body: 'a' }).replace('"a"', String.raw`"\u0061"`)],
  ['a brown-out', brownoutSnippet(brownout)],
  ['no text', 410],
])('takes %s for no problem snippet', (_, code) => expect(readProblemSnippet(code)).toBeUndefined());

it.each([
  ['a problem', problemSnippet(problem)],
  ['a share with a leading zero', brownoutSnippet(brownout).replace('<= 25', '<= 025')],
  ['an else', brownoutSnippet(brownout).replace(/end$/, 'else os.exit() end')],
])('takes %s for no brown-out snippet', (_, code) => expect(readBrownoutSnippet(code)).toBeUndefined());
