import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Denoise each slice by total variation (the model of Rudin, Osher and Fatemi): the image u with the smallest
 * `|u - slice|^2 / 2 + weight TV(u)`, where TV is the sum of the lengths of the gradients, differences to the next pixel. Flat regions become flat, edges stay.
 *
 * The mean of a slice is kept. Weight 0 changes nothing. A fixed number of steps of the fast gradient projection; NaN spreads.
 *
 * @see A. Beck and M. Teboulle, IEEE Trans. Image Process. 18 (2009) 2419
 */
export const denoiseTv = algorithm('ct.denoiseTv', {
  version: '1.0.0',
  title: 'Denoise: total variation',
  help: 'Smooths between edges (Rudin, Osher, Fatemi).',
  split: { over: 'row' },
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  params: {
    weight: p.number({ default: 0.1, min: 0, title: 'Weight', help: 'Of the total variation, in units of the slice.' }),
    iterations: p.integer({ default: 50, min: 1, max: 10000, title: 'Iterations', advanced: true }),
  },
  outputs: { slices: port.array('float32', ['row', 'y', 'x']) },
});

/**
 * Denoise each slice by the median of `sizePx` x `sizePx` pixels; the edge pixels are repeated beyond the edges. NaN is left out of windows; a
 * window of NaN alone gives NaN, one of an even number of values the mean of the middle two.
 */
export const denoiseMedian = algorithm('ct.denoiseMedian', {
  version: '1.0.0',
  title: 'Denoise: median',
  help: 'Median over a square about each pixel.',
  split: { over: 'row' },
  inputs: { slices: port.array('float32', ['row', 'y', 'x']) },
  params: { sizePx: p.integer({ default: 3, min: 1, max: 15, unit: 'pixel', title: 'Window', help: 'Side; odd.' }) },
  outputs: { slices: port.array('float32', ['row', 'y', 'x']) },
});
