import { enqueueParameters, jobKeyFor } from './jobs.js';

describe('jobs', () => {
  it('makes one job of all wishes for one scope of one gateway', () => {
    const payload = { gatewayId: 'g1', scope: 'application:a1' };
    expect(jobKeyFor('reconcile-scope', payload)).toBe('reconcile-scope:g1:application:a1');
    expect(jobKeyFor('reconcile-scope', { ...payload, gatewayId: 'g2' })).not.toBe(
      jobKeyFor('reconcile-scope', payload),
    );
  });

  it('sends every mail', () => {
    expect(jobKeyFor('send-mail', { to: 'a@b', subject: 's', text: 't' })).toBeNull();
  });

  it('makes plain parameters', () => {
    expect(enqueueParameters('prune', {})).toEqual(['prune', '{}', 'prune']);
  });
});
