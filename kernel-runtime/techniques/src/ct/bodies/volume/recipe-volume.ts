import { completeParams, DaisyError, type AnyAlgorithm, type LazyArray, type NdArray } from '@daisy-lab/core';
import { findAxis } from '../../contracts/find-axis.js';
import type { CtScan } from '../../scan.js';
import { findAxisOfScan } from '../axis/find-axis.js';
import { lazyVolume } from './lazy-volume.js';
import { RowCache } from './row-cache.js';

/** Runs a workflow and gives its slices; what an engine does. */
export type RunSlices = (
  algorithm: AnyAlgorithm,
  inputs: { readonly scan: CtScan },
  params: Readonly<Record<string, unknown>>,
  signal: AbortSignal | undefined,
) => Promise<NdArray<'float32'>>;

export interface VolumeRecipe {
  /** `ct.full`, or any workflow with its input `scan` and its parameters `axisPx`, `firstRow` and `endRow`. */
  readonly algorithm: AnyAlgorithm;
  readonly scan: CtScan;
  readonly params: Readonly<Record<string, unknown>>;
  readonly run: RunSlices;
  /** Bytes of slices that are kept. Default 1 GB. */
  readonly budgetBytes?: number;
  /** Rows that a step needs beside those wanted, such as phase retrieval. Default 0. */
  readonly marginRows?: number;
}

/** A slice of the volume along one of its axes. */
export type Plane = 'row' | 'y' | 'x';

export interface SliceRequest {
  readonly signal?: AbortSignal;
  /** For planes across the rows: called with the image each time more of it is there, and the finished fraction (0..1). */
  readonly onPart?: (image: NdArray<'float32'>, fraction: number) => void;
}

/** A volume that exists as its recipe: slices are made from the raw data when they are asked for. */
export interface RecipeVolume {
  /** [row, y, x] */
  readonly shape: readonly [number, number, number];
  /** The one that all slices are made with. */
  readonly axisPx: number;
  /** One slice: `row` gives [y, x], `y` gives [row, x], `x` gives [row, y]; the last two need all rows and come in parts. */
  slice(plane: Plane, index: number, request?: SliceRequest): Promise<NdArray<'float32'>>;
  /**
   * The whole volume as an array that is computed when it is read, for `saveVolume` and others that read by parts: it goes to a file in
   * the memory of a few bands, and is not written anywhere else.
   */
  array(): LazyArray<'float32', readonly ['row', 'y', 'x']>;
}

/** Rows that are reconstructed together: a batch costs the same for one row as for eight. */
const bandRows = 8;
const defaultBudget = 1e9;

/**
 * Open a reconstruction as a volume without computing it. The axis is found once, unless the parameters give it; what was made
 * stays in a cache. Bands of eight rows are made at once, so that the neighbours of a slice are there when it is scrolled.
 */
export async function openVolume(recipe: VolumeRecipe, signal?: AbortSignal): Promise<RecipeVolume> {
  const { scan } = recipe;
  const params = await withAxis(recipe, signal);
  const { firstRow = 0, endRow = scan.description.rows } = params as { firstRow?: number; endRow?: number };
  const rows = endRow - firstRow;
  const makeBand = async (first: number, stop: AbortSignal | undefined): Promise<NdArray<'float32'>> => {
    const margin = recipe.marginRows ?? 0;
    const from = Math.max(0, firstRow + first - margin);
    const to = Math.min(scan.description.rows, firstRow + Math.min(rows, first + bandRows) + margin);
    const made = await recipe.run(recipe.algorithm, { scan }, { ...params, firstRow: from, endRow: to }, stop);
    return takeRows(made, firstRow + first - from, Math.min(bandRows, rows - first));
  };
  // the middle tells the size, and is what a viewer shows first
  const middle = Math.floor(rows / 2 / bandRows) * bandRows;
  const cache = new RowCache(recipe.budgetBytes ?? defaultBudget, makeBand);
  const { shape } = await cache.band(middle, signal);
  const [height, width] = [shape[1]!, shape[2]!];
  const lengths = { row: rows, y: height, x: width };
  return {
    shape: [rows, height, width],
    array: () => lazyVolume(cache, [rows, height, width], bandRows),
    axisPx: params.axisPx,
    slice: async (plane, index, request = {}) => {
      checkIndex(plane, index, lengths[plane]);
      if (plane !== 'row') return across(cache, plane, index, [rows, height, width], request);
      const first = Math.floor(index / bandRows) * bandRows;
      const band = await cache.band(first, request.signal);
      const start = (index - first) * height * width;
      return {
        ...band,
        data: band.data.subarray(start, start + height * width),
        shape: [height, width],
        axes: ['y', 'x'],
      };
    },
  };
}

/** The parameters with the axis in them: bands must not each find their own. */
async function withAxis(
  { scan, params }: VolumeRecipe,
  signal: AbortSignal | undefined,
): Promise<Readonly<Record<string, unknown>> & { readonly axisPx: number }> {
  const { axisPx, ...search } = completeParams(
    'ct.findAxis',
    findAxis.params,
    pick(params, Object.keys(findAxis.params)),
  );
  if (axisPx !== undefined) return { ...params, axisPx };
  const turns = { signal: signal ?? new AbortController().signal, progress: () => undefined };
  const { evidence } = await findAxisOfScan(scan, search, turns);
  return { ...params, axisPx: evidence.axisPx };
}

function pick(params: Readonly<Record<string, unknown>>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).filter(([name]) => names.includes(name)));
}

/** One line of every row, band by band from the coarse picture to the full one. */
async function across(
  cache: RowCache,
  plane: 'y' | 'x',
  index: number,
  [rows, height, width]: readonly [number, number, number],
  { signal, onPart }: SliceRequest,
): Promise<NdArray<'float32'>> {
  const length = plane === 'y' ? width : height;
  const data = new Float32Array(rows * length).fill(Number.NaN);
  const axes = plane === 'y' ? (['row', 'x'] as const) : (['row', 'y'] as const);
  const image: NdArray<'float32'> = { dtype: 'float32', shape: [rows, length], axes, data, unit: '1/pixel' };
  const bands = coarseToFine(Math.ceil(rows / bandRows));
  for (const [done, number] of bands.entries()) {
    const first = number * bandRows;
    const band = await cache.band(first, signal);
    for (let row = 0; row < Math.min(bandRows, rows - first); row++) {
      const slice = band.data.subarray(row * height * width, (row + 1) * height * width);
      const line = data.subarray((first + row) * length, (first + row + 1) * length);
      if (plane === 'y') line.set(slice.subarray(index * width, (index + 1) * width));
      else for (let y = 0; y < height; y++) line[y] = slice[y * width + index]!;
    }
    onPart?.(image, (done + 1) / bands.length);
  }
  return image;
}

/** 0 .. count - 1 so that each prefix is spread evenly: the order of the bits reversed. */
function coarseToFine(count: number): number[] {
  const bits = Math.ceil(Math.log2(Math.max(2, count)));
  const reversed = (value: number): number =>
    Array.from({ length: bits }, (_, bit) => ((value >> bit) & 1) << (bits - 1 - bit)).reduce((a, b) => a | b, 0);
  return Array.from({ length: 2 ** bits }, (_, i) => reversed(i)).filter(number => number < count);
}

function takeRows(volume: NdArray<'float32'>, first: number, count: number): NdArray<'float32'> {
  const [rows, height, width] = volume.shape as [number, number, number];
  if (first === 0 && count === rows) return volume;
  const size = height * width;
  return { ...volume, data: volume.data.slice(first * size, (first + count) * size), shape: [count, height, width] };
}

function checkIndex(plane: Plane, index: number, length: number): void {
  if (Number.isInteger(index) && index >= 0 && index < length) return;
  throw new DaisyError('Input', {
    message: `There is no slice ${index} along ${plane}: the volume has ${length}.`,
    action: `Choose a slice from 0 to ${length - 1}.`,
  });
}
