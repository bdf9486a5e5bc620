import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Smooth each image by a Gaussian: the convolution with `exp(-(x² + y²) / 2σ²)`, sampled at the pixels, cut off at 4σ and normalised
 * to the sum 1. Beyond its edges an image is continued by its mirror image, the edge pixel doubled (`c b a | a b c`). σ = 0 changes
 * nothing. NaN spreads as far as the Gaussian reaches.
 *
 * @see SciPy, scipy.ndimage.gaussian_filter (mode "reflect", truncate 4)
 */
export const gaussianFilter = algorithm('image.gaussianFilter', {
  version: '1.0.0',
  title: 'Gaussian filter',
  help: 'Smooths each image by a Gaussian that is cut off at four times its width; edges are mirrored.',
  split: { over: 'frame' },
  inputs: { images: port.array('float32', ['frame', 'row', 'column']) },
  params: {
    sigmaPx: p.number({
      default: 1,
      min: 0,
      max: 100,
      unit: 'pixel',
      title: 'Width',
      help: 'Standard deviation of the Gaussian.',
    }),
  },
  outputs: { smooth: port.array('float32', ['frame', 'row', 'column']) },
});
