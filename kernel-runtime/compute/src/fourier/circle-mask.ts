/** Set to 0 what lies outside the circle in row `y` of a slice; the row starts at `at`. */
export function maskRow(image: Float32Array, at: number, y: number, side: number, ratio: number): void {
  const centre = side >> 1;
  const radius = (ratio * side) / 2;
  const rest = radius * radius - (y - centre) ** 2;
  const reach = rest < 0 ? -1 : Math.floor(Math.sqrt(rest));
  image.fill(0, at, at + Math.max(0, Math.min(side, centre - reach)));
  image.fill(0, at + Math.max(0, Math.min(side, centre + reach + 1)), at + side);
}
