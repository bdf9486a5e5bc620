/** Set to 0 what lies outside the circle in row `y` of a slice; of the row, pixels `x` .. `x + width - 1` start at `at`. */
export function maskRow(
  image: Float32Array,
  at: number,
  y: number,
  side: number,
  ratio: number,
  x: number,
  width: number,
): void {
  const centre = side >> 1;
  const radius = (ratio * side) / 2;
  const rest = radius * radius - (y - centre) ** 2;
  const reach = rest < 0 ? -1 : Math.floor(Math.sqrt(rest));
  const inside = (column: number): number => at + Math.max(0, Math.min(width, column - x));
  image.fill(0, at, inside(centre - reach));
  image.fill(0, inside(centre + reach + 1), at + width);
}
