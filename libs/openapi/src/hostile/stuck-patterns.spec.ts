import { closeSpecWorkers } from '../thread/worker-pool.js';
import { lintSpec } from '../thread/lint-spec.js';

afterAll(closeSpecWorkers);

/** That it takes the square of a text's length is no finding: with a text of this length it does not come to an end. */
const PATTERN = '^[a-z]*[a-z]*;$';
const TEXT = 'a'.repeat(2_000_000);

const document = (schema: object): Buffer => {
  const content = { 'application/json': { schema, example: TEXT } };
  const paths = { '/a': { get: { responses: { 200: { description: 'ok', content } } } } };
  return Buffer.from(JSON.stringify({ openapi: '3.0.3', info: { title: 'a', version: '1' }, paths }));
};

it('a thread that is stuck in a pattern of the document is ended, nobody waits for it, and the next one lints', async () => {
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  const { findings } = await lintSpec(
    document({ type: 'string', pattern: PATTERN }),
    { rules: {} },
    { deadlineMs: 2_000 },
  );
  clearInterval(turning);
  expect(findings.map(({ rule }) => rule)).toEqual(['gatehouse/gave-up']);
  expect(turns).toBeGreaterThan(5);
  const { byRule } = await lintSpec(document({ type: 'integer' }), { rules: {} });
  expect(byRule).toMatchObject({ 'no-invalid-media-type-examples': 1 });
});
