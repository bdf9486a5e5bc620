// Work on single values and images: medians, total variation, beams, scales. No transforms: these are in assembly/projections.
export { allFinite, markMissing, medianLine, someFar } from './median';
export { variationStep } from './variation';
export { finiteRange, mixedBeam, polynomial, toIntegers } from './values';
