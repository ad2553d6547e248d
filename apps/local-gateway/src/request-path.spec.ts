import { joinUpstreamPath, splitUrl } from './request-path.js';

describe('splitUrl', () => {
  it.each([
    ['/a/b', '/a/b', undefined],
    ['/a?', '/a', ''],
    ['/a?x=1?2', '/a', 'x=1?2'],
    ['/a/../b', '/b', undefined],
    ['/a/%2e%2e/b', '/b', undefined],
    ['/a/./b//c/', '/a/b/c/', undefined],
    ['/../../etc', '/etc', undefined],
    ['/%61%2f%7E', '/a%2F~', undefined],
    ['/a/..', '/', undefined],
  ])('%s', (url, path, query) => {
    expect(splitUrl(url)).toEqual({ path, query });
  });
});

describe('joinUpstreamPath', () => {
  it.each([
    ['/', '/a/b', '/a', true, '/b'],
    ['/', '/a', '/a', true, '/'],
    ['/base', '/a', '/a', true, '/base'],
    ['/base', '/a/', '/a/', true, '/base/'],
    ['/base/', '/a', '/a', true, '/base'],
    ['/base/', '/a/b', '/a/', true, '/base/b'],
    ['/base', '/abc', '/a', true, '/base/bc'],
    ['/base', '/a/b', '/a', false, '/base/a/b'],
    ['/base/', '/a/b', '/a', false, '/base/a/b'],
    ['/', '/a/b', '/a', false, '/a/b'],
    ['/base', '/', '', false, '/base'],
    ['/', '/', '', false, '/'],
  ])('%s + %s (matched %s, stripped %s) = %s', (base, path, matched, isStripped, joined) => {
    expect(joinUpstreamPath(base, path, matched, isStripped)).toBe(joined);
  });
});
