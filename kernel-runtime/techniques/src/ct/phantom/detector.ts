import type { Random } from './random.js';

/** A camera behind a scintillator in an X-ray beam: what it counts without sample, and how its pixels lie. */
export interface Detector {
  readonly rows: number;
  readonly columns: number;
  /** Expected counts of the beam without sample, [row][column]. */
  readonly beam: Float64Array;
  /** Counts without beam, [row][column]. */
  readonly offset: Float64Array;
  /** Factor by which a column's gain has changed since the flat fields were taken: these make rings. */
  readonly drift: Float64Array;
}

const offsetCounts = 100;
const readNoise = 3;

/** A beam that fades to top and bottom, with stripes of the optics, blots of the scintillator and a few drifting columns. */
export function makeDetector(
  rows: number,
  columns: number,
  beamCounts: number,
  ringStrength: number,
  random: Random,
): Detector {
  const beam = new Float64Array(rows * columns);
  const blots = Array.from({ length: 18 }, () => ({
    row: random.between(0, rows),
    column: random.between(0, columns),
    size: random.between(1, 5),
    depth: random.between(0.1, 0.35),
  }));
  const phase = random.between(0, 2 * Math.PI);
  for (let row = 0; row < rows; row++) {
    const height = (row - rows / 2) / rows;
    const profile =
      Math.exp(-1.6 * height ** 2) * (1 + 0.06 * Math.sin(row * 0.9 + phase) + 0.03 * Math.sin(row * 0.37));
    for (let column = 0; column < columns; column++) {
      const side = (column - 0.46 * columns) / columns;
      let blot = 1;
      for (const { row: r, column: c, size, depth } of blots) {
        blot -= depth * Math.exp(-((row - r) ** 2 + (column - c) ** 2) / (2 * size ** 2));
      }
      const pixel = 1 + 0.01 * random.normal();
      beam[row * columns + column] = beamCounts * profile * (1 - 0.5 * side ** 2) * Math.max(0.2, blot) * pixel;
    }
  }
  const offset = new Float64Array(rows * columns).map(
    (_, i) => offsetCounts + 8 * Math.sin((i % columns) * 0.05) + random.normal(),
  );
  const drift = new Float64Array(columns).map(() => (random.uniform() < 0.05 ? 1 + ringStrength * random.normal() : 1));
  return { rows, columns, beam, offset, drift };
}

/** Counts one frame. `transmission` [row][column] of the sample; undefined for the open beam, null for the closed shutter. */
export function expose(
  detector: Detector,
  transmission: Float64Array | undefined | null,
  random: Random | null,
  frame: Uint16Array,
): void {
  const { beam, offset, drift, columns } = detector;
  for (let pixel = 0; pixel < frame.length; pixel++) {
    const share =
      transmission === null ? 0 : transmission === undefined ? 1 : transmission[pixel]! * drift[pixel % columns]!;
    const expected = beam[pixel]! * share;
    const photons = random && expected > 0 ? random.poisson(expected) : expected;
    const electronics = random ? readNoise * random.normal() : 0;
    frame[pixel] = Math.max(0, Math.min(65535, Math.round(photons + offset[pixel]! + electronics)));
  }
}
