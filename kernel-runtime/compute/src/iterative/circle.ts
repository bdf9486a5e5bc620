/** First and last + 1 pixel of each row of a slice of `side` within a circle of `ratio` x side / 2 about the axis. */
export function circlePixels(side: number, ratio: number): Int32Array {
  const rows = new Int32Array(2 * side);
  const centre = side >> 1;
  const radius = (ratio * side) / 2;
  for (let y = 0; y < side; y++) {
    const rest = radius * radius - (y - centre) ** 2;
    const reach = rest < 0 ? -1 : Math.floor(Math.sqrt(rest));
    rows[2 * y] = Math.max(0, centre - reach);
    rows[2 * y + 1] = rest < 0 ? 0 : Math.min(side, centre + reach + 1);
  }
  return rows;
}

/** Calls `row(first, end)` with the places of the pixels within the circle, row by row, of one slice of a stack. */
export function eachRow(
  circle: Int32Array,
  side: number,
  slice: number,
  row: (first: number, end: number, y: number) => void,
): void {
  for (let y = 0; y < side; y++) {
    const start = (slice * side + y) * side;
    const [from, to] = [circle[2 * y]!, circle[2 * y + 1]!];
    if (from < to) row(start + from, start + to, y);
  }
}
