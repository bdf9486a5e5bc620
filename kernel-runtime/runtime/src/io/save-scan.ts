import { DaisyError, type NdArray, type TypedArray } from '@daisy-lab/core';
import type { DataSink } from './data-source.js';
import { createSink } from './source-kinds.js';

/** A scan in memory. */
export interface ScanData {
  readonly projections: NdArray;
  readonly flats: NdArray | null;
  readonly darks: NdArray | null;
  readonly anglesRad: Float64Array;
}

export interface SaveScanOptions {
  readonly overwrite?: boolean;
  /** `exchange` (default): Data Exchange, three datasets. `nxtomo`: NXtomo, one dataset with `image_key` beside it. */
  readonly layout?: 'exchange' | 'nxtomo';
}

/**
 * Writes a scan in the Data Exchange or the NXtomo layout, angles in degrees.
 * @returns the absolute path of the file
 * @throws DaisyError `File` when the file exists already (unless `overwrite`) or the folder does not take it, `Input` for frames of
 *   several sizes or types in NXtomo.
 */
export async function saveScan(path: string, scan: ScanData, options: SaveScanOptions = {}): Promise<string> {
  const sink = await createSink(path, { overwrite: options.overwrite ?? false });
  try {
    await (options.layout === 'nxtomo' ? writeNxTomo(sink, scan) : writeExchange(sink, scan));
    await sink.finish();
    return sink.path;
  } catch (thrown) {
    await sink.abort();
    throw thrown;
  }
}

/** @see https://dxfile.readthedocs.io */
async function writeExchange(sink: DataSink, scan: ScanData): Promise<void> {
  sink.writeScalar('/implements', 'exchange');
  sink.group('/exchange');
  await sink.write('/exchange/data', scan.projections, { units: 'counts', axes: 'theta:y:x' });
  if (scan.flats) await sink.write('/exchange/data_white', scan.flats, { units: 'counts' });
  if (scan.darks) await sink.write('/exchange/data_dark', scan.darks, { units: 'counts' });
  await sink.write('/exchange/theta', anglesDeg(scan.anglesRad), { units: 'degrees' });
}

const detector = '/entry/instrument/detector';

/** Flat and dark fields come first and have the first angle. @see https://manual.nexusformat.org/classes/applications/NXtomo.html */
async function writeNxTomo(sink: DataSink, { projections, flats, darks, anglesRad }: ScanData): Promise<void> {
  const parts = [
    { key: 1, frames: flats },
    { key: 2, frames: darks },
    { key: 0, frames: projections },
  ].flatMap(({ key, frames }) => (frames && frames.shape[0]! > 0 ? [{ key, frames }] : []));
  const { dtype, shape } = projections;
  for (const { frames } of parts) {
    if (frames.dtype === dtype && frames.shape[1] === shape[1] && frames.shape[2] === shape[2]) continue;
    throw new DaisyError('Input', {
      message: `Frames of ${frames.dtype} [${frames.shape.join(', ')}] do not go into one dataset with ${dtype} [${shape.join(', ')}].`,
      action: 'Write the layout "exchange".',
    });
  }
  const keys = Int32Array.from(parts.flatMap(({ key, frames }) => new Array<number>(frames.shape[0]!).fill(key)));
  const degrees = anglesDeg(anglesRad).data as Float64Array;
  let next = 0;
  const angles = Float64Array.from(keys, key => (key === 0 ? degrees[next++]! : (degrees[0] ?? 0)));
  sink.group('/', { NX_class: 'NXroot', default: 'entry' });
  sink.group('/entry', { NX_class: 'NXentry', default: 'data' });
  sink.writeScalar('/entry/definition', 'NXtomo');
  sink.group('/entry/instrument', { NX_class: 'NXinstrument' });
  sink.group(detector, { NX_class: 'NXdetector' });
  const writer = sink.create(
    `${detector}/data`,
    { dtype, shape: [keys.length, ...shape.slice(1)] },
    { units: 'counts' },
  );
  for (const { frames } of parts) await writer.append(frames.data);
  await sink.write(`${detector}/image_key`, column(keys));
  sink.group('/entry/sample', { NX_class: 'NXsample' });
  sink.writeScalar('/entry/sample/name', 'unknown');
  await sink.write('/entry/sample/rotation_angle', column(angles), { units: 'degrees' });
  sink.group('/entry/data', { NX_class: 'NXdata', signal: 'data', axes: ['rotation_angle', '.', '.'] });
  sink.link?.('/entry/data/data', `${detector}/data`);
  sink.link?.('/entry/data/image_key', `${detector}/image_key`);
  sink.link?.('/entry/data/rotation_angle', '/entry/sample/rotation_angle');
}

function column(data: TypedArray): NdArray {
  const dtype = data instanceof Int32Array ? 'int32' : 'float64';
  return { dtype, shape: [data.length], axes: ['frame'], data };
}

function anglesDeg(anglesRad: Float64Array): NdArray {
  const data = anglesRad.map(angle => (angle * 180) / Math.PI);
  return { dtype: 'float64', shape: [data.length], axes: ['angle'], unit: 'deg', data };
}
