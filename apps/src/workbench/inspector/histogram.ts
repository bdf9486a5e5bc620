import type { ImageHistogram, Samples } from '../../kit/image-view/image-source.js';
import { limitsOf } from '../objects/preview.js';

/** Counts of the values in equal parts between the lowest and the highest; what is no number is counted apart. */
export function histogramOf(data: Samples, bins: number): ImageHistogram {
  const counts = new Array<number>(bins).fill(0);
  let low = Infinity;
  let high = -Infinity;
  let invalid = 0;
  for (const value of data) {
    if (!Number.isFinite(value)) invalid++;
    else {
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  const scale = bins / (high - low || 1);
  for (const value of data) {
    if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - low) * scale))]!++;
  }
  return { low, high, counts, invalid, percentiles: limitsOf(thinned(data)) };
}

/** At most 65536 samples, evenly taken: enough for percentiles. */
function thinned(data: Samples): Samples {
  const step = Math.ceil(data.length / 65536);
  return step === 1 ? data : Float64Array.from({ length: Math.floor(data.length / step) }, (_, i) => data[i * step]!);
}
