import { algorithm, p, port } from '@daisy-lab/core';
import { qualityParam } from '../recon.js';

/**
 * Reconstruct slices by iterations: the attenuation x whose projections A x come nearest to the line integrals y.
 *
 * `sirt`: x + C A'R(y - A x), slow and steady. `cgls`: conjugate gradients on the least squares, fast; it fits the noise when it runs
 * long. `tv`: least squares + smoothness x total variation by FISTA, for few angles or much noise. A and A' are one matched Fourier
 * pair (adjoint to 1e-5). Only pixels within `circle` are found; what lies outside is taken as empty. Angles may be any.
 *
 * `residuals` is |A x - y| / |y| before each iteration, the record of convergence; an iteration that is not reached after
 * `stopBelow` is NaN.
 *
 * @throws DaisyError `Input` when the shapes do not fit together; `Data` for NaN.
 * @see J. Gregor and T. Benson, IEEE Trans. Med. Imaging 27 (2008) 918; A. Beck and M. Teboulle, IEEE Trans. Image Process. 18 (2009) 2419
 */
export const iterative = algorithm('ct.iterative', {
  version: '1.1.0',
  title: 'Reconstruct by iterations',
  help: 'SIRT, CGLS or total variation: for few angles, a missing wedge or much noise. Slower than the Fourier method.',
  split: { over: 'row', prefer: 8 },
  inputs: {
    lineIntegrals: port.array('float32', ['angle', 'row', 'column']),
    anglesRad: port.array('float64', ['angle'], 'rad'),
    axisPx: port.number('pixel'),
  },
  params: {
    method: p.choice(['sirt', 'cgls', 'tv'], {
      default: 'cgls',
      title: 'Method',
      help: 'cgls: fast least squares. sirt: slow and steady. tv: smooth with sharp edges.',
    }),
    iterations: p.integer({ default: 20, min: 1, max: 2000, title: 'Iterations' }),
    smoothness: p.number({
      default: 1e-4,
      min: 0,
      unit: '1/pixel',
      title: 'Smoothness',
      help: 'Weight of the total variation: about a hundredth of the contrast that should stay.',
    }),
    nonNegative: p.bool({ default: true, title: 'No negative values' }),
    circle: p.number({
      default: 1,
      min: 0.05,
      max: 1.42,
      title: 'Circle',
      help: 'Part of half the width within which the sample lies; the rest stays 0.',
    }),
    stopBelow: p.number({
      default: 0,
      min: 0,
      max: 1,
      title: 'Stop below',
      help: 'Stop when an iteration lowers the residual by less than this share; 0: never.',
      advanced: true,
    }),
    quality: qualityParam,
  },
  outputs: {
    slices: port.array('float32', ['row', 'y', 'x'], '1/pixel'),
    residuals: port.array('float64', ['row', 'iteration']),
  },
});
