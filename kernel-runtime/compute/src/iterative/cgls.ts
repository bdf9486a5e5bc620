import { finishSlices } from './finish-slices.js';
import type { Iteration } from './iteration.js';
import { lineNumbers, sumsOf } from './line-steps.js';

/**
 * CGLS: conjugate gradients on A'A x = A'y, with step sizes of each slice's own. Converges in far fewer iterations than SIRT, and then
 * fits the noise: stop early.
 *
 * The image follows the direction of an iteration when the next one turns it, and the residual is known when it is read.
 *
 * @see A. Bjorck, Numerical Methods for Least Squares Problems (1996), section 7.4
 */
export async function conjugateGradients(iteration: Iteration): Promise<void> {
  const { projector, sinograms, images, options, compute, circle, memory, record } = iteration;
  const { slices, columns, anglesRad } = projector.geometry;
  const residual = memory.take(sinograms.length);
  residual.set(sinograms);
  const gradient = memory.take(images.length);
  const direction = memory.take(images.length);
  const projected = memory.take(sinograms.length);
  const ofRays = lineNumbers(slices, anglesRad.length);
  const ofRows = lineNumbers(slices, columns);
  let lengths = new Array<number>(slices).fill(0);
  let last = lengths;
  for (let i = 0; i < options.iterations; i++) {
    const reading = { step: 'advance', projected, lengths, squares: ofRays } as const;
    const ofGradient = { step: 'squares', squares: ofRows, circle } as const;
    await projector.backproject(residual, { ...compute, into: gradient, reading, writing: ofGradient });
    if (!record(sumsOf(ofRays, slices))) break;
    const squares = sumsOf(ofRows, slices);
    const keep = squares.map((square, slice) => (last[slice]! > 0 ? square / last[slice]! : 0));
    const turn = { step: 'turn', images, gradient, lengths, keep, circle } as const;
    const ofProjected = { step: 'squares', squares: ofRays } as const;
    await projector.project(direction, { ...compute, into: projected, reading: turn, writing: ofProjected });
    lengths = sumsOf(ofRays, slices).map((square, slice) => (square > 0 ? squares[slice]! / square : 0));
    last = squares;
  }
  const least = options.nonNegative ? 0 : -Infinity;
  await finishSlices(iteration, { images, direction, lengths, least });
}
