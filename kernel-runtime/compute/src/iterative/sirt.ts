import { sharedFloats } from '../pool/shared-floats.js';
import { eachRow } from './circle.js';
import type { Iteration } from './iteration.js';
import { TotalVariation } from './total-variation.js';
import { addAbove, weighDifference } from './vectors.js';

/**
 * SIRT: x <- x + C A' R (y - A x), with R = 1 / length of each ray within the circle and C = 1 / number of angles.
 *
 * With `tv` the same step is taken from an extrapolated point and followed by the proximal map of the total variation (FISTA): it finds
 * the minimum of 1/2 |R^1/2 (A x - y)|^2 C + smoothness TV(x).
 *
 * @see J. Gregor and T. Benson, IEEE Trans. Med. Imaging 27 (2008) 918; A. Beck and M. Teboulle, IEEE Trans. Image Process. 18 (2009) 2419
 */
export async function simultaneousIterations(iteration: Iteration): Promise<void> {
  const { projector, sinograms, images, options, compute, circle, record } = iteration;
  const { slices, columns, anglesRad, axisPx } = projector.geometry;
  const rays = rayWeights(columns, axisPx, options.circle);
  const residual = sharedFloats(sinograms.length);
  const step = sharedFloats(images.length);
  const smooth = options.method === 'tv' ? new TotalVariation(columns, slices, circle) : undefined;
  // FISTA keeps the last two images; plain SIRT steps from the image itself
  const point = smooth ? sharedFloats(images.length) : images;
  let momentum = 1;
  for (let i = 0; i < options.iterations; i++) {
    await projector.project(point, { ...compute, into: residual });
    const goOn = record(weighResidual(residual, sinograms, rays, slices, anglesRad.length));
    await projector.backproject(residual, { ...compute, into: step });
    const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    const push = smooth ? (momentum - 1) / next : 0;
    momentum = next;
    for (let slice = 0; slice < slices; slice++) {
      const clampNow = options.nonNegative && !smooth;
      takeStep(point, step, slice, columns, circle, 1 / anglesRad.length, clampNow ? 0 : -Infinity);
      smooth?.apply(point, slice, options.smoothness);
      if (options.nonNegative && smooth) clamp(point, slice, columns, circle);
      if (smooth) extrapolate(images, point, slice, columns, circle, push);
    }
    if (!goOn) return;
  }
}

/** 1 / length of the ray through each column within the circle, at least one pixel long; 0 beside it. */
function rayWeights(columns: number, axisPx: number, ratio: number): Float32Array {
  const radius = (ratio * columns) / 2;
  return Float32Array.from({ length: columns }, (_, column) => {
    const rest = radius * radius - (column - axisPx) ** 2;
    return rest > 0 ? 1 / Math.max(1, 2 * Math.sqrt(rest)) : 0;
  });
}

/** Replace the projections by weighed residuals; the squares of the unweighed ones by slice, over rays that meet the circle. */
function weighResidual(
  projected: Float32Array,
  measured: Float32Array,
  rays: Float32Array,
  slices: number,
  angles: number,
): number[] {
  const columns = rays.length;
  return Array.from({ length: slices }, (_, slice) => {
    let sum = 0;
    for (let line = slice * angles; line < (slice + 1) * angles; line++) {
      sum += weighDifference(projected, measured, rays, line * columns);
    }
    return sum;
  });
}

function takeStep(
  images: Float32Array,
  step: Float32Array,
  slice: number,
  side: number,
  circle: Int32Array,
  scale: number,
  least: number,
): void {
  eachRow(circle, side, slice, (first, end) => {
    addAbove(images, scale, step, least, first, end);
  });
}

function clamp(images: Float32Array, slice: number, side: number, circle: Int32Array): void {
  eachRow(circle, side, slice, (first, end) => {
    for (let i = first; i < end; i++) if (images[i]! < 0) images[i] = 0;
  });
}

/** The point becomes the image, and moves on by a share of the last change. */
function extrapolate(
  images: Float32Array,
  point: Float32Array,
  slice: number,
  side: number,
  circle: Int32Array,
  push: number,
): void {
  eachRow(circle, side, slice, (first, end) => {
    for (let i = first; i < end; i++) {
      const now = point[i]!;
      point[i] = now + push * (now - images[i]!);
      images[i] = now;
    }
  });
}
