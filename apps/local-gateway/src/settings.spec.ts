import { readSettings } from './settings.js';

describe('readSettings', () => {
  it('has defaults for everything', () => {
    expect(readSettings({})).toEqual({ host: '127.0.0.1', proxyPort: 8000, adminPort: 8001, statePath: undefined });
  });

  it('reports all faults together', () => {
    expect(() => readSettings({ GATEWAY_PORT: 'x', GATEWAY_ADMIN_PORT: '70000' })).toThrow(
      /GATEWAY_PORT must be .*; GATEWAY_ADMIN_PORT must be/,
    );
    expect(() => readSettings({ GATEWAY_PORT: '9000', GATEWAY_ADMIN_PORT: '9000' })).toThrow(/must differ/);
  });
});
