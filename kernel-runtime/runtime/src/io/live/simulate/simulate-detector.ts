import { DaisyError, takeFirst, type NdArray } from '@daisy-lab/core';
import { parseAddress } from '../../address.js';
import { defaultDataset } from '../../default-dataset.js';
import type { DataSource, DatasetInfo } from '../../data-source.js';
import { readPart } from '../../read-part.js';
import { withSource } from '../../source-kinds.js';
import { growingHdf5 } from '../../hdf5/growing-hdf5.js';
import type { DetectorOutput } from './detector-output.js';
import { imageFolder } from './image-folder.js';
import { jsonMessages, simplon1Messages, simplon2Messages } from './stream-messages.js';
import { streamOutput } from './stream-output.js';

export type DetectorKind = 'simplon2' | 'simplon1' | 'json' | 'directory' | 'hdf5';

export interface SimulateOptions {
  readonly kind: DetectorKind;
  /** Frames per second; 0 or absent: as fast as they are taken. */
  readonly rate?: number;
  /** Where streams are offered, `tcp://127.0.0.1:31001` (default: the port of the kind); the folder or file that is written. */
  readonly at?: string;
  /** Frames to give, from the beginning again when the dataset has fewer; all of the dataset by default. */
  readonly frames?: number;
  /** How streams are compressed; bslz4 by default. */
  readonly compression?: 'none' | 'bslz4' | 'lz4';
  /** Numbers of frames that are left out, as if they had been lost. */
  readonly lose?: readonly number[];
  readonly signal?: AbortSignal;
}

/** Frames that are kept decoded, so that a fast detector is not held up by its file. */
const keptBytes = 256 << 20;

/**
 * Plays a dataset as if a detector gave it: a series of its entries along the first axis.
 * @param address `file::/path` of any kind of file
 * @returns how many frames were given
 * @throws DaisyError `Input` for a dataset that has no frames, `File` for what exists already
 */
export async function simulateDetector(address: string, options: SimulateOptions): Promise<number> {
  const { file, dataset } = parseAddress(address);
  return withSource(file, async source => {
    const path = dataset ?? defaultDataset(source);
    const info = source.describe(path);
    if (!info?.dtype || info.shape.length < 3) {
      throw new DaisyError('Input', {
        message: `${path} of ${source.path} is no stack of images.`,
        action: 'Choose a dataset of three axes.',
        dataset: path,
      });
    }
    const output = await outputOf(options);
    const close = (): void => output.close();
    options.signal?.addEventListener('abort', close, { once: true });
    try {
      return await play(source, info, options, output);
    } finally {
      options.signal?.removeEventListener('abort', close);
      output.close();
    }
  });
}

async function play(
  source: DataSource,
  info: DatasetInfo,
  { rate = 0, frames = info.shape[0]!, lose = [], signal }: SimulateOptions,
  output: DetectorOutput,
): Promise<number> {
  const read = framesOf(source, info);
  const lost = new Set(lose);
  await output.begin({ frames, image: await read(0) });
  const startMs = performance.now();
  let given = 0;
  for (let number = 0; number < frames; number++) {
    if (signal?.aborted) throw DaisyError.cancelled('The simulation');
    const waitMs = rate > 0 ? startMs + (number * 1000) / rate - performance.now() : 0;
    if (waitMs > 1) await new Promise(resolve => setTimeout(resolve, waitMs));
    if (lost.has(number)) continue;
    const entry = number % info.shape[0]!;
    await output.frame(number, await read(entry), entry);
    given += 1;
  }
  await output.end();
  return given;
}

/** Reads entries; those that fit into some memory are read once. */
function framesOf(source: DataSource, { path, shape }: DatasetInfo): (entry: number) => Promise<NdArray> {
  const kept = new Map<number, NdArray>();
  let left = keptBytes;
  return async entry => {
    const known = kept.get(entry);
    if (known) return known;
    const part = await readPart(source, path, [[entry, entry + 1], ...shape.slice(1).map(() => null)]);
    const image = takeFirst(part, 0);
    left -= image.data.byteLength;
    if (left > 0) kept.set(entry, image);
    return image;
  };
}

async function outputOf({ kind, at, compression = 'bslz4' }: SimulateOptions): Promise<DetectorOutput> {
  switch (kind) {
    case 'simplon2':
      return streamOutput(at ?? 'tcp://127.0.0.1:31001', simplon2Messages(compression));
    case 'simplon1':
      return streamOutput(at ?? 'tcp://127.0.0.1:9999', simplon1Messages(compression));
    case 'json':
      return streamOutput(at ?? 'tcp://127.0.0.1:5555', jsonMessages(compression));
    case 'directory':
      return imageFolder(needed(at, 'a folder'));
    case 'hdf5':
      return growingHdf5(needed(at, 'the name of a file'));
  }
}

function needed(at: string | undefined, what: string): string {
  if (at !== undefined) return at;
  throw new DaisyError('Input', { message: `The simulated detector needs ${what} to write to.`, field: 'at' });
}
