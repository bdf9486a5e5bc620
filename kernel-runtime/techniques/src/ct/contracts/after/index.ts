export { circularMask } from './circular-mask.js';
export { denoiseMedian, denoiseTv } from './denoise.js';
export { toIntegers, valueRange } from './integers.js';
export { otsu, porosity } from './segment.js';
