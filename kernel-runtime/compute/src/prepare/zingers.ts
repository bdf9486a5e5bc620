/** Outliers of frames [frame][row][column] in shared memory. */
export interface ZingerTask {
  readonly values: Float32Array;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** Half the window: 1 for 3 x 3. */
  readonly radius: number;
  /** The window reaches over neighbouring frames as well. */
  readonly threeD: boolean;
  /** Difference to the median, in units of the data, above which a value is an outlier. */
  readonly threshold: number;
  readonly sides: ZingerSides;
  readonly out: Float32Array;
}

export const zingerSides = ['bright', 'dark', 'both'] as const;
export type ZingerSides = (typeof zingerSides)[number];

/** Replaces outliers of some frames by the median of their window, and NaN by the median of what is a number there. */
export function zingersStrip(task: ZingerTask, first: number, end: number): void {
  const { values, frames, rows, columns, radius, threeD, threshold, sides, out } = task;
  const size = rows * columns;
  const depth = threeD ? radius : 0;
  const window = new Float32Array((2 * radius + 1) ** 2 * (2 * depth + 1));
  for (let frame = first; frame < end; frame++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        const at = frame * size + row * columns + column;
        const value = values[at]!;
        out[at] = value;
        let [above, below, count] = [0, 0, 0];
        for (let f = frame - depth; f <= frame + depth; f++) {
          const inFrame = mirror(f, frames) * size;
          for (let r = row - radius; r <= row + radius; r++) {
            const inRow = inFrame + mirror(r, rows) * columns;
            for (let c = column - radius; c <= column + radius; c++) {
              const near = values[inRow + mirror(c, columns)]!;
              if (near - near !== 0) continue;
              window[count++] = near;
              if (near >= value - threshold) above++;
              if (near <= value + threshold) below++;
            }
          }
        }
        // the median cannot lie further off when more than half of the window lies within the threshold or beyond it
        const bright = sides !== 'dark' && 2 * above <= count;
        const dark = sides !== 'bright' && 2 * below <= count;
        if (!bright && !dark && value - value === 0) continue;
        if (count === 0) continue;
        const median = middleOf(window, count);
        if (value - value !== 0 || (bright && value - median > threshold) || (dark && median - value > threshold))
          out[at] = median;
      }
    }
  }
}

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

/** Mirrored at the ends, the end doubled; windows are smaller than twice the data. */
function mirror(index: number, length: number): number {
  const inside = index < 0 ? -1 - index : index < length ? index : 2 * length - 1 - index;
  return inside < 0 ? 0 : inside < length ? inside : length - 1;
}
