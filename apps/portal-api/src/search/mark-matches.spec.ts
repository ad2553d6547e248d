import { markMatches } from './mark-matches.js';
import { parseQuery } from './parse-query.js';
import type { FoundRow } from './search.store.js';

const row: FoundRow = {
  ...{ id: '1', place: 1, kind: 'operation', title: 'listPets', slug: 'zoo', service: 'Zoo', version: 'v1' },
  ...{ state: 'published', method: 'GET', path: '/pets', pointer: null, anchor: null, summary: '', tag: null },
  ...{ deprecated: false, names: 'limit' },
};

it.each(['pets \u{20000}\u{20001}\u{20002}', 'pets abcd\u{20000}', `pets a${'\u{20000}'.repeat(40)}`])(
  'marks what is found beside letters of two units, which are not cut in half: %s',
  (typed) => {
    expect(markMatches(row, parseQuery(typed))[0]).toEqual({ field: 'title', text: 'listPets', ranges: [[4, 8]] });
  },
);
