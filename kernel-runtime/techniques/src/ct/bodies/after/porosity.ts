import { labelRegions } from '@daisy-lab/compute';
import { ndarray, type ColumnTable, type NdArray } from '@daisy-lab/core';
import { circleSpans, wholeSpans, type Slices } from './values.js';

export interface PorosityParams {
  readonly phase: 'pores' | 'solid';
  readonly circle: boolean;
  readonly minVoxels: number;
}

export interface Porosity {
  readonly porosity: number;
  readonly count: number;
  readonly labels: NdArray<'uint32', readonly ['row', 'y', 'x']>;
  readonly regions: ColumnTable;
}

/** 1 pores and solid -> 2 label the phase -> 3 drop what is small -> 4 a line per region. */
export function porosityOf(slices: Slices, threshold: number, { phase, circle, minVoxels }: PorosityParams): Porosity {
  const [rows, height, width] = slices.shape as [number, number, number];
  const spans = circle ? circleSpans(slices.shape, 1) : wholeSpans(slices.shape);
  const chosen = new Uint8Array(slices.data.length);
  let [pores, solid] = [0, 0];
  for (let line = 0; line < rows * height; line++) {
    const y = line % height;
    for (let i = line * width + spans[2 * y]!; i < line * width + spans[2 * y + 1]!; i++) {
      const value = slices.data[i]!;
      const pore = value < threshold;
      if (pore) pores++;
      else if (value >= threshold) solid++;
      else continue;
      if (pore === (phase === 'pores')) chosen[i] = 1;
    }
  }
  const { labels, count: found } = labelRegions(chosen, rows, height, width);
  const count = dropSmall(labels, found, minVoxels);
  return {
    porosity: pores + solid === 0 ? 0 : pores / (pores + solid),
    count,
    labels: ndarray(labels, slices.shape, ['row', 'y', 'x']),
    regions: regionTable(labels, count, height, width),
  };
}

/** Numbers the regions that are large enough anew, in place; tells how many there are. */
function dropSmall(labels: Uint32Array, count: number, minVoxels: number): number {
  const sizes = new Float64Array(count + 1);
  for (const label of labels) sizes[label]!++;
  const numbers = new Uint32Array(count + 1);
  let kept = 0;
  for (let label = 1; label <= count; label++) if (sizes[label]! >= minVoxels) numbers[label] = ++kept;
  for (let i = 0; i < labels.length; i++) labels[i] = numbers[labels[i]!]!;
  return kept;
}

function regionTable(labels: Uint32Array, count: number, height: number, width: number): ColumnTable {
  const [voxels, x, y, row] = Array.from({ length: 4 }, () => new Float64Array(count)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let i = 0; i < labels.length; i++) {
    const region = labels[i]! - 1;
    if (region < 0) continue;
    voxels[region]!++;
    x[region]! += i % width;
    y[region]! += Math.floor(i / width) % height;
    row[region]! += Math.floor(i / (width * height));
  }
  const mean = (sums: Float64Array): Float64Array => sums.map((sum, region) => sum / voxels[region]!);
  return {
    label: Float64Array.from({ length: count }, (_, region) => region + 1),
    voxels,
    x: mean(x),
    y: mean(y),
    row: mean(row),
    diameter: voxels.map(volume => Math.cbrt((6 * volume) / Math.PI)),
  };
}
