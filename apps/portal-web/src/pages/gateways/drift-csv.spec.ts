import type { DriftPageDto } from '#contract';
import { drifts } from '../../samples/gateway.dto.js';
import { driftCsv } from './drift-csv.js';

const page = (over: Partial<DriftPageDto['items'][number]>, nextCursor: string | null): DriftPageDto => ({
  items: [{ ...drifts[0]!, ...over }],
  nextCursor,
});

async function linesOf(first: DriftPageDto, ...others: DriftPageDto[]): Promise<string[]> {
  let text = '';
  for await (const part of driftCsv(async () => others.shift()!, first)) text += part;
  return text.split('\r\n').slice(1, -1);
}

describe('drift as CSV', () => {
  it('goes through all pages, a line for each field', async () => {
    const lines = await linesOf(page({ fields: drifts[1]!.fields }, 'c2'), page({ name: 'last' }, null));
    expect(lines).toHaveLength(4);
    expect(lines.at(-1)).toContain('last');
  });

  it('names an object without a field too', async () => {
    expect(await linesOf(page({ finding: 'missing', fields: [] }, null))).toEqual([
      expect.stringMatching(/^missing,.*,,,$/),
    ]);
  });

  it('quotes what holds commas and quotes, and marks what a spreadsheet would run', async () => {
    const fields = [{ path: 'host', wished: '"a,b"', found: '=1+1' }];
    const [line] = await linesOf(page({ fields }, null));
    expect(line).toMatch(/,host,"""a,b""",'=1\+1$/);
  });
});
