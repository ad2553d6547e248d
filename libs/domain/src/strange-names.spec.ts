import fc from 'fast-check';
import { strangeText } from '#testing';
import { Fault } from './fault.js';
import { parseName } from './name.js';
import { parseSlug, slugFromTitle } from './slug.js';

const SEED = 46;
const holds = (property: (text: string) => void): void =>
  fc.assert(fc.property(strangeText, property), { numRuns: 2_000, seed: SEED });

const FORMS = ['NFC', 'NFD', 'NFKC', 'NFKD'];
const CANONICAL_FORMS = FORMS.slice(0, 2);

/** What came of it: a text, or null where it was refused as a fault of whoever gave it. */
function outcome(parse: (text: string) => string, text: string): string | null {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof Fault && error.code === 'request.invalid') return null;
    throw error;
  }
}

it('a slug is the same however its text is composed, plain, and read again as itself', () => {
  holds((text) => {
    const slug = outcome(parseSlug, text);
    for (const form of FORMS) expect(outcome(parseSlug, text.normalize(form))).toBe(slug);
    if (slug === null) return;
    expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
    expect(parseSlug(slug)).toBe(slug);
  });
});

it('what a title is made into is a slug, and the same however the title is composed', () => {
  holds((title) => {
    const slug = slugFromTitle(title);
    for (const form of FORMS) expect(slugFromTitle(title.normalize(form))).toBe(slug);
    if (slug !== null) expect(parseSlug(slug)).toBe(slug);
  });
});

it('a name is the same however its text is composed, shows all of itself, and is read again as itself', () => {
  holds((text) => {
    const name = outcome(parseName, text);
    for (const form of CANONICAL_FORMS) expect(outcome(parseName, text.normalize(form))).toBe(name);
    if (name === null) return;
    expect(name).not.toMatch(/^\s|\p{Cc}|\s$/u);
    expect(parseName(name)).toBe(name);
  });
});
