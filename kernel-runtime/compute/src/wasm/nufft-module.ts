import { nufftBase64 } from './nufft-bytes.generated.js';
import { wasm, type WasmMemory, type WasmModule } from './webassembly.js';

/** The stages of the reconstruction; addresses are byte offsets in the memory that the instance was made on. */
export interface NufftStages {
  /** Returns a bit per slot that holds a value which is not finite. */
  filterProjections(
    plan: number,
    samples: number,
    slotStride: number,
    first: number,
    end: number,
    work: number,
  ): number;
  transformBands(plan: number, first: number, end: number, work: number): void;
  transformRows(plan: number, image: number, slotStride: number, first: number, end: number, work: number): void;
  /** The transpose of the three stages, in the order of a projection. */
  untransformRows(plan: number, image: number, slotStride: number, first: number, end: number, work: number): void;
  sampleBands(plan: number, first: number, end: number, work: number): void;
  unfilterProjections(
    plan: number,
    samples: number,
    slotStride: number,
    first: number,
    end: number,
    work: number,
  ): void;
}

let compiled: WasmModule | undefined;

/** The compiled module; the bytes travel in the source, so that it needs no file in Node, in workers or in a browser. */
export function nufftModule(): WasmModule {
  compiled ??= new wasm.Module(Uint8Array.from(atob(nufftBase64), character => character.charCodeAt(0)));
  return compiled;
}

/** The stages on a memory. They keep no state, so several threads may have an instance each on one memory. */
export function nufftStages(module: WasmModule, memory: WasmMemory): NufftStages {
  const abort = (): never => {
    throw new Error('The reconstruction kernel stopped.');
  };
  return new wasm.Instance(module, { env: { memory, abort } }).exports as NufftStages;
}
