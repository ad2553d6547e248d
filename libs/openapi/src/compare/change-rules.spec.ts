import { readFileSync } from 'node:fs';
import { CHANGE_RULES } from './change-rules.js';
import { renderChangeRules } from './render-change-rules.js';

const PAGE = new URL('../../../../docs/breaking-changes.md', import.meta.url);

describe('the catalogue of changes', () => {
  it('is what the documentation shows; `npm run change-rules` writes it', () => {
    expect(readFileSync(PAGE, 'utf8')).toBe(renderChangeRules());
  });

  it('has a title and a sentence for each rule', () => {
    for (const [id, rule] of Object.entries(CHANGE_RULES)) {
      expect([id, /^[a-z]+(-[a-z]+)+$/.test(id)]).toEqual([id, true]);
      expect([id, /^[A-Z].*[^.]$/.test(rule.title)]).toEqual([id, true]);
      expect([id, /^[A-Z].*\.$/.test(rule.why)]).toEqual([id, true]);
    }
  });

  it('turns around between requests and responses', () => {
    const both = Object.keys(CHANGE_RULES).filter((id) => `response-${id.slice('request-'.length)}` in CHANGE_RULES);
    // Here something is told that harms both, or that is another thing on the way back.
    const alike = /changed|-type|encoding|reference|mapping|discriminator|kind|wrapped|style|moved|body|status/;
    for (const id of both.filter((name) => name.startsWith('request-') && !alike.test(name))) {
      const answer = `response-${id.slice('request-'.length)}` as keyof typeof CHANGE_RULES;
      const classes = [CHANGE_RULES[id as keyof typeof CHANGE_RULES].class, CHANGE_RULES[answer].class];
      // What narrows a request and breaks it narrows an answer, too, and harms nobody there.
      expect([id, classes.includes('safe')]).toEqual([id, true]);
    }
  });
});
