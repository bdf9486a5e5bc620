import {
  isNdArray,
  DaisyError,
  isLazy,
  itemSize,
  ndarray,
  partOf,
  sizeOf,
  takeFirst,
  type NdArray,
  type Provenance,
} from '@daisy-lab/core';
import type { Attributes } from './attributes.js';
import type { DataSink, StorageChoice } from './data-source.js';
import { createSink } from './source-kinds.js';
import { chooseStorage, type StorageWish } from './storage/choose-storage.js';
import type { Access } from './storage/chunk-shape.js';
import { noteSaved } from '../engine/saved-files.js';
import { documentOf } from '../provenance/origin.js';
import { productVersion } from '../version.js';

/** Bytes that are read at a time from an array that lies on disk. */
const readBytes = 16 << 20;

/** What is known of an array before its values are. */
export type ArrayFacts = Pick<NdArray, 'dtype' | 'shape' | 'axes' | 'unit'>;

export interface SaveOptions {
  readonly overwrite?: boolean;
  readonly provenance?: Provenance;
  readonly signal?: AbortSignal;
  /** How the arrays will be read; by their frames by default. Kinds of files without chunks do not care. */
  readonly access?: Access;
  /**
   * `portable` (default): deflate where a sample shrinks to half, which every HDF5 program reads; `fast`: bitshuffle-LZ4 where it pays,
   * which others read with a plug-in; or a codec. The choice stands in attributes of the dataset.
   */
  readonly codec?: StorageWish['codec'];
}

/**
 * Writes arrays and numbers as a NeXus file: each array an NXdata group of its name, the first one the default to be plotted; numbers
 * in an NXcollection. It gets its name when it is complete.
 * @param outputs one array, or arrays and numbers by name
 * @returns the absolute path of the file
 * @throws DaisyError `File` when the file exists already (unless `overwrite`) or the folder does not take it.
 */
export async function saveVolume(
  path: string,
  outputs: NdArray | Readonly<Record<string, unknown>>,
  options: SaveOptions = {},
): Promise<string> {
  const named: Readonly<Record<string, unknown>> = isNdArray(outputs) ? { volume: outputs } : outputs;
  const arrays = Object.entries(named).filter((entry): entry is [string, NdArray] => isNdArray(entry[1]));
  const main = arrays[0]?.[0];
  if (main === undefined) {
    throw new DaisyError('Input', { message: 'There is no array to write.', action: 'Give at least one array.' });
  }
  const sink = await createSink(path, { overwrite: options.overwrite ?? false });
  try {
    beginVolumes(sink, main);
    for (const [name, array] of arrays) await writeData(sink, name, array, options);
    return await endVolumes(
      sink,
      arrays.map(([name]) => name),
      named,
      options.provenance,
    );
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

/** Begins a NeXus file of arrays, of which `main` is plotted by default. */
export function beginVolumes(sink: DataSink, main: string): void {
  sink.group('/', {
    NX_class: 'NXroot',
    default: 'entry',
    creator: `Daisy ${productVersion}`,
    created: new Date().toISOString(),
  });
  sink.group('/entry', { NX_class: 'NXentry', default: main });
}

/** Adds the numbers among some values and the provenance, and closes the file; gives its path. */
export async function endVolumes(
  sink: DataSink,
  names: readonly string[],
  values: Readonly<Record<string, unknown>>,
  provenance: Provenance | undefined,
): Promise<string> {
  writeNumbers(sink, values);
  if (provenance) writeProvenance(sink, provenance);
  await sink.finish();
  if (provenance) noteSaved(provenance, names, sink.path);
  return sink.path;
}

async function writeData(sink: DataSink, name: string, array: NdArray, options: SaveOptions): Promise<void> {
  const attributes = beginData(sink, name, array);
  await writeSlabs(sink, `/entry/${name}/data`, array, attributes, options);
  await endData(sink, name, array);
}

/** Begins the group of an array; gives the attributes of its values. */
export function beginData(sink: DataSink, name: string, array: ArrayFacts): Attributes {
  sink.group(`/entry/${name}`, {
    NX_class: 'NXdata',
    signal: 'data',
    axes: array.axes.length === 1 ? array.axes[0]! : array.axes,
  });
  return { long_name: name, ...(array.unit ? { units: array.unit } : {}) };
}

/** Ends the group of an array with the positions along its axes. */
export async function endData(sink: DataSink, name: string, { axes, shape }: ArrayFacts): Promise<void> {
  for (const [index, axis] of axes.entries()) {
    const positions = Float64Array.from({ length: shape[index]! }, (_, position) => position);
    await sink.write(`/entry/${name}/${axis}`, ndarray(positions, [positions.length], [axis]), {
      units: 'pixel',
      long_name: axis,
    });
  }
}

/**
 * Large arrays go entry by entry along their first axis, so that a cancel request is seen and memory stays small. What lies on disk
 * is read a few entries at a time.
 */
async function writeSlabs(
  sink: DataSink,
  path: string,
  array: NdArray,
  attributes: Attributes,
  options: SaveOptions,
): Promise<void> {
  if (array.shape.length < 2) return sink.write(path, array, attributes);
  const { dtype, shape } = array;
  const writer = sink.create(path, { dtype, shape, storage: await storageFor(array, options) }, attributes);
  const [length, ...entry] = shape as [number, ...number[]];
  const entryBytes = Math.max(1, sizeOf(entry) * itemSize(array.dtype));
  const atOnce = isLazy(array) ? Math.max(1, Math.floor(readBytes / entryBytes)) : length;
  for (let start = 0; start < length; start += atOnce) {
    const end = Math.min(length, start + atOnce);
    const part = await partOf(array, 0, start, end);
    for (let index = start; index < end; index++) {
      if (options.signal?.aborted) throw DaisyError.cancelled('Writing');
      await writer.append(takeFirst(part, index - start).data);
      if (index % 16 === 15) await new Promise(resolve => setImmediate(resolve));
    }
  }
}

/** What the entries at a quarter, the half and three quarters shrink to says how the array is stored. */
async function storageFor(array: NdArray, { access = 'frames', codec }: SaveOptions): Promise<StorageChoice> {
  const { dtype, shape } = array;
  const sample = await Promise.all(
    samplePlaces(shape[0]!).map(async place => (await partOf(array, 0, place, place + 1)).data),
  );
  return chooseStorage({ dtype, shape, access, sample, ...(codec ? { codec } : {}) });
}

/** The entries, of so many, that tell how far an array shrinks. */
export function samplePlaces(length: number): readonly number[] {
  if (length === 0) return [];
  return [...new Set([1, 2, 3].map(quarter => Math.floor((length * quarter) / 4)))];
}

function writeNumbers(sink: DataSink, named: Readonly<Record<string, unknown>>): void {
  const numbers = Object.entries(named).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  if (numbers.length === 0) return;
  sink.group('/entry/results', { NX_class: 'NXcollection' });
  for (const [name, value] of numbers) sink.writeScalar(`/entry/results/${name}`, value);
}

/** An NXprocess: what a person looks for as single values, and all of it as JSON in an NXnote, from which the run can be repeated. */
export function writeProvenance(sink: DataSink, provenance: Provenance): void {
  const { algorithm, version, params, inputs, times } = provenance;
  sink.group('/entry/process', { NX_class: 'NXprocess' });
  sink.writeScalar('/entry/process/program', 'Daisy');
  sink.writeScalar('/entry/process/version', productVersion);
  if (times) sink.writeScalar('/entry/process/date', times.ended ?? new Date().toISOString());
  sink.group('/entry/process/parameters', { NX_class: 'NXcollection', algorithm, version });
  sink.writeScalar('/entry/process/parameters/json', JSON.stringify(params));
  for (const [name, file] of Object.entries(inputs)) sink.writeScalar(`/entry/process/parameters/input_${name}`, file);
  const document = documentOf(provenance);
  sink.group('/entry/process/provenance', { NX_class: 'NXnote' });
  sink.writeScalar('/entry/process/provenance/type', 'application/json');
  sink.writeScalar('/entry/process/provenance/data', JSON.stringify(withoutText(provenance)));
  if (document === undefined) return;
  sink.group('/entry/process/document', { NX_class: 'NXnote' });
  sink.writeScalar('/entry/process/document/type', 'application/vnd.daisy.document+json');
  sink.writeScalar('/entry/process/document/data', document);
}

/** The text of the document stands beside the provenance. */
function withoutText({ document, ...rest }: Provenance): object {
  return document ? { ...rest, document: { path: document.path, sha256: document.sha256 } } : rest;
}
