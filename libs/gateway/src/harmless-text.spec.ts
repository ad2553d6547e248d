import { GatewayFault } from './gateway-fault.js';
import { harmlessText } from './harmless-text.js';

describe('a text that a gateway gave', () => {
  it.each([
    ['what no database holds', 'a\0b', 'a\uFFFDb'],
    ['what moves a line', 'a\r\n\u001b[31mb', 'a\uFFFD\uFFFD\uFFFD[31mb'],
    ['what turns the direction of the text', 'a\u202Etxt.exe\u2066', 'a\uFFFDtxt.exe\uFFFD'],
  ])('is kept without %s', (_, text, kept) => expect(harmlessText(text, 50)).toBe(kept));

  it('is cut, not within a character', () => {
    expect(harmlessText('ab😀', 3)).toBe('ab\uFFFD');
    expect(harmlessText('Größe 😀 עברית', 50)).toBe('Größe 😀 עברית');
  });

  it('is harmless in the words of a fault, too', () => {
    expect(new GatewayFault('refused', `a\0${'b'.repeat(9_000)}`).message).toBe(`a\uFFFD${'b'.repeat(498)}`);
  });
});
