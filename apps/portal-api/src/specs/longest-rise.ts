/** The places of a longest strictly increasing selection of the numbers, in order; -1 is never selected. */
export function longestRise(numbers: readonly number[]): number[] {
  /** By length less one: the place of the smallest number with which a rise of that length ends. */
  const ends: number[] = [];
  const before = new Int32Array(numbers.length).fill(-1);
  for (const [place, number] of numbers.entries()) {
    if (number === -1) continue;
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (numbers[ends[middle]!]! < number) low = middle + 1;
      else high = middle;
    }
    if (low > 0) before[place] = ends[low - 1]!;
    ends[low] = place;
  }
  const selected: number[] = [];
  for (let place = ends.at(-1) ?? -1; place !== -1; place = before[place]!) selected.push(place);
  return selected.reverse();
}
