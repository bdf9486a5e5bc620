import { DaisyError, sharedArray, sizeOf, type NdArray, type ScanPart, type TypedArray } from '@daisy-lab/core';
import type { ScanDtype } from '@daisy-lab/techniques';
import type { DatasetInfo, DataSource, Selection } from '../data-source.js';
import { readPart } from '../read-part.js';
import { openSource } from '../source-kinds.js';
import { asNumbers, isWide } from './wide-integers.js';

/** Consecutive entries `[first, end)` of a dataset; of another one, and another file, than the rest where `place` says so. */
export type FrameRun = readonly [first: number, end: number, place?: FramePlace];

export interface FramePlace {
  readonly file: string;
  readonly dataset: string;
}

/** Frames of one kind: runs of consecutive entries of datasets over [frame, row, column], or single images. */
export interface FrameSet {
  readonly dataset: string;
  readonly runs: readonly FrameRun[];
  readonly dtype: ScanDtype;
  /** Stored as whole numbers of 64 bits, read as float64. */
  readonly wide?: boolean | undefined;
  readonly rows: number;
  readonly columns: number;
  /** Datasets over [row, angle, column], or one image [angle, column]; runs are of angles then. */
  readonly sinograms?: boolean | undefined;
}

/** Bytes of frames that are read at once, so that a source without threads of its own looks at the cancel signal now and then. */
const pieceBytes = 256 * 1024 * 1024;

/**
 * The frames of a dataset, or some of them.
 * @throws DaisyError `ScanLayout` when it is not a stack of images of plain numbers.
 */
export function frameSet(file: string, info: DatasetInfo, runs?: FrameSet['runs']): FrameSet {
  const single = info.shape.length === 2;
  const [frames, rows, columns] = single ? [1, ...info.shape] : info.shape;
  const { dtype } = info;
  if (!(single || info.shape.length === 3) || sizeOf(info.shape) === 0 || !dtype) {
    throw new DaisyError('ScanLayout', {
      message: `${info.path} is ${info.typeName} of shape [${info.shape.join(', ')}], not a stack of images [frame, row, column].`,
      action: 'Choose a file whose frames are stored as one three-dimensional dataset.',
      file,
    });
  }
  return {
    dataset: info.path,
    runs: runs ?? [[0, frames!]],
    ...(isWide(dtype) ? { dtype: 'float64', wide: true } : { dtype: dtype as ScanDtype }),
    rows: rows!,
    columns: columns!,
  };
}

/**
 * The projections of sinograms over [row, angle, column], or of a single one [angle, column].
 * @throws DaisyError as `frameSet` does.
 */
export function sinogramSet(file: string, info: DatasetInfo): FrameSet {
  const frames = frameSet(file, info);
  const [rows, angles] = info.shape.length === 2 ? [1, info.shape[0]!] : [info.shape[0]!, info.shape[1]!];
  return { ...frames, rows, runs: [[0, angles]], sinograms: true };
}

export function frameCount(frames: FrameSet): number {
  return frames.runs.reduce((count, [first, end]) => count + end - first, 0);
}

/** Frames that lie in another file than the scan itself. */
export function framesElsewhere(frames: FrameSet, file: string): FrameSet {
  const place = { file, dataset: frames.dataset };
  return { ...frames, runs: frames.runs.map(([first, end]) => [first, end, place]) };
}

/** Some of the frames, by their numbers within the set. */
export function framesBetween(frames: FrameSet, wanted: readonly (readonly [first: number, end: number])[]): FrameSet {
  const runs = wanted.flatMap(([from, to]) => {
    let before = 0;
    return frames.runs.flatMap(([first, end, place]): FrameRun[] => {
      const [low, high] = [Math.max(first, first + from - before), Math.min(end, first + to - before)];
      before += end - first;
      return low < high ? [place ? [low, high, place] : [low, high]] : [];
    });
  });
  return { ...frames, runs };
}

/** Several sets of one size as one. */
export function joinFrames(sets: readonly FrameSet[], file: string): FrameSet {
  const [first] = sets as [FrameSet];
  const odd = sets.find(
    set =>
      set.rows !== first.rows || set.columns !== first.columns || set.dtype !== first.dtype || set.wide !== first.wide,
  );
  if (odd) {
    throw new DaisyError('ScanLayout', {
      message: `${odd.dataset} has ${odd.rows} x ${odd.columns} pixels of ${odd.dtype}, ${first.dataset} ${first.rows} x ${first.columns} of ${first.dtype}.`,
      file,
    });
  }
  return {
    ...first,
    runs: sets.flatMap(set =>
      set.runs.map(([begin, end, place]): FrameRun => [begin, end, place ?? { file, dataset: set.dataset }]),
    ),
  };
}

/** The frames as the description of a scan names them. */
export function partOf(frames: FrameSet): ScanPart {
  return { path: frames.dataset, shape: [frameCount(frames), frames.rows, frames.columns], dtype: frames.dtype };
}

/** Reads rows `first <= row < end` of all frames into shared memory. */
export async function readRows<const A extends string>(
  source: DataSource,
  frames: FrameSet,
  axis: A,
  [firstRow, endRow]: readonly [number, number],
  signal?: AbortSignal,
  place?: (dtype: ScanDtype, shape: readonly number[]) => NdArray<ScanDtype, readonly [A, 'row', 'column']>,
): Promise<NdArray<ScanDtype, readonly [A, 'row', 'column']>> {
  const frameSize = (endRow - firstRow) * frames.columns;
  const shape = [frameCount(frames), endRow - firstRow, frames.columns];
  const array =
    place?.(frames.dtype, shape) ?? sharedArray(frames.dtype, shape, [axis, 'row', 'column'] as const, 'count');
  const atOnce = Math.max(1, Math.floor(pieceBytes / (frameSize * array.data.BYTES_PER_ELEMENT)));
  const options = signal ? { signal } : {};
  let done = 0;
  for (const [first, end, place] of frames.runs) {
    await inPlace(source, frames, place, async (from, dataset, single) => {
      for (let frame = first; frame < end; frame += atOnce) {
        const last = Math.min(end, frame + atOnce);
        const into = array.data.subarray(done * frameSize, (done + last - frame) * frameSize);
        const rows = [firstRow, endRow] as const;
        if (frames.sinograms)
          await readTurned(from, dataset, single ? [[frame, last]] : [rows, [frame, last]], into, signal);
        else {
          const selection = single ? [rows, null] : [[frame, last] as const, rows, null];
          if (frames.wide) asNumbers(await readPart(from, dataset, selection, options), into);
          else await readPart(from, dataset, selection, { ...options, into });
        }
        done += last - frame;
        await new Promise(resolve => setImmediate(resolve));
      }
    });
  }
  return array;
}

/** Sinograms of some rows as projections: [row, angle, column] to [angle, row, column]. */
async function readTurned(
  source: DataSource,
  dataset: string,
  selection: Selection,
  into: TypedArray,
  signal: AbortSignal | undefined,
): Promise<void> {
  const part = await readPart(source, dataset, selection, signal ? { signal } : {});
  const { shape } = part;
  const [rows, angles, columns] = shape.length === 2 ? [1, ...shape] : shape;
  const [from, to] = [asNumbers(part) as Float32Array, into as Float32Array];
  for (let row = 0; row < rows!; row++) {
    for (let angle = 0; angle < angles!; angle++) {
      const start = (row * angles! + angle) * columns!;
      to.set(from.subarray(start, start + columns!), (angle * rows! + row) * columns!);
    }
  }
}

/** One frame by its number within the set. */
export async function readFrame(source: DataSource, frames: FrameSet, index: number): Promise<ArrayLike<number>> {
  let left = index;
  for (const [first, end, place] of frames.runs) {
    if (left < end - first) {
      const frame = first + left;
      return inPlace(source, frames, place, async (from, dataset, single) => {
        const one = [frame, frame + 1] as const;
        const selection = frames.sinograms ? (single ? [one] : [null, one]) : single ? [] : [one];
        return asNumbers(await readPart(from, dataset, selection)) as ArrayLike<number>;
      });
    }
    left -= end - first;
  }
  throw new DaisyError('Input', { message: `There is no frame ${index}: the scan has ${frameCount(frames)}.` });
}

/** Hands over the source in which a run lies; `single` says that its dataset is one image without an axis of frames. */
async function inPlace<T>(
  source: DataSource,
  frames: FrameSet,
  place: FramePlace | undefined,
  use: (from: DataSource, dataset: string, single: boolean) => Promise<T>,
): Promise<T> {
  const dataset = place?.dataset ?? frames.dataset;
  const own = place === undefined || place.file === source.path;
  const from = own ? source : await openSource(place.file);
  try {
    return await use(from, dataset, from.describe(dataset)?.shape.length === 2);
  } finally {
    if (!own) from.close();
  }
}
