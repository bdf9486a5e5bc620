/** A filtered projection on a fine grid; position t (in columns, from the axis) lies at `centre + t * perColumn`. */
export interface FilteredProjection {
  readonly samples: Float64Array;
  readonly perColumn: number;
  readonly centre: number;
}

/** Add a filtered projection, times a weight, along its rays to an image of `side` x `side`: t = x cos + y sin, linear between samples. */
export function backprojectAngle(
  image: Float64Array,
  side: number,
  angleRad: number,
  filtered: FilteredProjection,
  weight = 1,
): void {
  const { samples, perColumn, centre } = filtered;
  const half = side >> 1;
  const stepX = Math.cos(angleRad) * perColumn;
  const stepY = Math.sin(angleRad) * perColumn;
  for (let y = 0; y < side; y++) {
    const start = centre + (y - half) * stepY - half * stepX;
    const row = y * side;
    for (let x = 0; x < side; x++) {
      const t = start + x * stepX;
      const i = t | 0; // t is never negative
      const a = samples[i]!;
      image[row + x]! += weight * (a + (t - i) * (samples[i + 1]! - a));
    }
  }
}
