import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Phase retrieval from one distance for a sample of one material: `-ln(F^-1[F[transmission] / H])`, the line integral of the
 * attenuation, with the edge enhancement of free propagation undone.
 *
 * `paganin`: `H = 1 + a |k|^2`; `generalised`: `H = 1 + (2 a / W^2)(2 - cos(W kx) - cos(W ky))`, which damps the highest frequencies less. k is the angular
 * spatial frequency, W the pixel size and `a = lambda d (delta / beta) / (4 pi)`, with the wavelength `lambda = h c / E` and the distance d from sample
 * to detector (for a diverging beam d / M with the pixel size in the sample plane). The thickness is the result over the attenuation
 * coefficient `4 pi beta / lambda`.
 *
 * With `pad` frames are extended by their edge pixels, five decay lengths `sqrt(a)` of the filter and at most their own size on each side; frames are
 * then filled up by edge pixels to a multiple of 32 with factors 2, 3, 5. Frames have to be whole: do not cut rows before.
 *
 * `frequencies` says where the filter is evaluated: `centred` at the frequencies of the transform; `tomopy` at (k + 1/2) / (n - 1) cycles per pixel of a
 * frame extended to a power of two, by `pi lambda d / W^2` pixels, which reproduces results of TomoPy. Its `alpha` of the releases whose filter is
 * `1 / (lambda d w^2 / (4 pi) + alpha)` is `1 / (4 pi^2 delta / beta)`.
 *
 * @throws DaisyError `Input` for energy, distance or pixel size out of reach of the method; `Data` where the filtered transmission is
 * not a positive number, as NaN anywhere in a frame makes it.
 * @see D. Paganin et al., J. Microsc. 206 (2002) 33; D. Paganin et al., J. Opt. 22 (2020) 115607
 */
export const paganin = algorithm('ct.paganin', {
  version: '1.0.0',
  title: 'Phase retrieval (Paganin)',
  help: 'Line integrals from transmission with propagation fringes, for a sample of one material at one distance.',
  split: { over: 'angle' },
  inputs: { transmission: port.array('float32', ['angle', 'row', 'column']) },
  params: {
    energyEv: p.number({
      default: 20000,
      min: 100,
      max: 1e6,
      unit: 'eV',
      title: 'Energy',
      help: 'Energy of the X-rays, in electronvolt.',
    }),
    distanceMm: p.number({
      default: 100,
      min: 0,
      max: 1e6,
      unit: 'mm',
      title: 'Distance',
      help: 'From sample to detector, in millimetre.',
    }),
    pixelSizeUm: p.number({
      default: 1,
      min: 1e-3,
      max: 1e4,
      unit: 'um',
      title: 'Pixel size',
      help: 'Of the detector, in the plane of the sample, in micrometre.',
    }),
    deltaBeta: p.number({
      default: 100,
      min: 0,
      max: 1e6,
      title: 'delta / beta',
      help: 'Ratio of refraction to absorption of the material.',
    }),
    method: p.choice(['paganin', 'generalised'], {
      default: 'paganin',
      title: 'Method',
      help: 'The generalised filter keeps more of the finest detail.',
    }),
    frequencies: p.choice(['centred', 'tomopy'], {
      default: 'centred',
      title: 'Frequencies',
      help: 'Where the filter is evaluated; tomopy: half a bin off, to compare with results of TomoPy.',
      advanced: true,
    }),
    pad: p.bool({
      default: true,
      title: 'Pad',
      help: 'Extend frames by their edges, so that opposite edges do not mix.',
    }),
  },
  outputs: { lineIntegrals: port.array('float32', ['angle', 'row', 'column']) },
});
