import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ndarray } from '@daisy-lab/core';
import { memoryScan, type CtScan } from '@daisy-lab/techniques/ct';
import { test } from '@jest/globals';
import h5wasm from 'h5wasm/node';

const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const root = process.env['DAISY_TEST_DATA'] ?? resolve(repository, '../shared/data');

/** A test that needs a file of the test data; without it the test is skipped and its name says why. */
export function testWith(file: string, name: string, body: (path: string) => Promise<void> | void): void {
  const path = resolve(root, file);
  if (existsSync(path)) test(name, () => body(path));
  else test.skip(`${name} (${file} is not there)`, () => undefined);
}

/** A Data Exchange file as a scan in memory. */
export async function openDataExchange(path: string): Promise<CtScan> {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  const stored = (name: string) => {
    const dataset = file.get(`exchange/${name}`) as { value: Float32Array; shape: number[] };
    return { data: Float32Array.from(dataset.value), shape: dataset.shape };
  };
  const projections = stored('data');
  const [flats, darks] = [stored('data_white'), stored('data_dark')];
  const anglesRad = Float64Array.from(stored('theta').data, degrees => (degrees * Math.PI) / 180);
  file.close();
  return memoryScan(
    {
      projections: ndarray(projections.data, projections.shape, ['angle', 'row', 'column'], 'count'),
      flats: ndarray(flats.data, flats.shape, ['frame', 'row', 'column'], 'count'),
      darks: ndarray(darks.data, darks.shape, ['frame', 'row', 'column'], 'count'),
    },
    anglesRad,
    path,
  );
}

/** A little-endian, C-ordered NumPy file of float32 or int32. */
export function readNpy(path: string): { readonly data: Float64Array; readonly shape: number[] } {
  const bytes = readFileSync(path);
  const headerEnd = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, headerEnd);
  const [, descr, order, dimensions] = /'descr': '(.*?)', 'fortran_order': (.*?), 'shape': \((.*?)\)/.exec(header)!;
  if (!['<f4', '<i4'].includes(descr!) || order !== 'False') throw new Error(`not expected: ${header}`);
  const shape = dimensions!.split(',').filter(Boolean).map(Number);
  const data = Float64Array.from({ length: (bytes.length - headerEnd) / 4 }, (_, i) =>
    descr === '<f4' ? bytes.readFloatLE(headerEnd + 4 * i) : bytes.readInt32LE(headerEnd + 4 * i),
  );
  return { data, shape };
}
