import type { NdArray } from '@daisy-lab/core';

/** Projections of any stage after normalisation. */
export type Stack = NdArray<'float32', readonly ['angle', 'row', 'column']>;
