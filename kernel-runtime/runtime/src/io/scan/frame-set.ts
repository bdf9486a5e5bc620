import { DaisyError, sharedArray, sizeOf, type NdArray, type ScanPart } from '@daisy-lab/core';
import type { ScanDtype } from '@daisy-lab/techniques';
import type { DatasetInfo, DataSource } from '../data-source.js';
import { readPart } from '../read-part.js';

/** Frames of one kind: runs of consecutive entries `[first, end)` of a dataset over [frame, row, column]. */
export interface FrameSet {
  readonly dataset: string;
  readonly runs: readonly (readonly [first: number, end: number])[];
  readonly dtype: ScanDtype;
  readonly rows: number;
  readonly columns: number;
}

/** Bytes of frames that are read at once, so that a source without threads of its own looks at the cancel signal now and then. */
const pieceBytes = 256 * 1024 * 1024;

/**
 * The frames of a dataset, or some of them.
 * @throws DaisyError `ScanLayout` when it is not a stack of images of plain numbers.
 */
export function frameSet(file: string, info: DatasetInfo, runs?: FrameSet['runs']): FrameSet {
  const [frames, rows, columns] = info.shape;
  const { dtype } = info;
  if (info.shape.length !== 3 || sizeOf(info.shape) === 0 || !dtype || dtype.endsWith('64') !== (dtype === 'float64')) {
    throw new DaisyError('ScanLayout', {
      message: `${info.path} is ${info.typeName} of shape [${info.shape.join(', ')}], not a stack of images [frame, row, column].`,
      action: 'Choose a file whose frames are stored as one three-dimensional dataset.',
      file,
    });
  }
  return {
    dataset: info.path,
    runs: runs ?? [[0, frames!]],
    dtype: dtype as ScanDtype,
    rows: rows!,
    columns: columns!,
  };
}

export function frameCount(frames: FrameSet): number {
  return frames.runs.reduce((count, [first, end]) => count + end - first, 0);
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
): Promise<NdArray<ScanDtype, readonly [A, 'row', 'column']>> {
  const frameSize = (endRow - firstRow) * frames.columns;
  const shape = [frameCount(frames), endRow - firstRow, frames.columns];
  const array = sharedArray(frames.dtype, shape, [axis, 'row', 'column'] as const, 'count');
  const atOnce = Math.max(1, Math.floor(pieceBytes / (frameSize * array.data.BYTES_PER_ELEMENT)));
  const options = signal ? { signal } : {};
  let done = 0;
  for (const [first, end] of frames.runs) {
    for (let frame = first; frame < end; frame += atOnce) {
      const last = Math.min(end, frame + atOnce);
      const into = array.data.subarray(done * frameSize, (done + last - frame) * frameSize);
      await readPart(source, frames.dataset, [[frame, last], [firstRow, endRow], null], { ...options, into });
      done += last - frame;
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  return array;
}

/** One frame by its number within the set. */
export function readFrame(source: DataSource, frames: FrameSet, index: number): ArrayLike<number> {
  let left = index;
  for (const [first, end] of frames.runs) {
    if (left < end - first) {
      return source.read(frames.dataset, [[first + left, first + left + 1]]).data as ArrayLike<number>;
    }
    left -= end - first;
  }
  throw new DaisyError('Input', { message: `There is no frame ${index}: the scan has ${frameCount(frames)}.` });
}
