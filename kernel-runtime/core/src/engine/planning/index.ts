/** Planning: pure decisions from a graph, before anything runs. */
export { canonicalJson } from './canonical.js';
export { flatten, providersOf, sourcesOfStep } from './flatten.js';
export type { FlatGraph, FlatSource, FlatSources, FlatStep } from './flatten.js';
export { stepKeys } from './keys.js';
export type { KeyRing } from './keys.js';
export { extraOutput, pieceLengthFor, piecesOf, stepRange } from './pieces.js';
export type { Range, StepRange } from './pieces.js';
export { axisOf, hasAxis, planSections } from './sections.js';
export type { Section } from './sections.js';
export { stepOrder } from './step-order.js';
