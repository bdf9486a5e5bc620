import { gridKernel } from './kernel.js';
import { tailCorrection } from './tail-correction.js';
import { isShort, polarLengthOf, radicesOf, sameGeometry, sizesOf, type Geometry, type Sizes } from './sizes.js';

/** Tables of a geometry, as they lie in the memory of a batch. Immutable, made once, copied into every workspace. */
export interface Tables {
  readonly geometry: Geometry;
  readonly sizes: Sizes;
  readonly angleTable: BigInt64Array;
  readonly kernelTable: Float32Array;
  readonly deapodisation: Float32Array;
  /** For projections in a short period. */
  readonly tails: Float32Array | undefined;
  readonly polarTwiddles: Twiddles;
  readonly gridTwiddles: Twiddles;
}

export interface Twiddles {
  readonly length: number;
  readonly radices: readonly number[];
  /** One array per pass. */
  readonly factors: readonly Float32Array[];
}

const keptTables = 8;
let kept: Tables[] = [];

/** The tables of a geometry; those of the last geometries are kept. */
export function tablesOf(geometry: Geometry): Tables {
  const found = kept.find(tables => sameGeometry(tables.geometry, geometry)) ?? makeTables(geometry);
  kept = [found, ...kept.filter(tables => tables !== found)].slice(0, keptTables);
  return found;
}

function makeTables(geometry: Geometry): Tables {
  const sizes = sizesOf(geometry);
  const kernel = gridKernel(sizes.kernelWidth, sizes.gridSize / sizes.columns);
  return {
    geometry: { ...geometry, anglesRad: Float64Array.from(geometry.anglesRad) },
    sizes,
    angleTable: angleTable(geometry.anglesRad, sizes),
    kernelTable: kernelTable(kernel.width, kernel.value),
    deapodisation: deapodisation(sizes, kernel.transform),
    tails: isShort(sizes) ? tailCorrection(sizes.columns, sizes.polarLength, polarLengthOf(sizes.columns)) : undefined,
    polarTwiddles: twiddles(sizes.polarLength),
    gridTwiddles: twiddles(sizes.gridSize),
  };
}

/** Per angle |cos|, direction * sin, direction: samples run so that u never decreases. 32.32 fixed point, cells per polar step. */
function angleTable(anglesRad: Float64Array, { gridSize, polarLength }: Sizes): BigInt64Array {
  const table = new BigInt64Array(anglesRad.length * 3);
  const scale = (gridSize / polarLength) * 2 ** 32;
  anglesRad.forEach((angle, p) => {
    const cos = Math.cos(angle);
    const direction = cos >= 0 ? 1 : -1;
    table[3 * p] = BigInt(Math.round(Math.abs(cos) * scale));
    table[3 * p + 1] = BigInt(Math.round(direction * Math.sin(angle) * scale));
    table[3 * p + 2] = BigInt(direction);
  });
  return table;
}

/**
 * 256 rows by fraction of a cell: weights, then their differences to the next row per 2^-24 of a cell. The chord between two rows lies
 * h^2 f'' / 12 above the curve on average; that is taken off the rows, which leaves 0.4 of the error of the interpolation.
 */
function kernelTable(width: number, value: (distance: number) => number): Float32Array {
  const slots = width > 4 ? 8 : 4;
  const table = new Float32Array(256 * 2 * slots);
  const step = 1 / 256;
  const weight = (fraction: number, i: number): number => {
    if (i >= width) return 0;
    const z = i + 1 - width / 2 - fraction;
    const here = value(z);
    // at its ends the kernel has to vanish
    if (Math.abs(z) + step >= width / 2) return here;
    return here - (value(z + step) - 2 * here + value(z - step)) / 12;
  };
  for (let row = 0; row < 256; row++) {
    for (let i = 0; i < slots; i++) {
      const here = weight(row / 256, i);
      table[row * 2 * slots + i] = here;
      table[row * 2 * slots + slots + i] = (weight((row + 1) / 256, i) - here) / 2 ** 24;
    }
  }
  return table;
}

/** (-1)^x / transform of the kernel: the sign moves frequency zero of the grid to its first cell for nothing. */
function deapodisation({ columns, gridSize }: Sizes, transform: (frequency: number) => number): Float32Array {
  const half = columns >> 1;
  const side = Float64Array.from({ length: half + 1 }, (_, x) => (x % 2 === 0 ? 1 : -1) / transform(x / gridSize));
  return Float32Array.from({ length: columns }, (_, x) => side[Math.abs(x - half)]!);
}

function twiddles(length: number): Twiddles {
  const radices = radicesOf(length);
  let rest = length;
  const factors = radices.map(radix => {
    const groups = rest / radix;
    const table = new Float32Array(groups * (radix - 1) * 2);
    for (let p = 0, i = 0; p < groups; p++) {
      for (let k = 1; k < radix; k++) {
        const angle = (2 * Math.PI * p * k) / rest;
        table[i++] = Math.cos(angle);
        table[i++] = Math.sin(angle);
      }
    }
    rest = groups;
    return table;
  });
  return { length, radices, factors };
}
