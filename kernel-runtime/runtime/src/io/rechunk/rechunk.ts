import { DaisyError, itemSize, sizeOf } from '@daisy-lab/core';
import type { DatasetInfo, DataSink, DataSource, StorageChoice } from '../data-source.js';
import { readPart } from '../read-part.js';
import { createSink, withSource } from '../source-kinds.js';
import { copyDataset, storageOf } from './copy-dataset.js';
import type { RechunkOptions } from './rechunk-options.js';

/** What came of a copy. */
export interface Rechunked {
  /** The absolute path of the copy. */
  readonly path: string;
  readonly datasets: readonly { readonly path: string; readonly chunks: readonly number[]; readonly codec: string }[];
  /** Objects that the copy lacks, because what they hold is neither numbers nor one text. */
  readonly left: readonly string[];
}

const largeBytes = 1 << 20;

/**
 * Copies a data file with other chunks and compression: groups, attributes, numbers and single texts go along. The values are the
 * same, the file gets its name when it is complete.
 * @throws DaisyError `Input` when there is nothing to store anew, `File` when it cannot be read or written, `Cancelled`
 */
export async function rechunk(from: string, to: string, options: RechunkOptions = {}): Promise<Rechunked> {
  return withSource(from, async source => {
    const large = datasetsToRechunk(source, options.dataset);
    const sink = await createSink(to, { overwrite: options.overwrite ?? false });
    try {
      const total = large.reduce((sum, info) => sum + bytesOf(info), 0);
      let done = 0;
      const copied = (bytes: number): void => options.onProgress?.((done += bytes) / Math.max(1, total));
      const left = await copyRest(source, sink, new Set(large.map(({ path }) => path)));
      const datasets = [];
      for (const info of large) {
        const storage = await storageOf(source, info, options);
        await copyOne(source, sink, info, storage, options, copied);
        datasets.push({ path: info.path, chunks: storage.chunks, codec: storage.codec });
      }
      await sink.finish();
      return { path: sink.path, datasets, left };
    } catch (thrown) {
      await sink.abort();
      throw thrown;
    }
  });
}

async function copyOne(
  source: DataSource,
  sink: DataSink,
  info: DatasetInfo,
  storage: StorageChoice,
  options: RechunkOptions,
  copied: (bytes: number) => void,
): Promise<void> {
  const writer = sink.create(info.path, { dtype: info.dtype!, shape: info.shape, storage }, info.attributes);
  if (!writer.put) {
    throw new DaisyError('Input', {
      message: `${sink.path} is of a kind that has no chunks.`,
      action: 'Choose a name ending in .h5.',
    });
  }
  await copyDataset(source, info, storage, writer, options, copied);
}

function datasetsToRechunk(source: DataSource, dataset: string | undefined): readonly DatasetInfo[] {
  const first = firstNames(source);
  const found = source.tree().flatMap(({ kind, path }) => (kind === 'dataset' && first(path) === path ? [path] : []));
  const paths = dataset === undefined ? found : [first(dataset)];
  const infos = paths.map(path => source.describe(path)).filter(info => info !== null);
  const fit = infos.filter(
    info =>
      info.dtype &&
      (dataset !== undefined ? info.shape.length > 0 : info.shape.length > 1 && bytesOf(info) >= largeBytes),
  );
  if (fit.length > 0) return fit;
  throw new DaisyError('Input', {
    message:
      dataset === undefined
        ? `${source.path} has no large array.`
        : `${dataset} of ${source.path} is no array of numbers.`,
    action: 'Name an array, as in scan.h5::/exchange/data.',
  });
}

/** Everything but the arrays that are stored anew; an object with several names is copied once. Returns what cannot be copied. */
async function copyRest(source: DataSource, sink: DataSink, large: ReadonlySet<string>): Promise<readonly string[]> {
  const left: string[] = [];
  const first = firstNames(source);
  sink.group('/', source.attributes('/'));
  for (const { path, kind } of source.tree()) {
    if (kind === 'group') sink.group(path, source.attributes(path));
    else if (kind === 'link') left.push(path);
    else if (sink.link && first(path) !== path) sink.link(path, first(path));
    else if (!large.has(path) && !(await copySmall(source, sink, path))) left.push(path);
  }
  return left;
}

/** The first name of the object that a path leads to. */
function firstNames(source: DataSource): (path: string) => string {
  const names = new Map<string, string>();
  return path => {
    const identity = source.identity?.(path) ?? path;
    if (!names.has(identity)) names.set(identity, path);
    return names.get(identity)!;
  };
}

async function copySmall(source: DataSource, sink: DataSink, path: string): Promise<boolean> {
  const info = source.describe(path);
  if (!info) return false;
  if (info.dtype) {
    await sink.write(path, await readPart(source, path), info.attributes);
    return true;
  }
  const text = info.shape.length === 0 ? source.readScalar(path) : null;
  if (text === null) return false;
  sink.writeScalar(path, text, info.attributes);
  return true;
}

function bytesOf({ shape, dtype }: DatasetInfo): number {
  return dtype ? sizeOf(shape) * itemSize(dtype) : 0;
}
