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

  it('makes plain parameters', () => {
    expect(enqueueParameters('prune', {})).toEqual(['prune', '{}', 'prune']);
  });
});
