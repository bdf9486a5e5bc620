import { sharedArray, type ScanDescription } from '@daisy-lab/core';
import type { CtScan, Projections, ScanArrays } from '@daisy-lab/techniques';
import type { DataSource } from '../data-source.js';
import { asTransmission, transmissionOf } from './as-transmission.js';
import { withSource } from '../source-kinds.js';
import { frameCount, partOf, readFrame, readRows } from './frame-set.js';
import type { FoundScan } from './scan-layout.js';

/** A scan in a file. The file is opened for each read and closed again, so that no handle outlives it. */
export class ScanFile implements CtScan {
  readonly description: ScanDescription;
  readonly anglesRad: Float64Array;
  readonly #path: string;
  readonly #found: FoundScan;

  constructor(path: string, found: FoundScan) {
    this.#path = found.home ?? path;
    this.#found = found;
    this.anglesRad = found.angles.anglesRad;
    this.description = describeScan(path, found);
  }

  read(
    rows: readonly [first: number, end: number],
    signal?: AbortSignal,
    place?: Parameters<CtScan['read']>[2],
  ): Promise<ScanArrays> {
    const { projections, flats, darks } = this.#found;
    const { attenuationUnit: unit } = this.#found;
    const stored = async (source: DataSource): Promise<Projections> =>
      unit === undefined
        ? readRows(source, projections, 'angle', rows, signal, place)
        : asTransmission(await readRows(source, projections, 'angle', rows, signal), unit, place);
    return withSource(this.#path, async source => ({
      projections: await stored(source),
      flats: flats ? await readRows(source, flats, 'frame', rows, signal) : this.#constantBeam(rows),
      darks: darks && (await readRows(source, darks, 'frame', rows, signal)),
    }));
  }

  /** Whether one level stands for the flat fields. */
  get assumesBeam(): boolean {
    return !this.#found.flats && this.#found.constantBeam !== undefined;
  }

  /** Flat and dark fields alone, all rows. */
  readFields(signal?: AbortSignal): Promise<Pick<ScanArrays, 'flats' | 'darks'>> {
    const { flats, darks, projections } = this.#found;
    const rows = [0, projections.rows] as const;
    return withSource(this.#path, async source => ({
      flats: flats ? await readRows(source, flats, 'frame', rows, signal) : this.#constantBeam(rows),
      darks: darks && (await readRows(source, darks, 'frame', rows, signal)),
    }));
  }

  /** A flat field of one value, where the profile gives one. */
  #constantBeam([firstRow, endRow]: readonly [number, number]): ScanArrays['flats'] {
    const { constantBeam, projections } = this.#found;
    if (constantBeam === undefined) return null;
    const shape = [1, endRow - firstRow, projections.columns];
    const flats = sharedArray('float32', shape, ['frame', 'row', 'column'] as const, 'count');
    flats.data.fill(constantBeam);
    return flats;
  }

  /** Counts of one projection, [row][column]. */
  readProjection(angle: number): Promise<ArrayLike<number>> {
    const { projections, attenuationUnit: unit } = this.#found;
    return withSource(this.#path, async source => {
      const frame = await readFrame(source, projections, angle);
      return unit === undefined ? frame : transmissionOf(frame, unit, new Float32Array(frame.length));
    });
  }
}

function describeScan(path: string, found: FoundScan): ScanDescription {
  const { projections, flats, darks, angles } = found;
  const inDegrees = (angle: number | undefined): number => ((angle ?? 0) * 180) / Math.PI;
  return {
    path,
    layout: found.layout,
    why: found.why,
    projections:
      found.attenuationUnit === undefined ? partOf(projections) : { ...partOf(projections), dtype: 'float32' },
    flats: flats ? partOf(flats) : beamPart(found),
    darks: darks && partOf(darks),
    angles: angles.part,
    angleRangeDeg: [inDegrees(angles.anglesRad[0]), inDegrees(angles.anglesRad.at(-1))],
    angleCount: frameCount(projections),
    rows: projections.rows,
    columns: projections.columns,
    turnDeg: turnOf(angles.anglesRad),
    energyEv: found.energyEv,
    pixelSizeUm: found.pixelSizeUm,
    warnings: found.warnings,
  };
}

function beamPart({ constantBeam, projections: { rows, columns } }: FoundScan): ScanDescription['flats'] {
  if (constantBeam === undefined) return null;
  return { path: `constant beam ${constantBeam}`, shape: [1, rows, columns], dtype: 'float32' };
}

/** 180 or 360 degrees, within two steps; undefined for anything else. */
function turnOf(anglesRad: Float64Array): 180 | 360 | undefined {
  if (anglesRad.length < 3) return undefined;
  const range = Math.abs((anglesRad.at(-1)! - anglesRad[0]!) * 180) / Math.PI;
  const slack = (2.5 * range) / (anglesRad.length - 1);
  if (Math.abs(range - 180) <= slack) return 180;
  return Math.abs(range - 360) <= slack ? 360 : undefined;
}
