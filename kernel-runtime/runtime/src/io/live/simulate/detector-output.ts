import type { NdArray } from '@daisy-lab/core';

/** What a simulated detector gives its frames to. */
export interface DetectorOutput {
  begin(facts: SeriesFacts): Promise<void>;
  frame(number: number, image: NdArray, entry: number): Promise<void>;
  end(): Promise<void>;
  close(): void;
}

/** What is known of a series before its first frame. */
export interface SeriesFacts {
  readonly frames: number;
  readonly image: NdArray;
}
