import type { Page, PageQuery } from '#contract';
import { everyPage } from './cursor.js';
import { toCsv } from './to-csv.js';

const pages: Record<string, Page<string>> = {
  first: { items: ['a', '=b'], nextCursor: 'second' },
  second: { items: ['c"'], nextCursor: null },
};

it('makes a table of every page of a list, and reads a page only when the one before was taken', async () => {
  const asked: (string | undefined)[] = [];
  const read = ({ cursor }: PageQuery): Promise<Page<string>> => {
    asked.push(cursor);
    return Promise.resolve(pages[cursor ?? 'first']!);
  };
  const parts = toCsv(['item'], everyPage(read), (item) => [[item]]);
  const next = async () => (await parts.next()).value as string | undefined;
  expect([await next(), asked]).toEqual(['"item"\r\n', []]);
  expect([await next(), asked]).toEqual(['"a"\r\n"\'=b"\r\n', [undefined]]);
  expect([await next(), asked]).toEqual(['"c"""\r\n', [undefined, 'second']]);
  expect([await next(), asked]).toEqual([undefined, [undefined, 'second']]);
});
