import { DaisyError } from '@daisy-lab/core';
import { wasm, type WasmModule } from './webassembly.js';

/** Where the caller's memory begins: below lie the constants of the module. */
export const firstAddress = 4096;

/** The functions of a module and its memory. */
export interface OwnMemory<Stages> {
  readonly stages: Stages;
  readonly buffer: ArrayBuffer;
}

/** Makes instances of a module with a memory of their own, of at least so many bytes; the module is compiled once. */
export function withOwnMemory<Stages>(base64: string): (bytes: number) => OwnMemory<Stages> {
  let compiled: WasmModule | undefined;
  return bytes => {
    compiled ??= new wasm.Module(Uint8Array.from(atob(base64), character => character.charCodeAt(0)));
    const memory = newMemory(bytes);
    const abort = (): never => {
      throw new Error('The kernel on images stopped.');
    };
    const { exports } = new wasm.Instance(compiled, { env: { memory, abort } });
    return { stages: exports as Stages, buffer: memory.buffer };
  };
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
      message: `There is no memory for an image (${(bytes / 1e6).toFixed(0)} MB).`,
      action: 'Use fewer threads, close other programs, or bin the projections by 2.',
      bytes,
      cause,
    });
  }
}
