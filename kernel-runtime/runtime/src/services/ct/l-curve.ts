/** Total variation of a slice [y][x]: sum of the lengths of its gradients. */
export function roughnessOf(slice: ArrayLike<number>, width: number): number {
  const height = Math.floor(slice.length / width);
  let sum = 0;
  for (let y = 1; y < height; y++) {
    for (let x = 1; x < width; x++) {
      const at = y * width + x;
      sum += Math.hypot(slice[at]! - slice[at - 1]!, slice[at]! - slice[at - width]!);
    }
  }
  return sum;
}

/**
 * Where log roughness over log misfit bends most: the point farthest from the line between the ends.
 * @see P. C. Hansen, SIAM Rev. 34 (1992) 561
 */
export function bendOf(misfits: readonly number[], roughness: readonly number[]): number {
  const points = misfits.map((misfit, at) => [Math.log(misfit), Math.log(roughness[at]!)] as const);
  const [low, high] = [0, 1].map(axis => {
    const values = points.map(point => point[axis]!).filter(Number.isFinite);
    return [Math.min(...values), Math.max(...values)] as const;
  }) as [readonly [number, number], readonly [number, number]];
  const unit = ([x, y]: readonly [number, number]): readonly [number, number] => [
    (x - low[0]) / (low[1] - low[0] || 1),
    (y - high[0]) / (high[1] - high[0] || 1),
  ];
  const scaled = points.map(unit);
  const [first, last] = [scaled[0]!, scaled.at(-1)!];
  const distance = ([x, y]: readonly [number, number]): number =>
    Math.abs((last[1] - first[1]) * (x - first[0]) - (last[0] - first[0]) * (y - first[1]));
  const far = scaled.map(point => (point.every(Number.isFinite) ? distance(point) : -1));
  return far.indexOf(Math.max(...far));
}
