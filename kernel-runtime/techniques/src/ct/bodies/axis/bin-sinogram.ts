/** One detector row over all angles, float32 [angle][column]. */
export interface Sinogram {
  readonly data: Float32Array;
  readonly anglesRad: Float64Array;
  readonly columns: number;
}

/** Means over `binPx` neighbouring columns, and over groups of neighbouring angles down to about `maxAngles`. */
export function binSinogram(sinogram: Sinogram, binPx: number, maxAngles = Infinity): Sinogram {
  const { data, anglesRad, columns } = sinogram;
  const group = Math.max(1, Math.floor(anglesRad.length / maxAngles));
  if (binPx === 1 && group === 1) return sinogram;
  const binned = Math.floor(columns / binPx);
  const angles = Math.floor(anglesRad.length / group);
  const out = new Float32Array(angles * binned);
  const outRad = new Float64Array(angles);
  const share = 1 / (binPx * group);
  for (let angle = 0; angle < angles; angle++) {
    for (let member = 0; member < group; member++) {
      const source = angle * group + member;
      outRad[angle]! += anglesRad[source]! / group;
      for (let x = 0; x < binned; x++) {
        let sum = 0;
        for (let i = 0; i < binPx; i++) sum += data[source * columns + x * binPx + i]!;
        out[angle * binned + x]! += sum * share;
      }
    }
  }
  return { data: out, anglesRad: outRad, columns: binned };
}

/** Column of the binned detector in columns of the full one. */
export function unbinned(column: number, binPx: number): number {
  return column * binPx + (binPx - 1) / 2;
}
