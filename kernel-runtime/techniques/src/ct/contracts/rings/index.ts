export { ringPolar } from './ring-polar.js';
export { stripeFourierWavelet, stripeSmoothing, stripeTitarenko } from './transforms.js';
export { stripeAll, stripeDead, stripeFiltering, stripeFitting, stripeLarge, stripeSorting } from './vo.js';
