/** A matrix of coefficients, [row][column]. */
export interface Band {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

export function emptyBand(rows: number, columns: number): Band {
  return { data: new Float64Array(rows * columns), rows, columns };
}

/** Number of coefficients of a signal of `length` samples with a filter of `taps`, the signal mirrored at its ends (`b a | a b`). */
export function coefficients(length: number, taps: number): number {
  return (length + taps - 1) >> 1;
}

/** Number of samples that `length` coefficients give back: those of the signal, or one more. */
export function samples(length: number, taps: number): number {
  return 2 * length - taps + 2;
}

/** Every column filtered and halved: `out[i] = sum_j filter[j] x[2 i + 1 - j]`. */
export function analyseColumns(x: Band, filter: Float64Array): Band {
  const { columns } = x;
  const out = emptyBand(coefficients(x.rows, filter.length), columns);
  for (let i = 0; i < out.rows; i++) {
    const to = i * columns;
    for (let j = 0; j < filter.length; j++) {
      const from = mirrored(2 * i + 1 - j, x.rows) * columns;
      const weight = filter[j]!;
      for (let s = 0; s < columns; s++) out.data[to + s]! += weight * x.data[from + s]!;
    }
  }
  return out;
}

/** Every row filtered and halved. */
export function analyseRows(x: Band, filter: Float64Array): Band {
  const taps = filter.length;
  const out = emptyBand(x.rows, coefficients(x.columns, taps));
  const extended = new Float64Array(x.columns + 2 * taps);
  for (let row = 0; row < x.rows; row++) {
    for (let at = 0; at < extended.length; at++)
      extended[at] = x.data[row * x.columns + mirrored(at - taps, x.columns)]!;
    for (let i = 0; i < out.columns; i++) {
      let sum = 0;
      for (let j = 0; j < taps; j++) sum += filter[j]! * extended[2 * i + 1 - j + taps]!;
      out.data[row * out.columns + i] = sum;
    }
  }
  return out;
}

/** The inverse for one band, added to the first rows of `out`: `out[n] += sum_i c[i] filter[n + taps - 2 - 2 i]`. */
export function addColumns(c: Band, filter: Float64Array, out: Band): void {
  const taps = filter.length;
  const { columns } = out;
  for (let n = 0; n < out.rows; n++) {
    const shift = n + taps - 2;
    for (let i = Math.ceil((shift - taps + 1) / 2); i < c.rows && 2 * i <= shift; i++) {
      const weight = filter[shift - 2 * i]!;
      const from = i * c.columns;
      for (let s = 0; s < columns; s++) out.data[n * columns + s]! += weight * c.data[from + s]!;
    }
  }
}

/** The inverse for one band along the rows, added to the first columns of `out`. */
export function addRows(c: Band, filter: Float64Array, out: Band): void {
  const taps = filter.length;
  for (let row = 0; row < out.rows; row++) {
    const from = row * c.columns;
    for (let n = 0; n < out.columns; n++) {
      const shift = n + taps - 2;
      let sum = 0;
      for (let i = Math.ceil((shift - taps + 1) / 2); i < c.columns && 2 * i <= shift; i++)
        sum += filter[shift - 2 * i]! * c.data[from + i]!;
      out.data[row * out.columns + n]! += sum;
    }
  }
}

function mirrored(index: number, length: number): number {
  if (index >= 0 && index < length) return index;
  const period = 2 * length;
  const place = ((index % period) + period) % period;
  return place < length ? place : period - 1 - place;
}
