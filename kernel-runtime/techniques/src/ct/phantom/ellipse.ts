/** An ellipse of uniform attenuation; overlapping ellipses add up, so a negative one is a hole. Lengths in detector pixels. */
export interface Ellipse {
  /** Position of the centre from the rotation axis. */
  readonly xPx: number;
  readonly yPx: number;
  readonly semiAxesPx: readonly [number, number];
  /** Angle of the first semi-axis from x. */
  readonly tiltRad: number;
  /** 1/pixel */
  readonly attenuation: number;
}

/** Detector that a projection is added to: `columns` values, the axis at column `axisPx`. */
export interface DetectorRow {
  readonly axisPx: number;
  readonly values: Float64Array;
}

/**
 * Adds the exact line integrals of an ellipse, one ray through the centre of each column, at `t = x cos + y sin = column - axis`.
 *
 * @see A. Kak and M. Slaney, Principles of Computerized Tomographic Imaging (1988), section 3.1
 */
export function projectEllipse(ellipse: Ellipse, angleRad: number, { axisPx, values }: DetectorRow): void {
  const [a, b] = ellipse.semiAxesPx;
  const middle = axisPx + ellipse.xPx * Math.cos(angleRad) + ellipse.yPx * Math.sin(angleRad);
  const turned = angleRad - ellipse.tiltRad;
  const reach2 = (a * Math.cos(turned)) ** 2 + (b * Math.sin(turned)) ** 2;
  const reach = Math.sqrt(reach2);
  const scale = (2 * ellipse.attenuation * a * b) / reach2;
  const first = Math.max(0, Math.ceil(middle - reach));
  const last = Math.min(values.length - 1, Math.floor(middle + reach));
  for (let column = first; column <= last; column++) {
    values[column]! += scale * Math.sqrt(Math.max(0, reach2 - (column - middle) ** 2));
  }
}

/** Sinogram [angle][column] of ellipses: exact line integrals. */
export function projectEllipses(
  ellipses: readonly Ellipse[],
  anglesRad: Float64Array,
  columns: number,
  axisPx: number,
): Float32Array {
  const sinogram = new Float32Array(anglesRad.length * columns);
  const values = new Float64Array(columns);
  anglesRad.forEach((angleRad, angle) => {
    values.fill(0);
    for (const ellipse of ellipses) projectEllipse(ellipse, angleRad, { axisPx, values });
    sinogram.set(values, angle * columns);
  });
  return sinogram;
}

/**
 * The ellipses as an image [y][x] of `side` x `side` with the axis at pixel floor(side / 2), as reconstructions have it. Each pixel is
 * the mean of `samples` x `samples` points.
 */
export function drawEllipses(ellipses: readonly Ellipse[], side: number, samples = 3): Float32Array {
  const image = new Float32Array(side * side);
  for (const ellipse of ellipses) {
    const [a, b] = ellipse.semiAxesPx;
    const reach = Math.max(a, b) + 1;
    const cos = Math.cos(ellipse.tiltRad);
    const sin = Math.sin(ellipse.tiltRad);
    const range = (middle: number): [number, number] => [
      Math.max(0, Math.floor(middle - reach)),
      Math.min(side - 1, Math.ceil(middle + reach)),
    ];
    const [x0, x1] = range(ellipse.xPx + (side >> 1));
    const [y0, y1] = range(ellipse.yPx + (side >> 1));
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        let inside = 0;
        for (let s = 0; s < samples * samples; s++) {
          const dx = x - (side >> 1) - ellipse.xPx + ((s % samples) + 0.5) / samples - 0.5;
          const dy = y - (side >> 1) - ellipse.yPx + (Math.floor(s / samples) + 0.5) / samples - 0.5;
          if (((dx * cos + dy * sin) / a) ** 2 + ((dy * cos - dx * sin) / b) ** 2 <= 1) inside++;
        }
        image[y * side + x]! += (ellipse.attenuation * inside) / (samples * samples);
      }
    }
  }
  return image;
}
