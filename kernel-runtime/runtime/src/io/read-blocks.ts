import { DaisyError, itemSize, sharedArray, type NdArray } from '@daisy-lab/core';
import type { DatasetInfo, DataSource, ReadOptions, Selection } from './data-source.js';
import { readPart } from './read-part.js';

/** In which direction blocks go through a dataset: along an axis, or along the one in which the fewest chunks are read twice. */
export type BlockOrder = 'frame' | 'row' | 'optimal';

export interface BlockOptions extends Pick<ReadOptions, 'signal' | 'priority'> {
  readonly order?: BlockOrder;
  /** Bytes of the blocks that exist at once: the one in use and the one that is read ahead. */
  readonly memoryLimitBytes?: number;
  /** The part to go through; everything by default. */
  readonly selection?: Selection;
}

/** A block: entries `first <= index < end` of the dataset along `axis`. Its memory is used again for the block after the next. */
export interface DataBlock {
  readonly axis: number;
  readonly first: number;
  readonly end: number;
  readonly array: NdArray;
}

const defaultLimitBytes = 256 * 1024 * 1024;

/**
 * Goes through a dataset block by block, reading one block ahead and never more: a slow consumer slows the reading. Blocks begin and end
 * where chunks do when the limit allows it, so that each chunk is decoded once.
 */
export async function* readBlocks(
  source: DataSource,
  dataset: string,
  options: BlockOptions = {},
): AsyncGenerator<DataBlock, void, undefined> {
  const info = source.describe(dataset);
  if (!info?.dtype || info.shape.length === 0) {
    throw new DaisyError('Input', { message: `${dataset} of ${source.path} is not an array of numbers.`, dataset });
  }
  const { dtype } = info;
  const plan = planBlocks(info, options);
  const { axis, bounds } = plan;
  const shelf = [0, 1].map(() => sharedArray(dtype, [plan.entries * plan.entryValues], ['value'] as const));
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const read = async (first: number, slot: number): Promise<DataBlock> => {
    const end = Math.min(bounds[axis]![1], first + plan.entries - (first % plan.step));
    const part = bounds.map((range, index) => (index === axis ? ([first, end] as const) : range));
    const array = await readPart(source, dataset, part, { ...options, into: shelf[slot]!.data, signal });
    return { axis, first, end, array };
  };
  let ahead: Promise<DataBlock> | undefined;
  try {
    const [begin, finish] = bounds[axis]!;
    if (begin < finish) ahead = read(begin, 0);
    for (let slot = 1; ahead; slot = 1 - slot) {
      const block = await ahead;
      ahead = block.end < finish ? read(block.end, slot) : undefined;
      ahead?.catch(() => undefined); // reported when its turn comes
      yield block;
    }
  } finally {
    stop.abort();
    await ahead?.catch(() => undefined);
  }
}

interface BlockPlan {
  readonly axis: number;
  readonly bounds: readonly (readonly [number, number])[];
  /** Entries of a block along the axis. */
  readonly entries: number;
  /** Blocks end at multiples of this where they can. */
  readonly step: number;
  readonly entryValues: number;
}

function planBlocks(info: DatasetInfo, options: BlockOptions): BlockPlan {
  const { shape, storage } = info;
  const bounds = shape.map((length, index) => options.selection?.[index] ?? ([0, length] as const));
  const chunks = storage?.chunks ?? shape.map((length, index) => (index === 0 ? 1 : length));
  const perBlock = (options.memoryLimitBytes ?? defaultLimitBytes) / 2;
  const entryBytes = (axis: number): number =>
    bounds.reduce(
      (bytes, [first, end], index) => (index === axis ? bytes : bytes * (end - first)),
      itemSize(info.dtype!),
    );
  const axis = axisOf(options.order ?? 'optimal', chunks, entryBytes);
  const fitting = Math.max(1, Math.floor(perBlock / Math.max(1, entryBytes(axis))));
  const chunk = Math.max(1, chunks[axis]!);
  const whole = fitting >= chunk ? fitting - (fitting % chunk) : fitting;
  const entries = Math.max(1, Math.min(whole, bounds[axis]![1] - bounds[axis]![0]));
  if (entryBytes(axis) > perBlock) {
    throw new DaisyError('Resource', {
      message: `One entry along axis ${axis} takes ${(entryBytes(axis) / 1e6).toFixed(1)} MB, more than half of the limit.`,
      action: 'Raise the memory limit, select a part, or go through the dataset in another order.',
    });
  }
  return {
    axis,
    bounds,
    entries,
    step: fitting >= chunk ? chunk : 1,
    entryValues: entryBytes(axis) / itemSize(info.dtype!),
  };
}

/** The axis along which a layer of chunks is smallest, so that whole layers fit in a block. */
function axisOf(order: BlockOrder, chunks: readonly number[], entryBytes: (axis: number) => number): number {
  if (order === 'frame') return 0;
  if (order === 'row') return Math.max(0, chunks.length - 2);
  const layers = chunks.map((length, axis) => length * entryBytes(axis));
  return layers.indexOf(Math.min(...layers));
}
