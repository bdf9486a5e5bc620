import { DaisyError, type Piece } from '@daisy-lab/core';
import type { CtScan, ScanArrays } from '../scan.js';

/** Which rows to read; a missing limit is that of the detector. */
export interface RowRange {
  readonly firstRow?: number | undefined;
  readonly endRow?: number | undefined;
}

/**
 * Reads a band of rows, or a piece of it, and checks that what came back is one scan.
 * @throws DaisyError `Input` for rows that the detector does not have, `ScanLayout` when angles, projections and fields disagree.
 */
export async function readScan(
  scan: CtScan,
  range: RowRange,
  signal: AbortSignal,
  piece?: Pick<Piece, 'start' | 'end'>,
  place?: Parameters<CtScan['read']>[2],
): Promise<ScanArrays> {
  const [first, end] = rowsOf(scan.description.rows, range);
  const arrays = await scan.read(piece ? [first + piece.start, first + piece.end] : [first, end], signal, place);
  checkScan(scan, arrays);
  return arrays;
}

function rowsOf(available: number, { firstRow = 0, endRow = available }: RowRange): readonly [number, number] {
  if (firstRow < 0 || firstRow >= endRow || endRow > available) {
    throw new DaisyError('Input', {
      message: `Rows ${firstRow} to ${endRow} are not on the detector, which has rows 0 to ${available}.`,
      action: 'Choose a first row below the end row, and an end row of at most the number of rows.',
      firstRow,
      endRow,
      rows: available,
    });
  }
  return [firstRow, endRow];
}

function checkScan({ anglesRad, description }: CtScan, { projections, flats, darks }: ScanArrays): void {
  const [angles, ...frame] = projections.shape;
  if (angles !== anglesRad.length) {
    throw new DaisyError('ScanLayout', {
      message: `There are ${angles} projections but ${anglesRad.length} angles.`,
      action: 'Choose the dataset that has one angle per projection.',
      file: description.path,
    });
  }
  for (const [kind, fields] of Object.entries({ flat: flats, dark: darks })) {
    if (!fields || fields.shape.slice(1).join() === frame.join()) continue;
    throw new DaisyError('ScanLayout', {
      message: `A ${kind} field has ${fields.shape.slice(1).join(' x ')} pixels, a projection ${frame.join(' x ')}.`,
      action: `Choose ${kind} fields that were taken with the same region of the detector.`,
      file: description.path,
    });
  }
}
