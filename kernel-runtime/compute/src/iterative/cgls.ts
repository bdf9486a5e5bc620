import { sharedFloats } from '../pool/shared-floats.js';
import { eachSlice } from './each-slice.js';
import type { Iteration } from './iteration.js';

/**
 * CGLS: conjugate gradients on A'A x = A'y, with step sizes of each slice's own. Converges in far fewer iterations than SIRT, and then
 * fits the noise: stop early.
 *
 * @see A. Bjorck, Numerical Methods for Least Squares Problems (1996), section 7.4
 */
export async function conjugateGradients(iteration: Iteration): Promise<void> {
  const { projector, sinograms, images, options, compute, record } = iteration;
  const residual = sharedFloats(sinograms.length);
  residual.set(sinograms);
  const gradient = sharedFloats(images.length);
  const direction = sharedFloats(images.length);
  const projected = sharedFloats(sinograms.length);
  let lengths = new Array<number>(projector.geometry.slices).fill(0);
  let squares = await eachSlice(iteration, { step: 'square', values: residual });
  for (let i = 0; i < options.iterations && record(squares); i++) {
    await projector.backproject(residual, { ...compute, into: gradient });
    lengths = await eachSlice(iteration, { step: 'turn', gradient, direction, lengths });
    await projector.project(direction, { ...compute, into: projected });
    squares = await eachSlice(iteration, { step: 'advance', residual, projected, images, direction, lengths });
  }
  if (options.nonNegative) for (let p = 0; p < images.length; p++) if (images[p]! < 0) images[p] = 0;
}
