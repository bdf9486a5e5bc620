import type { Sinogram, StripeOptions } from '../../rings/stripe-options.js';
import { filteringReference, fittingReference } from './filters-reference.js';
import { fourierWaveletReference } from './fourier-wavelet-reference.js';
import { titarenkoReference } from './titarenko-reference.js';
import { deadReference, largeReference, sortingReference } from './vo-reference.js';

/** What every way to remove stripes is held to: float64 throughout, each step as its paper writes it. Returns a new sinogram. */
export function removeStripesReference(sinogram: Sinogram, options: StripeOptions): Float64Array {
  switch (options.method) {
    case 'fourierWavelet':
      return fourierWaveletReference(sinogram, options);
    case 'titarenko':
      return titarenkoReference(sinogram, options.offset);
    case 'smoothing':
      return smoothingReference(sinogram, options.sizePx);
    case 'sorting':
      return sortingReference(sinogram, options.sizePx);
    case 'filtering':
      return filteringReference(sinogram, options.sigma, options.sizePx);
    case 'fitting':
      return fittingReference(sinogram, options);
    case 'large':
      return largeReference(sinogram, options);
    case 'dead':
      return deadReference(sinogram, options);
    case 'all': {
      const data = deadReference(sinogram, { snr: options.snr, sizePx: options.largePx, norm: true });
      return sortingReference({ ...sinogram, data }, options.smallPx);
    }
  }
}

function smoothingReference({ data, angles, columns }: Sinogram, sizePx: number): Float64Array {
  const mean = (column: number): number => {
    const inside = Math.min(columns - 1, Math.max(0, column));
    let sum = 0;
    for (let angle = 0; angle < angles; angle++) sum += data[angle * columns + inside]!;
    return sum / angles;
  };
  return data.map((value, i) => {
    const column = i % columns;
    let around = 0;
    for (let j = 0; j < sizePx; j++) around += mean(column + j - (sizePx >> 1)) / sizePx;
    return value - (mean(column) - around);
  });
}
