/** Between neighbours, so that others fit between. */
export const POSITION_GAP = 16_384;
/** The largest integer of PostgreSQL. */
export const MAX_POSITION = 2 ** 31 - 1;

/**
 * Gives a position to every row of a list of which some have one already (rising), so that all positions rise. Those
 * that are there stay, but for the few that stand where no gap is left.
 */
export function sparsePositions(known: readonly (number | null)[]): number[] {
  const positions: number[] = [];
  let before = 0;
  while (positions.length < known.length) {
    const next = nextAnchor(known, positions.length, before);
    const count = next.index - positions.length;
    const step = next.position === null ? POSITION_GAP : Math.floor((next.position - before) / (count + 1));
    if (before + step * count > MAX_POSITION) return known.map((_, index) => (index + 1) * POSITION_GAP);
    for (let nth = 1; nth <= count; nth++) positions.push(before + step * nth);
    if (next.position === null) break;
    positions.push(next.position);
    before = next.position;
  }
  return positions;
}

/**
 * The first row from `start` on that can keep its position, because those before it fit; or the end. The more rows have
 * to move, the wider the gaps that they get, so that it does not happen again soon.
 */
function nextAnchor(
  known: readonly (number | null)[],
  start: number,
  before: number,
): { index: number; position: number | null } {
  let moved = 0;
  for (let index = start; index < known.length; index++) {
    const position = known[index] ?? null;
    if (position === null) continue;
    if (Math.floor((position - before) / (index - start + 1)) > moved) return { index, position };
    moved++;
  }
  return { index: known.length, position: null };
}
