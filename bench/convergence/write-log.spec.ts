import { WriteLog } from './write-log.js';

const put = (path: string, scope: string) => ({
  method: 'PUT',
  path,
  body: JSON.stringify({ tags: ['gatehouse', `gatehouse-scope:${scope}`] }),
});

describe('the log of writes', () => {
  it('counts what belongs to the gateway itself apart, also when it is deleted again', () => {
    const log = new WriteLog();
    log.note(put('/routes/a', 'version:1'));
    log.note(put('/routes/mark', 'watermark'));
    log.note({ method: 'DELETE', path: '/routes/mark', body: '' });
    log.note({ method: 'GET', path: '/routes/a', body: '' });
    expect(log.counts()).toMatchObject({ requests: 4, writes: 1, ownWrites: 2, mostWritesOfOne: 1 });
  });

  it('tells when so many writes have come, and counts anew after a reset', async () => {
    const log = new WriteLog();
    const two = log.until(2, 10_000).then(() => log.writes);
    log.note(put('/routes/a', 'version:1'));
    log.note(put('/routes/a', 'version:1'));
    log.note(put('/routes/b', 'version:2'));
    expect(await two).toBe(3);
    expect(log.counts().mostWritesOfOne).toBe(2);
    log.reset();
    expect(log.counts()).toMatchObject({ requests: 0, writes: 0, mostWritesOfOne: 0 });
  });

  it('keeps the last body of every object', () => {
    const log = new WriteLog();
    log.note({ method: 'PUT', path: '/services/a', body: '{"n":1}' });
    log.note({ method: 'PUT', path: '/services/b', body: '{"n":2}' });
    log.note({ method: 'PUT', path: '/services/a', body: '{"n":3}' });
    const lines = [...log.sentLines()].map((line) => JSON.parse(line));
    expect(lines).toEqual([
      { path: '/services/a', body: { n: 3 } },
      { path: '/services/b', body: { n: 2 } },
    ]);
  });
});
