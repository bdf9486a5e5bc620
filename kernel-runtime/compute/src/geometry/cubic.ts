/** Value of a frame [row][column] at a place between pixels, by cubic convolution; beyond the edge the nearest value stands in. */
export function valueAt(frame: Float32Array, rows: number, columns: number, row: number, column: number): number {
  const y = Math.max(0, Math.min(rows - 1, row));
  const x = Math.max(0, Math.min(columns - 1, column));
  const [y0, x0] = [Math.floor(y), Math.floor(x)];
  const [v, u] = [y - y0, x - x0];
  const [a, b, c, d] = [before(u), here(u), here(1 - u), before(1 - u)];
  let sum = 0;
  for (let tap = -1; tap <= 2; tap++) {
    const weight = tap === -1 ? before(v) : tap === 0 ? here(v) : tap === 1 ? here(1 - v) : before(1 - v);
    if (weight === 0) continue;
    const line = Math.max(0, Math.min(rows - 1, y0 + tap)) * columns;
    const left = frame[line + Math.max(0, x0 - 1)]!;
    const right = frame[line + Math.min(columns - 1, x0 + 1)]!;
    const farther = frame[line + Math.min(columns - 1, x0 + 2)]!;
    sum += weight * (a * left + b * frame[line + x0]! + c * right + d * farther);
  }
  return sum;
}

// Catmull-Rom weights of the pixel at a distance below 1, and of the one before it (R. Keys, IEEE Trans. ASSP 29 (1981) 1153)
function here(t: number): number {
  return (1.5 * t - 2.5) * t * t + 1;
}
function before(t: number): number {
  return ((-0.5 * t + 1) * t - 0.5) * t;
}

/** The four weights of the pixels about a place `part` of a pixel behind the second of them. */
export function cubicWeights(part: number, into: Float64Array, at: number): void {
  into[at] = before(part);
  into[at + 1] = here(part);
  into[at + 2] = here(1 - part);
  into[at + 3] = before(1 - part);
}
