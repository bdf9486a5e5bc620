import { sharedArray, type NdArray } from '@daisy-lab/core';
import type { Fields, Projections } from '../../scan.js';
import { averageFrames } from '../average-frames.js';
import { inTurns, type Turns } from '../in-turns.js';
import { checkFrames } from '../normalize-projections.js';

export interface DeadPixelInputs {
  readonly proj: Projections;
  readonly flats?: Fields | undefined;
  readonly darks?: Fields | undefined;
}

/** Half the pixels of the row that a pixel is compared with. */
const reach = 15;

/** 1 beam without dark counts -> 2 pixels that do not fit their row -> 3 interpolate them in all frames. */
export async function repairDeadPixels({ proj, flats, darks }: DeadPixelInputs, tolerance: number, turns: Turns) {
  if (flats) checkFrames('flat', flats, proj);
  if (darks) checkFrames('dark', darks, proj);
  const [, rows, columns] = proj.shape as [number, number, number];
  const faulty = new Uint8Array(rows * columns);
  const beam = flats ? beamWithoutDark(flats, darks) : null;
  for (let row = 0; beam && row < rows; row++) {
    faulty.set(faultyIn(beam.subarray(row * columns, (row + 1) * columns), tolerance), row * columns);
  }
  const repaired = faulty.reduce((count, fault) => count + fault, 0);
  const quiet: Turns = { signal: turns.signal, progress: () => undefined };
  return {
    proj: await repair(proj, faulty, turns),
    flats: flats && (await repair(flats, faulty, quiet)),
    darks: darks && (await repair(darks, faulty, quiet)),
    repaired,
  };
}

function beamWithoutDark(flats: Fields, darks: Fields | undefined): Float64Array {
  const beam = averageFrames(flats, 'mean');
  const dark = darks && darks.shape[0] !== 0 ? averageFrames(darks, 'mean') : new Float64Array(beam.length);
  return beam.map((value, pixel) => value - dark[pixel]!);
}

function faultyIn(line: Float64Array, tolerance: number): Uint8Array {
  return Uint8Array.from(line, (value, at) => {
    if (!(value > 0 && value < Infinity)) return 1;
    const near = line
      .slice(Math.max(0, at - reach), at + reach + 1)
      .filter(other => other > 0 && other < Infinity)
      .sort();
    const median = (near[(near.length - 1) >> 1]! + near[near.length >> 1]!) / 2;
    return value > median * tolerance || value * tolerance < median ? 1 : 0;
  });
}

async function repair<const A extends readonly string[]>(
  frames: NdArray<Projections['dtype'], A>,
  faulty: Uint8Array,
  turns: Turns,
): Promise<NdArray<'float32', A>> {
  const [count, rows, columns] = frames.shape as [number, number, number];
  const out = sharedArray('float32', frames.shape, frames.axes, frames.unit);
  out.data.set(frames.data);
  await inTurns(count, turns, frame => {
    for (let row = 0; row < rows; row++) {
      const start = (frame * rows + row) * columns;
      repairLine(out.data.subarray(start, start + columns), faulty.subarray(row * columns, (row + 1) * columns));
    }
  });
  return out;
}

function repairLine(line: Float32Array, faulty: Uint8Array): void {
  const sound = (column: number): boolean => !faulty[column] && Number.isFinite(line[column]!);
  for (let column = 0; column < line.length; column++) {
    if (sound(column)) continue;
    let [left, right] = [column - 1, column + 1];
    while (left >= 0 && !sound(left)) left--;
    while (right < line.length && !sound(right)) right++;
    if (left < 0 && right === line.length) return;
    if (left < 0) line[column] = line[right]!;
    else if (right === line.length) line[column] = line[left]!;
    else line[column] = line[left]! + ((line[right]! - line[left]!) * (column - left)) / (right - left);
  }
}
