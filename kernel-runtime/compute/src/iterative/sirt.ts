import { runStrips } from '../strips/run-strips.js';
import { threadsOf } from './finish-slices.js';
import type { Iteration } from './iteration.js';
import { lineNumbers, sumsOf } from './line-steps.js';
import type { VariationTask } from './total-variation-strip.js';

/**
 * SIRT: x <- x + C A' R (y - A x), with R = 1 / length of each ray within the circle and C = 1 / number of angles.
 *
 * With `tv` the same step is taken from an extrapolated point and followed by the proximal map of the total variation (FISTA): it finds
 * the minimum of 1/2 |R^1/2 (A x - y)|^2 C + smoothness TV(x).
 *
 * @see J. Gregor and T. Benson, IEEE Trans. Med. Imaging 27 (2008) 918; A. Beck and M. Teboulle, IEEE Trans. Image Process. 18 (2009) 2419
 */
export async function simultaneousIterations(iteration: Iteration): Promise<void> {
  const { projector, sinograms, images, options, compute, circle, memory, record } = iteration;
  const { slices, columns, anglesRad, axisPx } = projector.geometry;
  const rays = rayWeights(columns, axisPx, options.circle);
  const residual = memory.take(sinograms.length);
  const squares = lineNumbers(slices, anglesRad.length);
  const smooth = options.method === 'tv' ? variation(iteration) : undefined;
  const least = options.nonNegative ? 0 : -Infinity;
  const move = { step: 'move', scale: 1 / anglesRad.length, least, circle } as const;
  for (let i = 0; i < options.iterations; i++) {
    const writing = { step: 'residual', measured: sinograms, rays, squares } as const;
    await projector.project(smooth?.point ?? images, { ...compute, into: residual, writing });
    const goOn = record(sumsOf(squares, slices));
    if (smooth) {
      await projector.backproject(residual, { ...compute, into: smooth.change });
      await smooth.step();
    } else await projector.backproject(residual, { ...compute, into: images, writing: move });
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

/** FISTA: the point goes on from the image by a share of its last change. */
function variation({ projector, images, options, circle, compute, memory }: Iteration): {
  readonly point: Float32Array;
  readonly change: Float32Array;
  step(): Promise<void>;
} {
  const { slices, columns, anglesRad } = projector.geometry;
  const change = memory.take(images.length);
  const fixed = {
    ...{ images, step: change, side: columns, circle, scale: 1 / anglesRad.length, weight: options.smoothness },
    ...{ point: memory.take(images.length), least: options.nonNegative ? 0 : -Infinity },
    ...{ right: memory.take(images.length), down: memory.take(images.length) },
  };
  let momentum = 1;
  return {
    ...{ point: fixed.point, change },
    step: async () => {
      const next = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
      const task: VariationTask = { ...fixed, push: (momentum - 1) / next };
      momentum = next;
      await runStrips('variation', task, slices, { ...threadsOf(compute), stripItems: 1 });
    },
  };
}
