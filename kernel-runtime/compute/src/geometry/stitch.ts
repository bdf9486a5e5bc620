/** Line integrals of a full turn in shared memory, opposite views to be joined. */
export interface StitchTask {
  /** [angle][row][column] */
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Views of the first half turn and those opposite, two by two. */
  readonly pairs: Int32Array;
  /** For each column of the result: the column of the view, the place in the opposite view, the share of the first. */
  readonly here: Int32Array;
  readonly mirrored: Float64Array;
  readonly share: Float64Array;
  /** [pair][row][column of the result] */
  readonly out: Float32Array;
}

/** Some pairs of opposite views, joined; the mirrored view is interpolated between columns. */
export function stitchStrip(task: StitchTask, first: number, end: number): void {
  const { values, rows, columns, pairs, here, mirrored, share, out } = task;
  const width = here.length;
  const last = columns - 1;
  const left = Int32Array.from(mirrored, at => Math.floor(Math.max(0, Math.min(last, at))));
  const right = left.map(at => Math.min(last, at + 1));
  const part = mirrored.map((at, x) => Math.max(0, Math.min(last, at)) - left[x]!);
  for (let pair = first; pair < end; pair++) {
    for (let row = 0; row < rows; row++) {
      const view = (pairs[2 * pair]! * rows + row) * columns;
      const opposite = (pairs[2 * pair + 1]! * rows + row) * columns;
      const to = (pair * rows + row) * width;
      for (let x = 0; x < width; x++) {
        const own = share[x]!;
        const value = own > 0 ? own * values[view + here[x]!]! : 0;
        if (own === 1) {
          out[to + x] = value;
          continue;
        }
        const near = values[opposite + left[x]!]!;
        out[to + x] = value + (1 - own) * (near + part[x]! * (values[opposite + right[x]!]! - near));
      }
    }
  }
}
