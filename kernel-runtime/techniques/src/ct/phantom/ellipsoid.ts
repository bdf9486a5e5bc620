import type { Ellipse } from './ellipse.js';

/** An ellipsoid with one semi-axis along the rotation axis. Lengths in detector pixels. */
export interface Ellipsoid extends Ellipse {
  /** Height of the centre above the middle of the detector, along the rows. */
  readonly zPx: number;
  readonly semiHeightPx: number;
}

/** What a plane at height `zPx` sees of ellipsoids. */
export function cutEllipsoids(ellipsoids: readonly Ellipsoid[], zPx: number): Ellipse[] {
  return ellipsoids.flatMap(({ zPx: centre, semiHeightPx, ...ellipse }) => {
    const share2 = 1 - ((zPx - centre) / semiHeightPx) ** 2;
    if (share2 <= 1e-6) return [];
    const share = Math.sqrt(share2);
    const [a, b] = ellipse.semiAxesPx;
    return [{ ...ellipse, semiAxesPx: [a * share, b * share] as const }];
  });
}
