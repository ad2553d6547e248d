import { apiPath } from './api-path.js';

describe('apiPath', () => {
  it('encodes each segment', () =>
    expect(apiPath('services', 'a/b?c#d', 'versions')).toBe('/v1/services/a%2Fb%3Fc%23d/versions'));

  it.each(['', '.', '..'])('finds nothing under the segment "%s", which would lead to another path', (segment) =>
    expect(() => apiPath('services', segment)).toThrow('Not Found'),
  );
});
