import { withOwnMemory } from './own-memory.js';
import { projectionsBase64 } from './projections-bytes.generated.js';

export { firstAddress } from './own-memory.js';

/** Work on whole projections (assembly/projections); addresses are byte offsets in the memory of the instance. */
export interface ProjectionStages {
  /** Counts to transmission, or to line integrals when `log`; tells whether a live pixel is not finite. */
  transmissionOf(
    counts: number,
    bytesPerCount: number,
    gain: number,
    offset: number,
    out: number,
    pixels: number,
    clip: number,
    log: boolean,
  ): number;
  /** Tells whether a value has no logarithm. */
  logOfTransmission(from: number, out: number, pixels: number): number;
  spectrumOfRows(plan: number, rows: number, columns: number, spectrum: number, stride: number, work: number): void;
  imageColumns(
    plan: number,
    spectrum: number,
    stride: number,
    rows: number,
    columnTerms: number,
    rowTerms: number,
    scale: number,
    mirrorColumns: number,
    mirrorRows: number,
    first: number,
    end: number,
    work: number,
  ): void;
  /** Adds a line to the sums of its columns; gives its sum. */
  sumLine(line: number, columns: number, sums: number): number;
  subtractLine(line: number, columns: number, values: number): void;
  smallestProduct(line: number, columns: number, first: number, second: number): number;
  rootOfProducts(line: number, columns: number, first: number, second: number, raised: number): void;
  /** The next row has come into the rings of a sweep. */
  takeRow(sweep: number, y: number): void;
  advanceRows(sweep: number, newest: number): void;
  imageRows(plan: number, spectrum: number, stride: number, columns: number, rows: number, work: number): void;
}

export const projectionStages = withOwnMemory<ProjectionStages>(projectionsBase64);
