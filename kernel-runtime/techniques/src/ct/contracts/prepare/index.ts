export { beamHardening } from './beam-hardening.js';
export { bin, crop } from './crop-and-bin.js';
export { deadPixels } from './dead-pixels.js';
export { distortion } from './distortion.js';
export { flatLog } from './flat-log.js';
export { normalizeAir } from './normalize-air.js';
export { normalizeInTime } from './normalize-in-time.js';
export { zingers } from './zingers.js';
