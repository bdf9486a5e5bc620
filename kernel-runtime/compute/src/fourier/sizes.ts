import { DaisyError } from '@daisy-lab/core';
import { interpolationOf, type Quality } from './quality.js';
import { tailBytes } from './tail-correction.js';

/** What depends on the scan and the quality but not on the filter or the axis. */
export interface Geometry {
  readonly columns: number;
  readonly anglesRad: Float64Array;
  readonly quality: Quality;
  /** Length of the padded projections, `polarLengthOf` or `shortLengthOf` the columns. */
  readonly polarLength: number;
}

/** Lengths of the transforms. */
export interface Sizes {
  readonly columns: number;
  readonly angles: number;
  /** Length of the padded projections. */
  readonly polarLength: number;
  readonly gridSize: number;
  readonly kernelWidth: number;
  /** Grid columns filled and transformed together: enough to share the setup of an angle, few enough for the cache. */
  readonly bandRows: number;
}

export function sizesOf(geometry: Geometry): Sizes {
  const { columns, anglesRad, quality, polarLength } = geometry;
  const { kernelWidth, oversampling } = interpolationOf(quality);
  return {
    columns,
    angles: anglesRad.length,
    polarLength,
    gridSize: transformLength(Math.max(oversampling * columns, columns + 16)),
    kernelWidth,
    bandRows: columns < 2000 ? 32 : 64,
  };
}

/** Length to which projections are padded for linear, not cyclic, convolution with any filter. */
export function polarLengthOf(columns: number): number {
  return transformLength(2 * columns);
}

/** A shorter one: the farthest corner of a slice does not reach the next period, but the tails of the ramp do (tail-correction.ts). */
export function shortLengthOf(columns: number): number {
  return transformLength(1.25 * columns);
}

export function isShort({ columns, polarLength }: Sizes): boolean {
  return polarLength < 2 * columns;
}

export function sameGeometry(a: Geometry, b: Geometry): boolean {
  return (
    a.columns === b.columns &&
    a.quality === b.quality &&
    a.polarLength === b.polarLength &&
    a.anglesRad.length === b.anglesRad.length &&
    a.anglesRad.every((angle, p) => angle === b.anglesRad[p])
  );
}

/** The smallest multiple of 32 >= `atLeast` with factors 2, 3 and 5: first and last pass of the kernels are radix 4 or 8. */
function transformLength(atLeast: number): number {
  for (let length = Math.ceil(atLeast / 32) * 32; ; length += 32) {
    let rest = length;
    for (const prime of [2, 3, 5]) while (rest % prime === 0) rest /= prime;
    if (rest === 1) return length;
  }
}

/** Radices of the passes: one 8 when the power of two is odd, then 3 and 5, then 4. */
export function radicesOf(length: number): number[] {
  let rest = length;
  let twos = 0;
  for (; rest % 2 === 0; rest /= 2) twos++;
  const odd: number[] = [];
  for (const radix of [3, 5]) for (; rest % radix === 0; rest /= radix) odd.push(radix);
  const even: number[] = [];
  if (twos % 2 === 1) {
    even.push(8);
    twos -= 3;
  }
  for (; twos > 0; twos -= 2) even.push(4);
  return [even[0]!, ...odd, ...even.slice(1)];
}

/** Byte offsets of everything in the memory of one batch. */
export interface MemoryLayout {
  readonly plan: number;
  readonly control: number;
  readonly polarPlan: number;
  readonly gridPlan: number;
  readonly angleTable: number;
  readonly kernelTable: number;
  readonly deapodisation: number;
  readonly weights: number;
  readonly filter: number;
  readonly tails: number;
  readonly tailFactors: number;
  readonly polar: number;
  readonly polarStride: number;
  readonly halfGrid: number;
  readonly halfGridStride: number;
  /** Per thread: work space of the stages, and eight slots of samples or pixels on their way in or out. */
  readonly work: readonly number[];
  readonly staging: readonly number[];
  readonly bytes: number;
}

/** Projections or image rows that are staged at once: the staging area of 2048 columns is 1 MiB and stays in the cache. */
export const stagedLines = 16;
/** Slices of a batch. */
export const slotCount = 8;
const pointBytes = 32;
/** Cells before and after each row of the grid, and frequencies before and after each spectrum (assembly/plan.ts). */
const guardCells = 24;
const beyondEnds = 24;

/** @throws DaisyError `Resource` when a batch does not fit in the 4 GiB that WebAssembly can address. */
export function layoutOf(sizes: Sizes, threads: number): MemoryLayout {
  const { columns, angles, polarLength, gridSize, kernelWidth, bandRows } = sizes;
  let top = 1024;
  const place = (bytes: number): number => {
    const at = top;
    top = Math.ceil((top + bytes) / 256) * 256 + 256; // the gap keeps arrays from starting in the same cache set
    return at;
  };
  // two more lines a row: a stride that is a multiple of 4 KiB would put a column in one cache set
  const halfGridStride = gridSize * pointBytes + 128;
  const polarStride = (polarLength + 2 * beyondEnds) * pointBytes;
  const workBytes = Math.max(
    polarLength * 3 * pointBytes,
    (gridSize + 2 * guardCells) * pointBytes * (bandRows + kernelWidth) + gridSize * 3 * pointBytes,
  );
  const perThread = Array.from({ length: threads }, (_, index) => index);
  const layout = {
    plan: place(256),
    control: place(64),
    polarPlan: place(fftPlanBytes(polarLength)),
    gridPlan: place(fftPlanBytes(gridSize)),
    angleTable: place(angles * 24),
    kernelTable: place(256 * 2 * 8 * 4),
    deapodisation: place((columns + 4) * 4),
    weights: place(angles * 4),
    filter: place(polarLength * pointBytes),
    tails: place(tailBytes.tables),
    tailFactors: place(tailBytes.factors),
    polar: place(angles * polarStride) + beyondEnds * pointBytes,
    polarStride,
    halfGrid: place(columns * halfGridStride),
    halfGridStride,
    work: perThread.map(() => place(workBytes + 4096)),
    staging: perThread.map(() => place(slotCount * stagedLines * columns * 4)),
  };
  if (top >= 2 ** 32 - 65536) {
    throw new DaisyError('Resource', {
      message: `A batch of slices of ${columns} columns and ${angles} angles needs ${(top / 2 ** 30).toFixed(1)} GiB, more than the 4 GiB of one WebAssembly memory.`,
      action: 'Bin the projections by 2, or use fewer angles.',
      columns,
      angles,
    });
  }
  return { ...layout, bytes: top };
}

/** Most bytes that one batch in flight takes beside its samples and slices, with two threads at work on it. */
export function workspaceBytes(geometry: Omit<Geometry, 'polarLength'>): number {
  return layoutOf(sizesOf({ ...geometry, polarLength: polarLengthOf(geometry.columns) }), 2).bytes;
}

function fftPlanBytes(length: number): number {
  return 8 + 8 * radicesOf(length).length + 8 * length * 2;
}
