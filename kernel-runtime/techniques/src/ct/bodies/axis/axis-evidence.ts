import { completeParams, DaisyError, type AxisEvidence, type NdArray } from '@daisy-lab/core';
import { axis } from '../../contracts/axis.js';
import type { AxisMethod } from '../../contracts/axis-method.js';
import type { Sinogram } from './bin-sinogram.js';
import type { AxisFound } from './curve.js';
import { withoutFaultyColumns } from './faulty-columns.js';
import { takeHalfTurn } from './half-turn.js';
import { axisByOverlap } from './opposite-views.js';
import { axisByPhaseCorrelation } from './phase-correlation.js';
import { searchAxis } from './search-axis.js';
import { findSpots } from './spots.js';
import { sweepAxis } from './sweep-axis.js';

const defaultSearchShare = 0.2;

/**
 * The rotation axis with the curve that shows it and a sentence that explains it.
 *
 * @param lineIntegrals [angle, row, column]; only one row is looked at
 * @param params those of `ct.axis`
 * @throws DaisyError as `ct.axis` does.
 */
export function axisEvidence(
  lineIntegrals: NdArray<'float32', readonly ['angle', 'row', 'column']>,
  anglesRad: Float64Array,
  params: Readonly<Record<string, unknown>> = {},
): AxisEvidence {
  const { axisPx, searchPx, row, method } = completeParams('ct.axis', axis.params, params);
  const [angles, rows, columns] = lineIntegrals.shape as [number, number, number];
  checkShape(angles, anglesRad.length);
  if (axisPx !== undefined) return givenAxis(axisPx, columns);
  const stored = rowOf(lineIntegrals, checkRow(row ?? rows >> 1, rows));
  const { clean } = findSpots(stored, angles, columns);
  const sinogram = { data: withoutFaultyColumns(clean, angles, columns), anglesRad, columns };
  const found = searchBy(method, sinogram, searchPx);
  return {
    axisPx: found.axisPx,
    method,
    confidence: found.confidence,
    candidatesPx: [...found.candidatesPx],
    scores: [...found.scores],
    why: whyFound(method, found),
  };
}

function searchBy(method: AxisMethod, sinogram: Sinogram, searchPx: number | undefined): AnySearch {
  const { data, anglesRad, columns } = sinogram;
  const widest = Math.floor(columns / 2) - 1;
  const reach = Math.min(searchPx ?? defaultSearchShare * columns, widest);
  switch (method) {
    case 'vo':
      return searchAxis(takeHalfTurn(data, anglesRad, columns), reach);
    case 'correlation':
      return axisByPhaseCorrelation(sinogram, reach);
    case 'overlap':
      return axisByOverlap(sinogram, searchPx);
    case 'entropy':
    case 'negativity':
      return sweepAxis(sinogram, method, reach);
  }
}

type AnySearch = Pick<AxisFound, 'axisPx' | 'confidence'> & {
  readonly candidatesPx: ArrayLike<number> & Iterable<number>;
  readonly scores: ArrayLike<number> & Iterable<number>;
};

/** An axis that nobody searched. */
export function givenAxis(axisPx: number, columns: number): AxisEvidence {
  if (axisPx < 0 || axisPx > columns - 1) {
    throw new DaisyError('Input', {
      message: `An axis at column ${axisPx} is not on the detector, which has columns 0 to ${columns - 1}.`,
      action: 'Give a column of the detector, or leave the axis empty to have it found.',
      axisPx,
    });
  }
  return {
    axisPx,
    method: 'given',
    confidence: 1,
    candidatesPx: [],
    scores: [],
    why: 'This axis was given; nothing was searched.',
  };
}

function whyFound(method: AxisMethod, { axisPx, confidence, candidatesPx }: AnySearch): string {
  const candidates = [...candidatesPx];
  const range = `${candidates[0]!.toFixed(0)} to ${candidates.at(-1)!.toFixed(0)} px`;
  const best = `best among ${candidates.length} candidates from ${range}`;
  const match = `${sentences[method].replace('@', axisPx.toFixed(2))} ${best}`;
  if (confidence === 0) return `${match}, but that is the edge of the search: widen the range.`;
  if (confidence < 0.5)
    return `${match}, but the minimum is hardly deeper than the roughness of the curve: check the slice.`;
  return `${match}.`;
}

const sentences: Readonly<Record<AxisMethod, string>> = {
  vo: 'Mirrored about @ px, the second half turn continues the first',
  correlation: 'About @ px, opposite views correlate',
  overlap: 'About @ px, the columns seen from both sides agree',
  entropy: 'At @ px the grey values of the slice spread least,',
  negativity: 'At @ px the slice has the least below zero,',
};

function rowOf({ data, shape }: NdArray<'float32'>, row: number): Float32Array {
  const [angles, rows, columns] = shape as [number, number, number];
  const sinogram = new Float32Array(angles * columns);
  for (let angle = 0; angle < angles; angle++) {
    const start = (angle * rows + row) * columns;
    sinogram.set(data.subarray(start, start + columns), angle * columns);
  }
  const bad = sinogram.findIndex(value => !Number.isFinite(value));
  if (bad >= 0) {
    throw new DaisyError('Data', {
      message: `Row ${row} has values that are not numbers, the first at angle ${Math.floor(bad / columns)}, column ${bad % columns}.`,
      action: 'Choose another row, or repair these pixels first.',
      row,
    });
  }
  return sinogram;
}

function checkRow(row: number, rows: number): number {
  if (row < rows) return row;
  throw new DaisyError('Input', {
    message: `Row ${row} is not among the ${rows} rows of the data.`,
    action: `Choose a row from 0 to ${rows - 1}, counted within the rows that were read.`,
    row,
  });
}

function checkShape(projections: number, angles: number): void {
  if (projections === angles) return;
  throw new DaisyError('Input', {
    message: `There are ${projections} projections but ${angles} angles.`,
    action: 'Give one angle per projection.',
  });
}
