import { AllowedTargets } from './allowed-targets.js';
import { OutboundFault } from './outbound-fault.js';
import { checkTarget, operatorTarget, type OutboundPolicy } from './outbound-target.js';

const nobody = new AllowedTargets();

/** What the lookup of a host that resolves to these says: null for what may be connected to, else why not. */
function lookedUp(host: string, addresses: string[], policy: OutboundPolicy, allowed = nobody): Promise<string | null> {
  const resolve = async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
  const { lookup } = checkTarget(`https://${host}/`, policy, allowed, resolve);
  return new Promise((answer) => lookup(host, { all: true }, (error) => answer(error?.message ?? null)));
}

const check = (url: string, policy: OutboundPolicy = 'public', allowed = nobody) =>
  checkTarget(url, policy, allowed, () => Promise.reject(new Error('not asked')));

const INSIDE = [
  '127.1',
  '127.0.0.1',
  '127.0.0.1.',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '2130706433',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '0.0.0.0',
  '0',
  '10.1.2.3',
  '172.31.255.255',
  '192.168.0.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.9',
  '224.0.0.1',
  '255.255.255.255',
  '[::]',
  '[::1]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:7f00:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:8.8.8.8]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  '[64:ff9b:1::a00:1]',
  '[2002:7f00:1::]',
  '[2001:0:7f00:1::]',
  '[fd00::1]',
  '[fc00::1]',
  '[fe80::1]',
  '[fec0::1]',
  '[ff02::1]',
  '[100::1]',
  '[2001:db8::1]',
  '[3fff::1]',
];

describe('an address that a user gave', () => {
  it.each(INSIDE)('http://%s/ is refused before anything is asked', (host) => {
    expect(() => check(`http://${host}/`)).toThrow(OutboundFault);
    expect(() => check(`http://${host}/`)).toThrow(/^This address is not called: it leads (into|to) a/);
  });

  it.each(
    INSIDE.filter((host) => /^[\d.]+\d$|^\[[0-9a-f:]+\]$/.test(host) && !['127.1', '0', '2130706433'].includes(host)),
  )('a host that resolves to %s is refused', async (host) => {
    const address = host.replace(/^\[|\]$/g, '').replace('0177', '127');
    expect(await lookedUp('specs.example', ['93.184.216.34', address], 'public')).toMatch(
      /^This address is not called/,
    );
  });

  it.each([
    'http://8.8.8.8/',
    'https://[2606:4700::1111]/',
    'http://93.184.216.34:8080/a?b',
    'https://bücher.example/',
  ])('%s may be called', (url) => expect(check(url).url.href).toBe(new URL(url).href));

  it('may be a name whose addresses are all public', async () => {
    expect(await lookedUp('specs.example', ['93.184.216.34', '2606:4700::1111'], 'public')).toBeNull();
    expect(check('https://BÜCHER.example./').url.hostname).toBe('xn--bcher-kva.example.');
  });

  it.each([
    ['gopher://specs.example/', 'only http:// and https:// are called'],
    ['file:///etc/passwd', 'only http:// and https:// are called'],
    ['ftp://specs.example/', 'only http:// and https:// are called'],
    ['data:text/plain,x', 'only http:// and https:// are called'],
    ['//specs.example/', 'it is no URL'],
    ['http://', 'it is no URL'],
    ['http://user@specs.example/', 'holds a user or a password'],
    ['http://specs.example:x@127.0.0.1/', 'holds a user or a password'],
    ['http://specs.example:5432/', 'port 5432 belongs to a service that is no HTTP'],
    ['https://specs.example:6379/', 'port 6379 belongs to a service that is no HTTP'],
    ['http://specs.example:25/', 'port 25 belongs to a service that is no HTTP'],
    ['http://specs.example:1023/', 'port 1023 is not called. Use 80, 443 or one from 1024 on'],
    ['http://specs.example:0/', 'port'],
  ])('%s is refused: %s', (url, why) => expect(() => check(url)).toThrow(why));
});

describe('OUTBOUND_ALLOWED', () => {
  const allowed = new AllowedTargets(['specs.internal:8443', '[::1]:7000', '10.1.0.0/16', 'Straße.internal:25']);

  it('lets a host with its port through, wherever it is, and no other port of it', async () => {
    expect(await lookedUp('specs.internal:8443', ['10.200.0.1'], 'public', allowed)).toBeNull();
    expect(await lookedUp('specs.internal', ['10.200.0.1'], 'public', allowed)).toMatch(/OUTBOUND_ALLOWED/);
    expect(check('http://[0::1]:7000/', 'public', allowed).url.port).toBe('7000');
    expect(() => check('http://[::1]:7001/', 'public', allowed)).toThrow(/private/);
    expect(check('http://straße.internal:25/', 'public', allowed).url.port).toBe('25');
  });

  it('lets a network through, by name and by address', async () => {
    expect(await lookedUp('specs.example', ['10.1.2.3'], 'public', allowed)).toBeNull();
    expect(await lookedUp('specs.example', ['10.2.2.3'], 'public', allowed)).not.toBeNull();
    expect(check('http://10.1.2.3/', 'public', allowed).url.hostname).toBe('10.1.2.3');
  });

  it('never opens the way to metadata', () => {
    const everything = new AllowedTargets(['0.0.0.0/0', '::/0', '169.254.169.254:80']);
    expect(check('http://127.0.0.1/', 'public', everything).url.hostname).toBe('127.0.0.1');
    for (const host of ['169.254.169.254', '[::ffff:a9fe:a9fe]', '[fe80::1]', '[64:ff9b::a9fe:a9fe]'])
      expect(() => check(`http://${host}/`, 'public', everything)).toThrow(/metadata/);
  });

  it.each([
    '10.0.0.0/33',
    '::/129',
    'host',
    'host:',
    'host:0',
    'host:65536',
    'http://host:80',
    'a b:80',
    '',
    '10.0.0.0/',
  ])('takes no %j', (entry) => expect(() => new AllowedTargets([entry])).toThrow(RangeError));
});

describe('an address that an admin registered', () => {
  it('may be inside, on any port of HTTP', async () => {
    expect(check('http://127.0.0.1:8001/', 'operator').url.port).toBe('8001');
    expect(check('http://[fd00::1]:444/', 'operator').url.port).toBe('444');
    expect(await lookedUp('kong.internal', ['10.0.0.7', 'fd00::7'], 'operator')).toBeNull();
  });

  it('may not be where machines give away credentials, nor another service', async () => {
    expect(() => check('http://169.254.169.254/latest', 'operator')).toThrow(/metadata/);
    expect(await lookedUp('kong.internal', ['10.0.0.7', '169.254.169.254'], 'operator')).toMatch(/metadata/);
    expect(await lookedUp('kong.internal', ['fe80::1%eth0'], 'operator')).toMatch(/metadata/);
    expect(() => check('http://127.0.0.1:5432/', 'operator')).toThrow(/port 5432/);
  });

  it('is judged the same where a client of its own calls it', async () => {
    expect(() => operatorTarget('http://[::ffff:169.254.169.254]:8001/')).toThrow(/metadata/);
    const { url, lookup } = operatorTarget('http://localhost:8001/admin');
    expect(url.port).toBe('8001');
    const found = await new Promise((done) => lookup('localhost', { all: true }, (error, all) => done(error ?? all)));
    expect(found).toContainEqual(expect.objectContaining({ address: expect.stringMatching(/^(127\.|::1$)/) }));
  });
});
