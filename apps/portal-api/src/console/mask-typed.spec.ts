import { MASK } from '#platform';
import { maskTyped, MAX_KEPT_TEXT_LENGTH } from './mask-typed.js';

const KEY = `ghl${'A'.repeat(46)}`;
const masked = (mediaType: string, text: string) => maskTyped([], { mediaType, text }).text;

it.each(['Authorization', 'X-Api-Key', 'access_token', 'client_secret', 'password', 'sessionId', 'passphrase', 'jwt'])(
  'masks %s wherever it stands',
  (name) => {
    const { parameters, parts } = maskTyped([{ in: 'query', name, value: 'hush' }], {
      mediaType: 'multipart/form-data',
      parts: [{ name, value: 'hush' }],
    });
    expect([parameters[0]!.value, parts[0]!.value]).toEqual([MASK, MASK]);
    expect(masked('application/json', JSON.stringify({ deep: [{ [name]: 'hush' }] }))).not.toContain('hush');
    expect(masked('application/x-www-form-urlencoded', `a=1&${name}=hush`)).not.toContain('hush');
  },
);

it('masks what looks like a secret under any name', () => {
  for (const secret of [KEY, 'Bearer abcdefgh', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIx.c2ln'])
    expect(
      maskTyped([{ in: 'query', name: 'note', value: `x ${secret} y` }], undefined).parameters[0]!.value,
    ).not.toContain(secret.split(' ').at(-1));
  expect(masked('text/plain', `my key: ${KEY}`)).toBe(`my key: ${MASK}`);
});

it('leaves everything else as it was typed', () => {
  const text = '{ "b": 1.10,\n  "a": 12345678901234567890 }';
  expect(masked('application/json', text)).toBe(text);
  expect(masked('application/x-www-form-urlencoded', 'a=%20x')).toBe('a=%20x');
  expect(masked('application/json', '{ not json')).toBe('{ not json');
});

it('keeps of a file its name, and of a long text nothing', () => {
  const parts = [{ name: 'file', fileName: 'a.png', mediaType: 'image/png', base64: 'eA==' }];
  expect(maskTyped([], { mediaType: 'multipart/form-data', parts }).parts).toEqual([
    { name: 'file', value: '', fileName: 'a.png' },
  ]);
  expect(masked('text/plain', 'x'.repeat(MAX_KEPT_TEXT_LENGTH + 1))).toBeNull();
  expect(maskTyped([], { mediaType: 'image/png', base64: 'eA==' })).toMatchObject({ text: null, parts: [] });
});

it('keeps of many parameters and parts as many as fit, so that the history of one person stays small', () => {
  const value = 'x'.repeat(5_000);
  const parameters = Array.from({ length: 200 }, (_, nth) => ({ in: 'query' as const, name: `p${nth}`, value }));
  const parts = [
    { name: 'long', value },
    { name: 'short', value: 'y' },
  ];
  const kept = maskTyped(parameters, { mediaType: 'multipart/form-data', parts });
  expect(kept.parameters.map(({ name }) => name)).toEqual(['p0', 'p1', 'p2']);
  expect(kept.parts).toEqual([{ name: 'short', value: 'y' }]);
});
