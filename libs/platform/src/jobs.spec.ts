import { enqueueParameters, jobKeyFor } from './jobs.js';

describe('jobs', () => {
  it('makes one job of all wishes for one lane of one gateway', () => {
    expect(jobKeyFor('sync-gateway', { gatewayId: 'g1', lane: 'now' })).toBe('sync-gateway:g1:now');
    expect(jobKeyFor('sync-gateway', { gatewayId: 'g1', lane: 'bulk' })).toBe('sync-gateway:g1:bulk');
    expect(jobKeyFor('sync-gateway', { gatewayId: 'g2', lane: 'now' })).toBe('sync-gateway:g2:now');
  });

  it('sends every mail', () => {
    expect(jobKeyFor('send-mail', { to: 'a@b', subject: 's', text: 't' })).toBeNull();
  });

  it('lints one document after the other, so that gateways do not wait for many of them', () => {
    const [, , jobKey, queue] = enqueueParameters('lint-spec', { specHash: 's', teamId: 't' });
    expect([jobKey, queue]).toEqual(['lint-spec:s:t', 'lint']);
  });

  it('makes plain parameters', () => {
    expect(enqueueParameters('prune', {})).toEqual(['prune', '{}', 'prune', null]);
  });
});
