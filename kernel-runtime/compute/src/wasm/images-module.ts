import { imagesBase64 } from './images-bytes.generated.js';
import { withOwnMemory } from './own-memory.js';

/** Work on values and images (assembly/images); addresses are byte offsets in the memory of the instance. */
export interface ImageStages {
  medianLine(lines: number, count: number, radius: number, pixels: number, out: number, work: number): void;
  markMissing(lines: number, count: number, radius: number, pixels: number, out: number): void;
  allFinite(line: number, count: number): number;
  someFar(values: number, others: number, count: number, distance: number): number;
  finiteRange(values: number, count: number, out: number): void;
  /** One step of the total variation of a whole image. */
  variationStep(
    planes: number,
    rowBytes: number,
    columns: number,
    rows: number,
    weight: number,
    fieldStep: number,
    push: number,
  ): void;
  polynomial(values: number, count: number, coefficients: number, powers: number): void;
  /** Counts to transmission with a beam between two; tells whether a live pixel is not finite. */
  mixedBeam(
    counts: number,
    bytesPerCount: number,
    dark: number,
    before: number,
    after: number,
    share: number,
    ratio: number,
    out: number,
    pixels: number,
    clip: number,
  ): number;
  toIntegers(values: number, count: number, low: number, factor: number, bytes: number, out: number): void;
}

export const imageStages = withOwnMemory<ImageStages>(imagesBase64);
