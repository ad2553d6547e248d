import { expectProblem } from '#testing';
import { addProvider, type TestProvider } from '../test-support/catalogue.js';
import { startTestApp, type TestApp } from '../test-support/start-test-app.js';
import { chanceOf } from './test-support/chance.js';
import { inForm, TEST_MS } from './test-support/form.js';

/** What names are made of here: each piece has broken something somewhere. */
const PIECES = [
  'orders',
  'Orders',
  'ORDERS ',
  'оrders', // the first letter is Cyrillic
  'e\u0301', // é in two characters
  '\u00e9', // and in one
  '\u202eredro', // turns the text around
  '\u200b', // nothing that can be seen
  '\u0000',
  '\ud83d', // half of a character
  '😀',
  '𝕺',
  'ﬁ',
  'ß',
  'İ',
  '\u00a0',
  '\r\n',
  '\u001b[31m',
  '-',
  '/../',
  '%00',
  '<b>',
  "'; --",
];

let api: TestApp;
let owner: TestProvider;
beforeAll(async () => {
  api = await startTestApp();
  owner = await addProvider(api, 'owner');
}, TEST_MS);
afterAll(() => api.stop());

function nameOf(round: number): string {
  const length = 1 + Math.floor(chanceOf('length', round) * 4);
  const pick = (at: number) => PIECES[Math.floor(chanceOf('piece', round, at) * PIECES.length)] ?? '';
  return Array.from({ length }, (_, at) => pick(at)).join('');
}

it(
  'names of any characters are taken or refused as what they are, and no two things have one slug',
  async () => {
    const slugs: string[] = [];
    const statuses = new Set<number>();
    for (let round = 0; round < inForm(150, 5_000); round++) {
      const name = nameOf(round);
      const body = { name, ownerTeamId: owner.teamId, summary: name, description: name };
      const answer = await api.http.post('/v1/services', { token: owner.token, body });
      statuses.add(answer.status);
      if (answer.status === 201) slugs.push(answer.json.slug);
      else expectProblem(answer, answer.status, answer.json.code);
    }
    expect([...statuses].filter((status) => ![201, 400, 409].includes(status))).toEqual([]);
    expect([...statuses]).toContain(201);
    expect([...statuses]).toContain(400);
    expect(slugs.filter((slug) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug))).toEqual([]);
    expect(new Set(slugs.map((slug) => slug.normalize('NFKC').toLowerCase())).size).toBe(slugs.length);
  },
  TEST_MS,
);
