/** Frames [frame][row][column] in shared memory that a lens has distorted. */
export interface DistortionTask {
  readonly values: Float32Array;
  readonly rows: number;
  readonly columns: number;
  /** Centre of the distortion in pixels, from the middle of the first one. */
  readonly centerColumnPx: number;
  readonly centerRowPx: number;
  /** k0, k1, ... of `r_distorted = r (k0 + k1 r + k2 r^2 + ...)`, r in pixels. */
  readonly coefficients: readonly number[];
  readonly out: Float32Array;
}

/** Every pixel is looked up where the lens has put it, bilinear, the edge pixels beyond the edges. */
export function distortionStrip(task: DistortionTask, first: number, end: number): void {
  const { values, rows, columns, centerColumnPx, centerRowPx, coefficients, out } = task;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [dx, dy] = [column - centerColumnPx, row - centerRowPx];
      const stretch = polynomial(coefficients, Math.hypot(dx, dy));
      const x = clamp(centerColumnPx + stretch * dx, columns - 1);
      const y = clamp(centerRowPx + stretch * dy, rows - 1);
      const [left, top] = [
        Math.min(Math.floor(x), Math.max(0, columns - 2)),
        Math.min(Math.floor(y), Math.max(0, rows - 2)),
      ];
      const right = columns > 1 ? 1 : 0;
      const down = rows > 1 ? columns : 0;
      const [u, v] = [x - left, y - top];
      for (let frame = first; frame < end; frame++) {
        const at = (frame * rows + top) * columns + left;
        const above = values[at]! * (1 - u) + values[at + right]! * u;
        const below = values[at + down]! * (1 - u) + values[at + down + right]! * u;
        out[(frame * rows + row) * columns + column] = above * (1 - v) + below * v;
      }
    }
  }
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduceRight((sum, coefficient) => sum * x + coefficient, 0);
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(0, value));
}
