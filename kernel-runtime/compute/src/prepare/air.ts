/** Rows of a detector in shared memory, with so many columns of air at each end. */
export interface AirTask {
  readonly values: Float32Array;
  readonly columns: number;
  readonly airPx: number;
  readonly out: Float32Array;
}

/** Line through the air at both ends of a row: its value at the first column and its slope. */
interface AirLine {
  readonly first: number;
  readonly slope: number;
}

/** Each row divided by the line through the means of its ends. A division a value is at the speed of memory: no SIMD makes it faster. */
export function airStrip({ values, columns, airPx, out }: AirTask, first: number, end: number): void {
  for (let row = first; row < end; row++) {
    const start = row * columns;
    const { first: level, slope } = airLine(values.subarray(start, start + columns), airPx);
    for (let column = 0; column < columns; column++) {
      out[start + column] = values[start + column]! / (level + slope * column);
    }
  }
}

/** A side without air takes the level of the other; 1 where neither has any. */
function airLine(line: Float32Array, airPx: number): AirLine {
  const measured = [meanOf(line, 0, airPx), meanOf(line, line.length - airPx, line.length)] as const;
  const usable = (mean: number): boolean => mean > 0 && mean < Infinity;
  const [left, right] = measured.map((mean, side) =>
    usable(mean) ? mean : usable(measured[1 - side]!) ? measured[1 - side]! : 1,
  ) as [number, number];
  // the means stand for the middles of the two ranges of columns
  const slope = (right - left) / Math.max(1, line.length - airPx);
  return { first: left - (slope * (airPx - 1)) / 2, slope };
}

function meanOf(line: Float32Array, first: number, end: number): number {
  let sum = 0;
  for (let column = first; column < end; column++) sum += line[column]!;
  return sum / (end - first);
}
