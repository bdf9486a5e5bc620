import { repairLine, runStrips, type RepairTask } from '@daisy-lab/compute';
import { sharedArray, type NdArray } from '@daisy-lab/core';
import type { Fields, Projections } from '../../scan.js';
import { averageFrames } from '../average-frames.js';
import { inTurns, type Turns } from '../in-turns.js';
import { checkFrames } from '../normalize-projections.js';
import { shared, type Threaded } from '../strips.js';
import { faultyPixels } from './faulty-pixels.js';

export interface DeadPixelInputs {
  readonly proj: Projections;
  readonly flats?: Fields | undefined;
  readonly darks?: Fields | undefined;
}

interface Repaired<A extends readonly string[]> {
  readonly frames: NdArray<Projections['dtype'], A>;
  readonly faulty: Uint8Array;
}

/** Replaces the faulty pixels of frames in some way. */
type Repair = <const A extends readonly string[]>(of: Repaired<A>, turns: Turns) => Promise<NdArray<'float32', A>>;

/** In worker threads, frames apart. */
export function repairInThreads(inputs: DeadPixelInputs, tolerance: number, context: Threaded) {
  return repairBy(
    async ({ frames, faulty }, { signal, progress }) => {
      const { dtype, shape } = frames;
      const [count, rows, columns] = shape as [number, number, number];
      const out = sharedArray('float32', shape, frames.axes, frames.unit);
      const floats = dtype.startsWith('float');
      const task: RepairTask = { values: shared(frames.data), rows, columns, faulty, floats, out: out.data };
      await runStrips('repair', task, count, { threads: context.threads, signal, progress });
      return out;
    },
    inputs,
    tolerance,
    context,
  );
}

/** On the calling thread. */
export function repairDeadPixels(inputs: DeadPixelInputs, tolerance: number, turns: Turns) {
  return repairBy(repairPlainly, inputs, tolerance, turns);
}

/** 1 beam without dark counts -> 2 pixels that do not fit their row -> 3 interpolate them in all frames. */
async function repairBy(repair: Repair, { proj, flats, darks }: DeadPixelInputs, tolerance: number, turns: Turns) {
  if (flats) checkFrames('flat', flats, proj);
  if (darks) checkFrames('dark', darks, proj);
  const [, rows, columns] = proj.shape as [number, number, number];
  const faulty = flats
    ? faultyPixels(beamWithoutDark(flats, darks), columns, tolerance)
    : new Uint8Array(rows * columns);
  const repaired = faulty.reduce((count, fault) => count + fault, 0);
  const quiet: Turns = { signal: turns.signal, progress: () => undefined };
  return {
    proj: await repair({ frames: proj, faulty }, turns),
    flats: flats && (await repair({ frames: flats, faulty }, quiet)),
    darks: darks && (await repair({ frames: darks, faulty }, quiet)),
    repaired,
  };
}

function beamWithoutDark(flats: Fields, darks: Fields | undefined): Float64Array {
  const beam = averageFrames(flats, 'mean');
  if (!darks || darks.shape[0] === 0) return beam;
  const dark = averageFrames(darks, 'mean');
  for (let pixel = 0; pixel < beam.length; pixel++) beam[pixel]! -= dark[pixel]!;
  return beam;
}

async function repairPlainly<const A extends readonly string[]>(
  { frames, faulty }: Repaired<A>,
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
