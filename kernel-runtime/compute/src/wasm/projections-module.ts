import { DaisyError } from '@daisy-lab/core';
import { projectionsBase64 } from './projections-bytes.generated.js';
import { wasm, type WasmModule } from './webassembly.js';

/** Work on whole projections (assembly/projections); addresses are byte offsets in the memory of the instance. */
export interface ProjectionStages {
  /** Counts to transmission, or to line integrals when `log`; tells whether a live pixel is not finite. */
  transmissionOf(
    counts: number,
    bytesPerCount: number,
    gain: number,
    offset: number,
    out: number,
    pixels: number,
    clip: number,
    log: boolean,
  ): number;
  /** Tells whether a value has no logarithm. */
  logOfTransmission(from: number, out: number, pixels: number): number;
  spectrumOfRows(plan: number, rows: number, columns: number, spectrum: number, stride: number, work: number): void;
  imageColumns(
    plan: number,
    spectrum: number,
    stride: number,
    rows: number,
    columnTerms: number,
    rowTerms: number,
    scale: number,
    mirrorColumns: number,
    mirrorRows: number,
    first: number,
    end: number,
    work: number,
  ): void;
  /** Adds a line to the sums of its columns; gives its sum. */
  sumLine(line: number, columns: number, sums: number): number;
  subtractLine(line: number, columns: number, values: number): void;
  smallestProduct(line: number, columns: number, first: number, second: number): number;
  rootOfProducts(line: number, columns: number, first: number, second: number, raised: number): void;
  /** The next row has come into the rings of a sweep. */
  takeRow(sweep: number, y: number): void;
  advanceRows(sweep: number, newest: number): void;
  imageRows(plan: number, spectrum: number, stride: number, columns: number, rows: number, work: number): void;
}

/** Where the caller's memory begins: below lie the constants of the module. */
export const firstAddress = 4096;

let compiled: WasmModule | undefined;

/** An instance with a memory of its own, of at least `bytes`. */
export function projectionStages(bytes: number): { readonly stages: ProjectionStages; readonly buffer: ArrayBuffer } {
  compiled ??= new wasm.Module(Uint8Array.from(atob(projectionsBase64), character => character.charCodeAt(0)));
  const memory = newMemory(bytes);
  const abort = (): never => {
    throw new Error('The kernel on projections stopped.');
  };
  const { exports } = new wasm.Instance(compiled, { env: { memory, abort } });
  return { stages: exports as ProjectionStages, buffer: memory.buffer };
}

/** Of the exact size, so that views on it stay valid. */
function newMemory(bytes: number): { readonly buffer: ArrayBuffer } {
  const pages = Math.ceil(bytes / 65536);
  const { Memory } = wasm as unknown as {
    Memory: new (size: { initial: number; maximum: number }) => { buffer: ArrayBuffer };
  };
  try {
    return new Memory({ initial: pages, maximum: pages });
  } catch (cause) {
    throw new DaisyError('Resource', {
      message: `There is no memory for a projection (${(bytes / 1e6).toFixed(0)} MB).`,
      action: 'Use fewer threads, close other programs, or bin the projections by 2.',
      bytes,
      cause,
    });
  }
}
