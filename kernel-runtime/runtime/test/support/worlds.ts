import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ct, ndarray, saveScan, type NdArray } from '@daisy-lab/runtime';

/** A fresh folder outside the checkout. */
export function freshFolder(): string {
  return mkdtempSync(join(tmpdir(), 'daisy-'));
}

const dataFolder = process.env['DAISY_TEST_DATA'] ?? resolve('..', 'shared', 'data');

/** Path of a measured scan, or null (and a printed reason) when the data are not on this machine. */
export function measured(name: string): string | null {
  const path = join(dataFolder, name);
  if (existsSync(path)) return path;
  process.stdout.write(`skipped: there is no ${path}; set DAISY_TEST_DATA to the folder of measured data\n`);
  return null;
}

interface SmallScan {
  readonly angles?: number;
  readonly flats?: NdArray | null;
  readonly fill?: number;
  readonly angleValues?: number;
}

/** Writes a scan of 8 rows x 32 columns with a cylinder in the middle. */
export function smallScan(
  path: string,
  { angles = 40, flats = constant(3, 8, 32, 1000), fill, angleValues = angles }: SmallScan = {},
): Promise<string> {
  const projections = constant(angles, 8, 32, 1000);
  projections.data.forEach((_, at) => (projections.data[at] = Math.abs((at % 32) - 15) < 6 ? 400 : 1000));
  if (fill !== undefined) projections.data[7] = fill;
  const anglesRad = Float64Array.from({ length: angleValues }, (_, index) => (index * Math.PI) / angleValues);
  return saveScan(path, { projections, flats, darks: constant(2, 8, 32, 0), anglesRad });
}

/** Simulated scans of 6 rows, `a.h5` and `b.h5`, which differ in their axis. */
export async function twoScans(
  folder: string,
  size: { readonly columns: number; readonly angles: number },
): Promise<void> {
  for (const [name, axisPx] of Object.entries({ 'a.h5': 16, 'b.h5': 17 })) {
    const { arrays, anglesRad } = ct.simulateScan({ ...size, rows: 6, axisPx });
    await saveScan(join(folder, name), { ...arrays, anglesRad });
  }
}

export function constant(frames: number, rows: number, columns: number, value: number): NdArray<'float32'> {
  const data = new Float32Array(frames * rows * columns).fill(value);
  return ndarray<'float32', readonly string[]>(data, [frames, rows, columns], ['frame', 'row', 'column']);
}
