import { drawEllipses, projectEllipses, type Ellipse } from './ellipse.js';

export interface DiscOptions {
  /** Detector columns. */
  readonly width: number;
  /** Share of half the width, 0..1. */
  readonly radius: number;
  /** 1/pixel */
  readonly attenuation: number;
  /** Default: one and a half times the width, which a disc needs for 1e-3. */
  readonly angles?: number;
  /** Default: floor(width / 2). */
  readonly axisPx?: number;
}

/** A uniform disc about the axis: the figure that shows at once whether amplitudes are right. */
export interface Disc {
  /** [angle][column], exact line integrals */
  readonly sinogram: Float32Array;
  readonly anglesRad: Float64Array;
  readonly axisPx: number;
  readonly radiusPx: number;
  /** [y][x] */
  readonly truth: Float32Array;
}

export function disc({ width, radius, attenuation, angles, axisPx = width >> 1 }: DiscOptions): Disc {
  const anglesRad = halfTurnAngles(angles ?? Math.ceil(1.5 * width));
  const radiusPx = (radius * width) / 2;
  const shape: Ellipse = { xPx: 0, yPx: 0, semiAxesPx: [radiusPx, radiusPx], tiltRad: 0, attenuation };
  return {
    sinogram: projectEllipses([shape], anglesRad, width, axisPx),
    anglesRad,
    axisPx,
    radiusPx,
    truth: drawEllipses([shape], width),
  };
}

/** `count` angles evenly over 180 degrees, the last one step short of it. */
export function halfTurnAngles(count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => (i * Math.PI) / count);
}
