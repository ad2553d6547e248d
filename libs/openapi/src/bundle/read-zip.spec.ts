import { MAX_BUNDLE_ENTRIES } from '../limits.js';
import { SpecFault, type SpecFaultCode } from '../spec-fault.js';
import { readZip } from './read-zip.js';
import { type ZipEntry, zipOf } from './zip.fixture.js';

const contents = (zip: Buffer) => Object.fromEntries(readZip(zip).map((file) => [file.name, file.read().toString()]));

function faultOf(zip: Buffer): SpecFault {
  try {
    contents(zip);
  } catch (error) {
    if (error instanceof SpecFault) return error;
    throw error;
  }
  throw new Error('There was no fault.');
}

it('reads files, stored or deflated, below folders, with names of any letters and a comment at the end', () => {
  const zip = zipOf(
    [
      { name: 'a.yaml', content: 'a: 1' },
      { name: 'stored.json', content: '{}', method: 0 },
      { name: 'schemas/' },
      { name: './schemas//Größe.yaml', content: 'x'.repeat(150) },
      { name: 'empty.yaml', content: '' },
    ],
    'made by hand',
  );
  expect(contents(zip)).toEqual({
    'a.yaml': 'a: 1',
    'stored.json': '{}',
    'schemas/Größe.yaml': 'x'.repeat(150),
    'empty.yaml': '',
  });
});

it('takes the bytes of a zip out of the middle of others', () => {
  const zip = zipOf({ 'a.yaml': 'a' });
  const around = Buffer.concat([Buffer.alloc(7), zip, Buffer.alloc(9)]);
  expect(contents(around.subarray(7, 7 + zip.byteLength))).toEqual({ 'a.yaml': 'a' });
});

const plain = { name: 'a.yaml', content: 'a: 1' };
const MANY = 60 * 1024 * 1024;
it.each<[string, ZipEntry[], SpecFaultCode, string]>([
  ['a name that leads out', [{ name: '../a.yaml' }], 'spec.unreadable', 'leads out of it by ".."'],
  ['a name that leads out further in', [{ name: 'a/../../a.yaml' }], 'spec.unreadable', 'leads out of it'],
  ['an absolute name', [{ name: '/etc/passwd' }], 'spec.unreadable', 'is absolute'],
  ['a drive', [{ name: 'C:/a.yaml' }], 'spec.unreadable', 'is absolute'],
  ['a backslash', [{ name: '..\\a.yaml' }], 'spec.unreadable', 'holds a backslash'],
  ['a NUL in a name', [{ name: 'a.yaml\0.txt' }], 'spec.unreadable', 'cannot be seen'],
  ['a long name', [{ name: 'a'.repeat(501) }], 'spec.unreadable', 'more than 500 characters'],
  ['a deep name', [{ name: 'a/'.repeat(20) + 'a.yaml' }], 'spec.unreadable', 'more than 20 folders deep'],
  ['a link', [{ name: 'a.yaml', content: '/etc/passwd', unixMode: 0o120777 }], 'spec.unreadable', 'is a link'],
  ['a device', [{ name: 'a.yaml', unixMode: 0o020666 }], 'spec.unreadable', 'is a link or a device'],
  ['an encrypted file', [{ ...plain, flags: 1 }], 'spec.unreadable', 'is encrypted'],
  ['another compression', [{ ...plain, method: 12 }], 'spec.unreadable', 'only some programs know'],
  ['a file twice', [plain, plain], 'spec.unreadable', 'stands in it twice'],
  [
    'a file twice, spelt apart',
    [{ name: 'é.yaml' }, { name: './e\u0301.yaml' }],
    'spec.unreadable',
    'stands in it twice',
  ],
  ['a file that shares its bytes', [plain, { ...plain, name: 'b.yaml', localOffset: 0 }], 'spec.unreadable', 'share'],
  [
    'a bomb',
    [{ name: 'a.yaml', content: Buffer.alloc(1024 * 1024) }],
    'spec.too_large',
    'more than 200 times as large',
  ],
  ['too much of one', [{ ...plain, size: MANY }], 'spec.too_large', '50 MiB together'],
  [
    'a file that is longer than it says',
    [{ name: 'a.yaml', content: 'aaaa', size: 3 }],
    'spec.unreadable',
    'is damaged',
  ],
  ['a file that is shorter than it says', [{ ...plain, size: 9 }], 'spec.unreadable', 'is damaged'],
  ['a file with other bytes', [{ ...plain, crc: 7 }], 'spec.unreadable', 'is damaged'],
  ['a file with two names', [{ ...plain, localName: 'b.yaml' }], 'spec.unreadable', 'is damaged'],
  ['a file at no place', [{ ...plain, localOffset: 4_000_000_000 }], 'spec.unreadable', 'is damaged'],
  [
    'too many',
    Array.from({ length: MAX_BUNDLE_ENTRIES + 1 }, (_, index) => ({ name: `${index}.yaml` })),
    'spec.too_large',
    '2,000 entries',
  ],
])('refuses %s', (_, entries, code, message) => {
  const fault = faultOf(zipOf(entries));
  expect([fault.code, fault.message]).toEqual([code, expect.stringContaining(message)]);
});

it('refuses many files of together too much, and inflates none of them', () => {
  const half = { content: Buffer.alloc(100, 'a'), size: 26 * 1024 * 1024 };
  expect(
    faultOf(
      zipOf([
        { name: 'a', ...half },
        { name: 'b', ...half },
      ]),
    ).code,
  ).toBe('spec.too_large');
});

it('refuses what is cut, and never reads beyond it', () => {
  const zip = zipOf({ 'a.yaml': 'a: 1', 'b.yaml': 'b: 2' });
  for (let length = 0; length < zip.byteLength; length++)
    expect(faultOf(zip.subarray(0, length))).toBeInstanceOf(SpecFault);
});

it('reads or refuses a zip with any byte changed, and nothing else happens', () => {
  const zip = zipOf([plain, { name: 'b/c.yaml', content: 'c: '.padEnd(200, 'c') }]);
  let refused = 0;
  for (let at = 0; at < zip.byteLength; at++)
    for (const flip of [0x01, 0x80, 0xff]) {
      const changed = Buffer.from(zip);
      changed[at] = (changed[at] ?? 0) ^ flip;
      try {
        contents(changed);
      } catch (error) {
        expect(error).toBeInstanceOf(SpecFault);
        refused++;
      }
    }
  expect(refused).toBeGreaterThan(zip.byteLength);
});
