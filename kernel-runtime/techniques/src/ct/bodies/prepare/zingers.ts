import { runStrips, type ZingerSides, type ZingerTask } from '@daisy-lab/compute';
import { radiusOf } from '../after/denoise.js';
import { inTurns, type Turns } from '../in-turns.js';
import { emptyLike, shared, type Stack3, type Threaded } from '../strips.js';

type Stack = Stack3<readonly ['angle', 'row', 'column']>;

export interface ZingerParams {
  readonly threshold: number;
  readonly sizePx: number;
  readonly sides: ZingerSides;
  readonly threeD: boolean;
}

/** Frame by frame in worker threads, medians with WebAssembly SIMD. */
export async function zingersInThreads(values: Stack, params: ZingerParams, context: Threaded): Promise<Stack> {
  const [frames, rows, columns] = values.shape as [number, number, number];
  const out = emptyLike(values);
  const radius = radiusOf(params.sizePx);
  const { threshold, threeD, sides } = params;
  const data = shared(values.data);
  const task: ZingerTask = { values: data, frames, rows, columns, radius, threeD, threshold, sides, out: out.data };
  const { threads, signal, progress } = context;
  await runStrips('zingers', task, frames, { threads, signal, progress });
  return out;
}

/** Every window written out and sorted. */
export async function zingersPlainly(
  values: Stack,
  { threshold, sizePx, sides, threeD }: ZingerParams,
  turns: Turns,
): Promise<Stack> {
  const [frames, rows, columns] = values.shape as [number, number, number];
  const out = emptyLike(values);
  const radius = radiusOf(sizePx);
  const near = (at: number, length: number, reach: number): number[] =>
    Array.from({ length: 2 * reach + 1 }, (_, i) => mirrored(at + i - reach, length));
  await inTurns(frames, turns, frame => {
    for (let pixel = 0; pixel < rows * columns; pixel++) {
      const at = frame * rows * columns + pixel;
      const value = values.data[at]!;
      const window = near(frame, frames, threeD ? radius : 0)
        .flatMap(f => near(Math.floor(pixel / columns), rows, radius).map(row => (f * rows + row) * columns))
        .flatMap(start => near(pixel % columns, columns, radius).map(column => values.data[start + column]!))
        .filter(Number.isFinite)
        .sort((a, b) => a - b);
      const median = (window[(window.length - 1) >> 1]! + window[window.length >> 1]!) / 2;
      const bright = sides !== 'dark' && value - median > threshold;
      const dark = sides !== 'bright' && median - value > threshold;
      out.data[at] = window.length > 0 && (bright || dark || !Number.isFinite(value)) ? median : value;
    }
  });
  return out;
}

/** The end doubled; windows beyond the mirror image end at the edge. */
function mirrored(index: number, length: number): number {
  const inside = index < 0 ? -1 - index : index < length ? index : 2 * length - 1 - index;
  return Math.min(length - 1, Math.max(0, inside));
}
