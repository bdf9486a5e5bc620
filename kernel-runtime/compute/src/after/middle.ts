/** The median of the first `count` values, of an even number the mean of the middle two; sorts them. */
export function middleOf(window: Float32Array, count: number): number {
  for (let i = 1; i < count; i++) {
    const value = window[i]!;
    let at = i;
    for (; at > 0 && window[at - 1]! > value; at--) window[at] = window[at - 1]!;
    window[at] = value;
  }
  const half = count >> 1;
  return count % 2 === 1 ? window[half]! : (window[half - 1]! + window[half]!) / 2;
}
