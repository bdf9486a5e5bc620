import { DaisyError, sharedArray, takeFirst, type Dtype, type NdArray } from '@daisy-lab/core';
import { ct } from '@daisy-lab/techniques';
import type { ScanFile } from '../../io/scan/scan-file.js';
import { plainNumbers } from '../viewer/array-frames.js';
import type { FrameSource } from '../viewer/frame-source.js';
import { lineIntegralsOf, scanBeam } from '../viewer/scan-beam.js';

/** Rows whose line integrals are kept, so that a new axis costs a reconstruction and no reading. */
const rowsKept = 8;

export type LineIntegrals = NdArray<'float32', readonly ['angle', 'row', 'column']>;

/** Line integrals of a row; `missing` says which of its counts are not numbers. */
interface Row {
  readonly lines: LineIntegrals;
  readonly missing: DaisyError | null;
}

/** A scan on the screen: line integrals of single rows and projections, computed when they are looked at. */
export class OpenedScan {
  readonly scan: ScanFile;
  readonly #rows = new Map<string, Promise<Row>>();
  #beam: Promise<ct.Beam> | undefined;

  constructor(scan: ScanFile) {
    this.scan = scan;
  }

  /**
   * Line integrals [angle, 1, column] of a row, the same numbers as those of the workflow.
   * @throws DaisyError `Input` for a row that is not on the detector, `ScanLayout` without flat fields, `Data` when counts are not
   * numbers.
   */
  async row(row: number, average: ct.Average): Promise<LineIntegrals> {
    const { lines, missing } = await this.#row(row, average);
    if (missing) throw missing;
    return lines;
  }

  #row(row: number, average: ct.Average): Promise<Row> {
    this.checkRow(row);
    const key = `${row} ${average}`;
    const found = this.#rows.get(key) ?? this.#readRow(row, average);
    this.#rows.delete(key);
    this.#rows.set(key, found);
    found.catch(() => this.#rows.delete(key));
    if (this.#rows.size > rowsKept) this.#rows.delete(this.#rows.keys().next().value!);
    return found;
  }

  /** The same as a picture: with holes where counts are no numbers. */
  async sinogram(row: number): Promise<LineIntegrals> {
    return (await this.#row(row, 'mean')).lines;
  }

  /** Images of the projections: frame = angle. */
  projections(): FrameSource {
    const { rows, columns, angleCount, projections } = this.scan.description;
    return {
      width: columns,
      height: rows,
      frames: angleCount,
      dtype: 'float32',
      axes: ['angle', 'row', 'column'],
      counts: {
        dtype: projections.dtype as Dtype,
        read: async angle => plainNumbers((await this.scan.readProjection(angle)) as NdArray['data']),
      },
      read: async angle => {
        const beam = await this.#wholeBeam();
        const lines = new Float32Array(columns * rows);
        lineIntegralsOf(beam, await this.scan.readProjection(angle), lines);
        return lines;
      },
    };
  }

  /** Images of the sinograms: frame = row. */
  sinograms(): FrameSource {
    const { rows, columns, angleCount } = this.scan.description;
    return {
      width: columns,
      height: angleCount,
      frames: rows,
      dtype: 'float32',
      axes: ['row', 'angle', 'column'],
      // a picture may have holes: they show where the damage is
      read: async row => (await this.sinogram(row)).data,
    };
  }

  async #readRow(row: number, average: ct.Average): Promise<Row> {
    const { projections, flats, darks } = await this.scan.read([row, row + 1]);
    const beam = ct.beamOf({ proj: projections, flats: flats ?? undefined, darks: darks ?? undefined }, average);
    const lines = sharedArray('float32', projections.shape, ['angle', 'row', 'column']);
    let count = 0;
    let first: readonly [angle: number, row: number, column: number] | undefined;
    for (let angle = 0; angle < projections.shape[0]!; angle++) {
      const counts = takeFirst(projections, angle).data as ArrayLike<number>;
      const bad = lineIntegralsOf(beam, counts, takeFirst(lines, angle).data);
      if (bad.count > 0) first ??= [angle, row, bad.first];
      count += bad.count;
    }
    return { lines, missing: first ? ct.missingCounts(count, first) : null };
  }

  #wholeBeam(): Promise<ct.Beam> {
    this.#beam ??= scanBeam(this.scan).catch((thrown: unknown) => {
      this.#beam = undefined;
      throw thrown;
    });
    return this.#beam;
  }

  checkRow(row: number): void {
    const { rows } = this.scan.description;
    if (Number.isInteger(row) && row >= 0 && row < rows) return;
    throw new DaisyError('Input', {
      message: `Row ${row} is not on the detector.`,
      action: `Choose one from 0 to ${rows - 1}.`,
    });
  }
}
