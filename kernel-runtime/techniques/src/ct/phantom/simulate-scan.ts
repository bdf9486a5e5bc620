import { sharedArray, takeFirst, type NdArray } from '@daisy-lab/core';
import type { ScanArrays } from '../scan.js';
import { demoPhantom } from './demo-phantom.js';
import { expose, makeDetector } from './detector.js';
import { halfTurnAngles } from './disc.js';
import { drawEllipses, projectEllipse, type Ellipse } from './ellipse.js';
import { cutEllipsoids, type Ellipsoid } from './ellipsoid.js';
import { seededRandom } from './random.js';

/** How a scan is simulated; everything has a default. */
export interface SimulateOptions {
  readonly phantom?: readonly Ellipsoid[];
  readonly columns?: number;
  readonly rows?: number;
  readonly angles?: number;
  /** Detector column of the rotation axis; default 3.9 columns right of the middle (131.4 of 256). */
  readonly axisPx?: number;
  /** Counts of the open beam in the middle of the detector, at most 60000. */
  readonly beamCounts?: number;
  /** Poisson and electronic noise. */
  readonly noise?: boolean;
  /** Spread of the gain changes that make rings; 0 for none. */
  readonly ringStrength?: number;
  readonly flatFrames?: number;
  readonly darkFrames?: number;
  readonly seed?: number;
}

/** A scan with known truth. */
export interface SimulatedScan {
  /** uint16 counts */
  readonly arrays: ScanArrays;
  readonly anglesRad: Float64Array;
  readonly axisPx: number;
  /** Attenuation of one detector row, [y][x] of columns x columns, 1/pixel. */
  truth(row: number): Float32Array;
}

/** 1 cut the phantom into rows -> 2 exact line integrals of each projection -> 3 counts of the camera -> 4 flat and dark fields. */
export function simulateScan(options: SimulateOptions = {}): SimulatedScan {
  const { columns = 256, rows = 64, angles = 181, noise = true, ringStrength = 0.012, seed = 20 } = options;
  const { axisPx = (columns - 1) / 2 + 3.9, beamCounts = 24000, flatFrames = 10, darkFrames = 5 } = options;
  const random = seededRandom(seed);
  const phantom = options.phantom ?? demoPhantom(columns);
  const cuts = Array.from({ length: rows }, (_, row) => cutEllipsoids(phantom, row - (rows - 1) / 2));
  const anglesRad = halfTurnAngles(angles);
  const detector = makeDetector(rows, columns, beamCounts, ringStrength, random);
  const noiseOf = noise ? random : null;

  const projections = counts('angle', [angles, rows, columns]);
  for (let angle = 0; angle < angles; angle++) {
    const transmission = transmissionOf(cuts, anglesRad[angle]!, columns, axisPx);
    expose(detector, transmission, noiseOf, takeFirst(projections, angle).data);
  }
  const flats = counts('frame', [flatFrames, rows, columns]);
  const darks = counts('frame', [darkFrames, rows, columns]);
  for (let frame = 0; frame < flatFrames; frame++) expose(detector, undefined, noiseOf, takeFirst(flats, frame).data);
  for (let frame = 0; frame < darkFrames; frame++) expose(detector, null, noiseOf, takeFirst(darks, frame).data);
  return {
    arrays: { projections, flats, darks },
    anglesRad,
    axisPx,
    truth: row => drawEllipses(cuts[row]!, columns),
  };
}

function counts<const K extends string>(
  kind: K,
  shape: readonly number[],
): NdArray<'uint16', readonly [K, 'row', 'column']> {
  return sharedArray('uint16', shape, [kind, 'row', 'column'], 'count');
}

function transmissionOf(
  cuts: readonly (readonly Ellipse[])[],
  angleRad: number,
  columns: number,
  axisPx: number,
): Float64Array {
  const frame = new Float64Array(cuts.length * columns);
  cuts.forEach((ellipses, row) => {
    const values = frame.subarray(row * columns, (row + 1) * columns);
    for (const ellipse of ellipses) projectEllipse(ellipse, angleRad, { axisPx, values });
  });
  return frame.map(lineIntegral => Math.exp(-lineIntegral));
}
