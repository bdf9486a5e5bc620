import { DaisyError, sizeOf, type NdArray } from '@daisy-lab/core';
import { parseAddress, selectionOf } from '../io/address.js';
import type { DataSource } from '../io/data-source.js';
import { defaultDataset } from '../io/default-dataset.js';
import { columnsOfSource } from '../io/table-of-source.js';
import { readPart } from '../io/read-part.js';
import { createSink, withSource } from '../io/source-kinds.js';

/** Values that are printed when no file is named. */
const mostPrinted = 1000;

/** `daisy read URI[::path[sel]] [--out FILE] [--overwrite]`: a part of a dataset, into a file of the kind that its name says. */
export async function read(args: readonly string[]): Promise<number> {
  const { address, out, overwrite } = readArguments(args);
  const { file, dataset, parts } = parseAddress(address);
  if (out !== undefined && dataset === undefined && parts.length === 0) {
    if (await withSource(file, source => writeTable(source, out, overwrite))) return 0;
  }
  const array = await withSource(file, async source => {
    const path = dataset ?? defaultDataset(source);
    const texts = source.texts?.(path);
    if (texts && out === undefined) {
      process.stdout.write(`${texts.join('\n')}\n`);
      return null;
    }
    return selected(source, path, parts);
  });
  if (!array) return 0;
  if (out === undefined) print(array);
  else await write(out, array, overwrite);
  return 0;
}

async function selected(
  source: DataSource,
  path: string,
  parts: ReturnType<typeof parseAddress>['parts'],
): Promise<NdArray> {
  const info = source.describe(path);
  if (!info)
    throw new DaisyError('File', {
      message: `There is no dataset ${path} in ${source.path}.`,
      path: source.path,
      dataset: path,
    });
  const { selection, dropped } = selectionOf(parts, info.shape);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    const array = await readPart(source, path, selection, { signal: stop.signal });
    const shape = array.shape.filter((_, axis) => !dropped.has(axis));
    return { ...array, shape, axes: array.axes.filter((_, axis) => !dropped.has(axis)) };
  } finally {
    process.off('SIGINT', interrupt);
  }
}

/** A table goes over with all of its columns, where the file takes such. */
async function writeTable(source: DataSource, out: string, overwrite: boolean): Promise<boolean> {
  const columns = columnsOfSource(source);
  if (!columns) return false;
  const sink = await createSink(out, { overwrite });
  try {
    if (!sink.writeTexts) {
      await sink.abort();
      return false;
    }
    for (const { path, texts, attributes } of columns) {
      if (texts) sink.writeTexts(path, texts, attributes);
      else await sink.write(path, await readPart(source, path), attributes);
    }
    await sink.finish();
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
  process.stdout.write(`${sink.path}: ${columns.length} columns\n`);
  return true;
}

async function write(out: string, array: NdArray, overwrite: boolean): Promise<void> {
  const sink = await createSink(out, { overwrite });
  try {
    const whole = array.shape.length === 0 ? { ...array, shape: [1], axes: ['value'] } : array;
    await sink.write('/data', whole);
    await sink.finish();
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
  process.stdout.write(`${sink.path}: ${array.dtype} [${array.shape.join(', ')}]\n`);
}

function print({ data, shape }: NdArray): void {
  const width = shape.at(-1) ?? 1;
  const rows = Math.ceil(Math.min(sizeOf(shape), mostPrinted) / width);
  for (let row = 0; row < rows; row++) {
    process.stdout.write(
      `${Array.from(data.subarray(row * width, Math.min((row + 1) * width, mostPrinted)), String).join(' ')}\n`,
    );
  }
  if (data.length > mostPrinted)
    process.stderr.write(`${data.length - mostPrinted} more values; name a file with --out.\n`);
}

function readArguments(args: readonly string[]): { address: string; out: string | undefined; overwrite: boolean } {
  const words: string[] = [];
  let out: string | undefined;
  for (let at = 0; at < args.length; at++) {
    const [, inline] = /^--out(?:=(.*))?$/s.exec(args[at]!) ?? [null, null];
    if (inline !== null) {
      out = inline ?? args[++at];
      if (out === undefined) throw new DaisyError('Input', { message: '--out needs a value.' });
    } else if (args[at] !== '--overwrite') words.push(args[at]!);
  }
  const [address, ...more] = words;
  if (address === undefined || more.length > 0 || address.startsWith('--')) {
    throw new DaisyError('Input', {
      message: more.length > 0 ? `daisy read does not understand "${more[0]}".` : 'daisy read takes one address.',
      action: 'Write: daisy read scan.h5::/exchange/data[0] --out frame.tif',
    });
  }
  return { address, out, overwrite: args.includes('--overwrite') };
}
