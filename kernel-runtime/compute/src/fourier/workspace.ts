import { DaisyError } from '@daisy-lab/core';
import { wasm, type WasmMemory } from '../wasm/webassembly.js';
import { angularWeights } from './angular-weights.js';
import { writeFilter, writeTailFactors, type BatchFilter } from './filter-table.js';
import { layoutOf, sameGeometry, type Geometry, type MemoryLayout } from './sizes.js';
import { tailFactorCount, tailOrder } from './tail-correction.js';
import { tablesOf, type Tables, type Twiddles } from './tables.js';

/** Words of the control record: counters of the three stages, arrivals at the two barriers, and the stop flag. */
export const control = { projections: 0, bands: 1, rows: 2, filtered: 3, gridded: 4, stop: 5, words: 6 } as const;

/**
 * The memory of one batch in flight with the tables of one geometry in it. Making one costs page faults and the tables; changing
 * its filter or axis costs only the filter table.
 */
export class Workspace {
  readonly tables: Tables;
  readonly layout: MemoryLayout;
  readonly memory: WasmMemory;
  /** Threads that may work on the batch together. */
  readonly threads: number;
  private filterKey = '';

  /** @throws DaisyError `Resource` when there is not enough memory. */
  constructor(geometry: Geometry, threads: number) {
    this.tables = tablesOf(geometry);
    this.threads = threads;
    this.layout = layoutOf(this.tables.sizes, threads);
    this.memory = newMemory(this.layout.bytes);
    this.writeTables();
  }

  fits(geometry: Geometry): boolean {
    return sameGeometry(this.tables.geometry, geometry);
  }

  /** Counters of a turn, to be used with Atomics. */
  get control(): Int32Array {
    return new Int32Array(this.memory.buffer, this.layout.control, control.words);
  }

  /** Write the filter tables and the weights of the projections. */
  setFilter(batch: BatchFilter): void {
    const key = JSON.stringify(batch);
    if (key === this.filterKey) return;
    this.filterKey = key;
    const { lanes, kind = 'filtered', padding = 'zero' } = batch;
    const { tables, layout } = this;
    const { polarLength, angles } = tables.sizes;
    const floats = 2 * lanes.length;
    writeFilter(new Float32Array(this.memory.buffer, layout.filter, polarLength * floats), batch, tables.sizes);
    const corrected = tables.tails !== undefined && kind === 'filtered';
    if (corrected) {
      const factors = new Float32Array(this.memory.buffer, layout.tailFactors, tailFactorCount * floats);
      writeTailFactors(factors, batch, tables.sizes);
    }
    const weights = new Float32Array(this.memory.buffer, this.layout.weights, angles);
    if (kind === 'transpose') weights.fill(1);
    else weights.set(angularWeights(tables.geometry.anglesRad).map(weight => (weight * angles) / Math.PI));
    this.writePlan(lanes.length > 1, padding === 'edge', corrected);
  }

  private writeTables(): void {
    const { buffer } = this.memory;
    const { layout, tables } = this;
    new BigInt64Array(buffer, layout.angleTable, tables.angleTable.length).set(tables.angleTable);
    new Float32Array(buffer, layout.kernelTable, tables.kernelTable.length).set(tables.kernelTable);
    new Float32Array(buffer, layout.deapodisation, tables.deapodisation.length).set(tables.deapodisation);
    if (tables.tails) new Float32Array(buffer, layout.tails, tables.tails.length).set(tables.tails);
    writeFftPlan(buffer, layout.polarPlan, tables.polarTwiddles);
    writeFftPlan(buffer, layout.gridPlan, tables.gridTwiddles);
  }

  /** The record that assembly/plan.ts reads. */
  private writePlan(perLane: boolean, edge: boolean, corrected: boolean): void {
    const { sizes } = this.tables;
    const { layout } = this;
    new Uint32Array(this.memory.buffer, layout.plan, 22).set([
      ...[sizes.columns, sizes.angles, sizes.polarLength, sizes.gridSize, sizes.kernelWidth, sizes.bandRows],
      ...[
        layout.polarPlan,
        layout.gridPlan,
        layout.angleTable,
        layout.kernelTable,
        layout.deapodisation,
        layout.filter,
      ],
      ...[perLane ? 1 : 0, layout.polar, layout.halfGrid, layout.halfGridStride, layout.weights, edge ? 1 : 0],
      ...[layout.polarStride, sizes.polarLength / 2 + (corrected ? tailOrder : -1)],
      ...(corrected ? [layout.tails, layout.tailFactors] : [0, 0]),
    ]);
  }
}

/** Header (length, passes, then radix and twiddle address of each) followed by the twiddles. */
function writeFftPlan(buffer: SharedArrayBuffer, at: number, { length, radices, factors }: Twiddles): void {
  const header = new Uint32Array(buffer, at, 2 + 2 * radices.length);
  header[0] = length;
  header[1] = radices.length;
  let address = at + header.byteLength;
  radices.forEach((radix, pass) => {
    header[2 + 2 * pass] = radix;
    header[3 + 2 * pass] = address;
    new Float32Array(buffer, address, factors[pass]!.length).set(factors[pass]!);
    address += factors[pass]!.byteLength;
  });
}

/** Of the exact size and unable to grow: views stay valid, and no address space is reserved beyond it. */
function newMemory(bytes: number): WasmMemory {
  const pages = Math.ceil(bytes / 65536);
  try {
    return new wasm.Memory({ initial: pages, maximum: pages, shared: true });
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for a batch of slices (${(bytes / 1e6).toFixed(0)} MB).`,
      action: 'Use fewer threads, close other programs, or bin the projections by 2.',
      bytes,
      cause,
    });
  }
}
