import { DaisyError } from '@daisy-lab/core';
import { startCodecs, type CodecKernel, type PrivateMemory } from '../wasm/codec-module.js';

/** A stretch of the memory of the codecs. */
export interface Region {
  readonly at: number;
  readonly bytes: number;
}

/** Bytes behind each region that belong to nobody, because copies go in steps of 16 bytes. */
const slackBytes = 64;
const pageBytes = 65536;
/** The largest block of bitshuffle; writers use 8 kB. */
const largestBlockBytes = 1 << 20;

/** The codecs and the memory in which they work; one for each thread. */
export class CodecMemory {
  readonly kernel: CodecKernel;
  /** The block that the kernel itself works in, free between its calls. */
  readonly scratch: Region;
  readonly #memory: PrivateMemory;
  readonly #first: number;

  constructor() {
    const { kernel, memory } = startCodecs();
    this.kernel = kernel;
    this.#memory = memory;
    this.#first = kernel.firstFree();
    this.scratch = { at: kernel.scratchBlock(), bytes: largestBlockBytes };
  }

  /**
   * Regions of at least these sizes. What earlier regions held is kept where sizes are the same, views on them are not.
   * @throws DaisyError `Resource` when there is not enough memory.
   */
  arrange(...sizes: readonly number[]): readonly Region[] {
    let at = this.#first;
    const regions = sizes.map(bytes => {
      const region = { at, bytes };
      at += Math.ceil((bytes + slackBytes) / 64) * 64;
      return region;
    });
    const missing = at - this.#memory.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / pageBytes));
    return regions;
  }

  /** The bytes of a region; the view is void after the next `arrange`. */
  bytes({ at, bytes }: Region): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, bytes);
  }

  view({ at, bytes }: Region): DataView {
    return new DataView(this.#memory.buffer, at, bytes);
  }

  #grow(pages: number): void {
    try {
      this.#memory.grow(pages);
    } catch (cause) {
      throw new DaisyError('Resource', {
        message: `There is no memory for ${((pages * pageBytes) / 1e6).toFixed(0)} MB to decompress a chunk.`,
        action: 'Close other programs, or read from a file with smaller chunks.',
        cause,
      });
    }
  }
}
