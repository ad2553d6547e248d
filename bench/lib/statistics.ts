/** The value below which so many hundredths of the numbers lie (nearest rank); `share` is 0 to 1. */
export function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  const value = sorted[rank - 1];
  if (value === undefined) throw new RangeError('There is no percentile of nothing.');
  return value;
}

/** Between the two in the middle when their number is even. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  if (low === undefined || high === undefined) throw new RangeError('There is no median of nothing.');
  return (low + high) / 2;
}

/** Measures the two in turn, baseline first, so that whatever slows the machine down slows both. */
export async function interleaved(
  pairs: number,
  baseline: (round: number) => Promise<number>,
  ours: (round: number) => Promise<number>,
): Promise<{ baseline: number[]; ours: number[]; ratio: number }> {
  const measured = { baseline: [] as number[], ours: [] as number[] };
  for (let round = 0; round < pairs; round++) {
    measured.baseline.push(await baseline(round));
    measured.ours.push(await ours(round));
  }
  return { ...measured, ratio: median(measured.ours) / median(measured.baseline) };
}
