import { closeSpecWorkers } from './worker-pool.js';
import { lintSpec } from './lint-spec.js';

const DOCUMENT = Buffer.from('{"openapi":"3.0.0","info":{"title":"a","version":"1"},"paths":{"/a":{"get":{}}}}');

afterAll(closeSpecWorkers);

describe('linting in a thread', () => {
  it('hands the whole report over', async () => {
    const report = await lintSpec(DOCUMENT, { rules: {} });
    expect(report.findings).toHaveLength(report.counts.error + report.counts.warn);
    expect(report.byRule['operation-summary']).toBe(1);
  });

  it('says so in the report when it does not come to an end', async () => {
    const report = await lintSpec(DOCUMENT, { rules: {} }, { deadlineMs: 0 });
    expect(report).toMatchObject({
      score: 0,
      counts: { error: 0, warn: 1 },
      findings: [{ rule: 'gatehouse/gave-up' }],
    });
  });

  it('refuses what it cannot read', async () => {
    await expect(lintSpec(Buffer.from('{'), { rules: {} })).rejects.toMatchObject({ code: 'spec.unreadable' });
  });
});
