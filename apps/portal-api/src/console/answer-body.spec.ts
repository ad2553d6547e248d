import { answerBody } from './answer-body.js';

const text = (shown: string, mediaType: string) => ({ kind: 'text', mediaType, text: shown, base64: null });
const binary = (bytes: Buffer, mediaType: string) => ({
  kind: 'binary',
  mediaType,
  text: null,
  base64: bytes.toString('base64'),
});

it.each([
  'text/plain',
  'text/html; charset=utf-8',
  'application/json',
  'application/problem+json',
  'image/svg+xml',
  '',
])('shows %j as text', (type) => {
  expect(answerBody(Buffer.from('ü €'), type)).toEqual(text('ü €', type.split(';')[0]!));
});

it.each(['image/png', 'application/octet-stream', 'application/pdf', 'application/vnd.openxmlformats'])(
  'shows %j as bytes, even if they could be read',
  (type) => {
    expect(answerBody(Buffer.from('abc'), type)).toEqual(binary(Buffer.from('abc'), type));
  },
);

it('reads the charset that is named', () => {
  expect(answerBody(Buffer.from([0xfc]), 'text/plain; charset=ISO-8859-1')).toEqual(text('ü', 'text/plain'));
});

it('takes what is called a text and is none for bytes', () => {
  for (const bytes of [Buffer.from([0, 1, 2]), Buffer.from([0xff, 0xfe, 0x41])])
    expect(answerBody(bytes, 'text/plain')).toEqual(binary(bytes, 'text/plain'));
  expect(answerBody(Buffer.from('a'), 'text/plain; charset=no-such').kind).toBe('binary');
});

it('shows a text that was cut within a character', () => {
  const whole = Buffer.from('abc€');
  for (const cut of [1, 2]) expect(answerBody(whole.subarray(0, whole.length - cut), 'text/plain').kind).toBe('text');
});

it('says that there is no body', () => {
  expect(answerBody(Buffer.alloc(0), 'text/plain')).toEqual({
    kind: 'empty',
    mediaType: 'text/plain',
    text: null,
    base64: null,
  });
});
