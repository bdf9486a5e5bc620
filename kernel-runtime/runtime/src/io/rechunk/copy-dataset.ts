import { DaisyError, itemSize, sharedArray, sizeOf, type NdArray } from '@daisy-lab/core';
import type { DatasetInfo, DataSource, SlabWriter, StorageChoice } from '../data-source.js';
import { readPart } from '../read-part.js';
import { chooseStorage } from '../storage/choose-storage.js';
import { codecOf } from '../storage/codecs.js';
import { chunkShape } from '../storage/chunk-shape.js';
import { boxesOf, planBoxes } from './plan-boxes.js';
import type { RechunkOptions } from './rechunk-options.js';

/** Boxes that exist at once: one that is read, one that is compressed. */
const boxesAtOnce = 2;

/** How a dataset will be stored, by what it is read for and by what a part of it shrinks to. */
export async function storageOf(
  source: DataSource,
  info: DatasetInfo,
  { access = 'cube', codec, chunks }: RechunkOptions,
): Promise<StorageChoice> {
  const { path, shape } = info;
  const dtype = info.dtype!;
  const kept = info.storage && info.storage.filters.length > 0 ? codecOf(info.storage.filters) : null;
  const shaped = chunks && chunks.length === shape.length ? chunks : chunkShape(shape, itemSize(dtype), access);
  const middle = shape.map((length, axis) => {
    const first = Math.floor((length - Math.min(length, shaped[axis]!)) / 2);
    return [first, first + Math.min(length, shaped[axis]!)] as const;
  });
  const sample = [(await readPart(source, path, middle)).data];
  return chooseStorage({ dtype, shape, access, sample, chunks: shaped, codec: codec ?? kept ?? 'portable' });
}

/** Copies a dataset box by box: the next box is read while one is compressed. `copied` is told the bytes of each. */
export async function copyDataset(
  source: DataSource,
  info: DatasetInfo,
  storage: StorageChoice,
  writer: SlabWriter,
  { memoryLimitBytes = 512 << 20, signal }: RechunkOptions,
  copied: (bytes: number) => void,
): Promise<void> {
  const { path, shape, storage: stored } = info;
  const dtype = info.dtype!;
  const item = itemSize(dtype);
  const from = stored?.chunks ?? shape.map((length, axis) => (axis === 0 ? 1 : length));
  const { box } = planBoxes(shape, from, storage.chunks, memoryLimitBytes / boxesAtOnce / item);
  const shelf = Array.from({ length: boxesAtOnce }, () => sharedArray(dtype, [sizeOf(box)], ['value'] as const));
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const boxes = [...boxesOf(shape, box)];
  const read = (number: number): Promise<NdArray> => {
    const { data } = shelf[number % boxesAtOnce]!;
    return readPart(source, path, boxes[number]!, { into: data, signal: either });
  };
  let ahead: Promise<NdArray> | null = boxes.length > 0 ? read(0) : null;
  try {
    for (let number = 0; ahead; number++) {
      const array: NdArray = await ahead;
      ahead = number + 1 < boxes.length ? read(number + 1) : null;
      ahead?.catch(() => undefined); // reported in its turn
      if (signal?.aborted) throw DaisyError.cancelled('The copy');
      await writer.put!(
        boxes[number]!.map(([first]) => first),
        array,
      );
      copied(array.data.length * item);
    }
  } finally {
    stop.abort();
    await ahead?.catch(() => undefined);
  }
}
