import { codecBase64 } from './codec-bytes.generated.js';
import { wasm, type WasmModule } from './webassembly.js';

/** The codecs on one memory. All arguments are byte offsets and sizes; decoders return the bytes written, or a negative number. */
export interface CodecKernel {
  /** First byte that the module itself does not use. */
  firstFree(): number;
  /** Where the kernel decodes a block of up to 1 MiB. */
  scratchBlock(): number;
  decodeLz4(from: number, bytes: number, to: number, capacity: number): number;
  encodeLz4(from: number, bytes: number, to: number): number;
  decodeLzf(from: number, bytes: number, to: number, capacity: number): number;
  decodeBloscLz(from: number, bytes: number, to: number, capacity: number): number;
  /** Decodes only the blocks that touch bytes `first <= byte < end`. */
  decodeBitshuffleLz4(
    from: number,
    bytes: number,
    to: number,
    total: number,
    block: number,
    size: number,
    first: number,
    end: number,
  ): number;
  encodeBitshuffleLz4(from: number, total: number, to: number, block: number, size: number): number;
  /** `count` is a multiple of 8. */
  bitShuffle(from: number, to: number, count: number, size: number): void;
  bitUnshuffle(from: number, to: number, count: number, size: number): void;
  shuffle(from: number, bytes: number, to: number, size: number): void;
  unshuffle(from: number, bytes: number, to: number, size: number): void;
  swapBytes(at: number, count: number, size: number): void;
  fletcher32(from: number, bytes: number): number;
}

/** Memory that grows and belongs to one thread. */
export interface PrivateMemory {
  readonly buffer: ArrayBuffer;
  grow(pages: number): number;
}

const pageBytes = 65536;
let compiled: WasmModule | undefined;

/** A fresh instance of the codecs on a memory of its own; the bytes travel in the source, as those of the reconstruction do. */
export function startCodecs(): { readonly kernel: CodecKernel; readonly memory: PrivateMemory } {
  compiled ??= new wasm.Module(Uint8Array.from(atob(codecBase64), character => character.charCodeAt(0)));
  const memory = new (wasm.Memory as unknown as new (size: { initial: number }) => PrivateMemory)({ initial: 20 });
  const abort = (): never => {
    throw new Error('The codec stopped.');
  };
  const kernel = new wasm.Instance(compiled, { env: { memory, abort } }).exports as CodecKernel;
  const missing = kernel.firstFree() - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / pageBytes));
  return { kernel, memory };
}
