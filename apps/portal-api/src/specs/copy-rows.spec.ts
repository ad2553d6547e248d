import { copyChunks, integersField, uuidField, type WriteRow } from './copy-rows.js';

const HEAD = 'PGCOPY\n\xff\r\n\0' + '\0'.repeat(8);
const END = '\xff\xff';
/** As it stands in the bytes: `field(2, '\0\x07')`. */
const word = (value: number): string => String.fromCharCode(...Buffer.from([value >>> 24, value >>> 16, value >>> 8, value])); // prettier-ignore
const field = (content: string): string => word(content.length) + content;
const written = <Row>(rows: Row[], columns: number, write: WriteRow<Row>): string =>
  Buffer.concat([...copyChunks(rows, columns, write)]).toString('latin1');

it('writes each row as the number of its fields, and each field as its length and what it is', () => {
  const bytes = written([7, -1], 2, (fields, row) => {
    fields.integer(row);
    fields.boolean(row > 0);
  });
  expect(bytes).toBe(HEAD + `\0\x02${field(word(7))}${field('\x01')}` + `\0\x02${field(word(-1))}${field('\0')}` + END);
});

it('writes texts in UTF-8, nothing for one that is not there, and bytes as they are', () => {
  const bytes = written(['é'], 3, (fields, row) => {
    fields.text(row);
    fields.text(null);
    fields.of(Buffer.from('{}'));
  });
  expect(bytes).toBe(`${HEAD}\0\x03${field('\xc3\xa9')}${word(-1)}${field('{}')}${END}`);
});

it('writes lists with their type and how many they have', () => {
  const empty = field(word(0) + word(0) + word(25));
  const two = field(word(1) + word(0) + word(25) + word(2) + word(1) + field('a') + field(''));
  expect(written([[], ['a', '']], 1, (fields, row) => fields.texts(row))).toBe(
    `${HEAD}\0\x01${empty}\0\x01${two}${END}`,
  );
  expect(integersField(new Int32Array()).toString('latin1')).toBe(field(word(0) + word(0) + word(23)));
  const numbers = field(word(1) + word(0) + word(23) + word(2) + word(1) + field(word(300)) + field(word(-2)));
  expect(integersField(Int32Array.of(300, -2)).toString('latin1')).toBe(numbers);
});

it('writes the UUID of a version', () => {
  expect(uuidField('00010203-0405-0607-0809-0a0b0c0d0e0f').toString('hex')).toBe(
    '00000010000102030405060708090a0b0c0d0e0f',
  );
});

it('cuts many rows into chunks that are whole rows, however large one is', () => {
  const rows = [
    'a'.repeat(300_000),
    'b',
    'ü'.repeat(2_000_000),
    ...Array.from({ length: 1_000 }, () => 'c'.repeat(999)),
  ];
  const chunks = [...copyChunks(rows, 1, (fields, row) => fields.text(row))];
  expect(chunks.length).toBeGreaterThan(4);
  expect(Math.max(...chunks.slice(2).map(({ byteLength }) => byteLength))).toBeLessThan(300_000);
  const expected = rows.map((row) => `\0\x01${field(Buffer.from(row).toString('latin1'))}`).join('');
  expect(Buffer.concat(chunks).toString('latin1') === HEAD + expected + END).toBe(true);
});
