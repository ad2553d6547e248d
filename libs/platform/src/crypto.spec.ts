import { constantTimeEqual, derive, open, randomToken, seal, sealKey, sha256Hex } from './crypto.js';
import { Secret } from './secret.js';

const master = new Secret('0123456789abcdefghijklmnopqrstuvwxyz');

describe('derive', () => {
  it('gives one key per purpose, the same every time', () => {
    expect(derive(master, 'jwt')).toHaveLength(32);
    expect(derive(master, 'jwt')).toEqual(derive(master, 'jwt'));
    expect(derive(master, 'jwt')).not.toEqual(derive(master, 'session'));
    expect(derive(master, 'jwt')).not.toEqual(derive(new Secret(`${master.reveal()}!`), 'jwt'));
  });
});

describe('seal and open', () => {
  const key = sealKey(master, 'session');

  it('gives the text back and never looks the same twice', () => {
    const sealed = seal('grüße', key);
    expect(open(sealed, [key])).toBe('grüße');
    expect(sealed).not.toBe(seal('grüße', key));
    expect(sealed).toMatch(/^[0-9a-f]{8}\.[\w-]+$/);
    expect(open(seal('', key), [key])).toBe('');
  });

  it('opens with an older key that is still listed, and not with one that is not', () => {
    const older = sealKey(new Secret('an older secret, an older secret, an'), 'session');
    expect(open(seal('text', older), [key, older])).toBe('text');
    expect(open(seal('text', older), [key])).toBeNull();
    expect(open(seal('text', sealKey(master, 'other')), [key])).toBeNull();
  });

  it('refuses a text of which any byte was changed', () => {
    const sealed = seal('text', key);
    const bytes = Buffer.from(sealed.split('.')[1]!, 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed[index]! ^= 1;
      expect(open(`${key.id}.${changed.toString('base64url')}`, [key])).toBeNull();
    }
  });

  it.each(['', '.', 'nonsense', `${sealKey(master, 'session').id}.`, `${sealKey(master, 'session').id}.AAAA`])(
    'refuses %p without throwing',
    (text) => expect(open(text, [key])).toBeNull(),
  );
});

describe('small tools', () => {
  it('makes tokens of the asked size, all different', () => {
    const tokens = new Set(Array.from({ length: 100 }, () => randomToken(32)));
    expect(tokens.size).toBe(100);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
  });

  it('compares texts of any length', () => {
    expect(constantTimeEqual('abc', 'abc')).toBe(true);
    expect(constantTimeEqual('abc', 'abd')).toBe(false);
    expect(constantTimeEqual('abc', 'ab')).toBe(false);
  });

  it('digests as everybody does', () => {
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
