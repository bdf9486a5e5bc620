import { algorithm, p, port } from '@daisy-lab/core';

/**
 * Remove zingers: a value that differs from the median of its window by more than `threshold` is replaced by that median.
 *
 * The window is `sizePx` x `sizePx` pixels of one projection, or as many projections deep as well with `threeD`; beyond the edges
 * frames are mirrored (`b a | a b`). NaN and infinite values are left out of windows and always replaced; where the whole window is
 * not finite nothing changes. The median of an even number of values is the mean of the middle two.
 *
 * @see M. Rivers, "Tutorial introduction to X-ray computed microtomography data processing" (1998)
 */
export const zingers = algorithm('ct.zingers', {
  version: '1.0.0',
  title: 'Remove zingers',
  help: 'Replaces bright or dark outliers by the median of their neighbourhood.',
  split: { over: 'row', pad: ({ sizePx }) => Number(sizePx) >> 1 },
  inputs: { values: port.array('float32', ['angle', 'row', 'column']) },
  params: {
    threshold: p.number({
      default: 0.1,
      min: 0,
      title: 'Threshold',
      help: 'Difference to the median, in units of the data, above which a value is an outlier.',
    }),
    sizePx: p.integer({
      default: 3,
      min: 3,
      max: 15,
      unit: 'pixel',
      title: 'Window',
      help: 'Side of the window; odd.',
    }),
    sides: p.choice(['bright', 'dark', 'both'], {
      default: 'bright',
      title: 'Outliers',
      help: 'Which outliers are replaced.',
    }),
    threeD: p.bool({ default: false, title: '3-D', help: 'The window reaches over neighbouring projections too.' }),
  },
  outputs: { values: port.array('float32', ['angle', 'row', 'column']) },
});
