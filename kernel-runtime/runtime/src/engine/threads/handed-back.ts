import { types } from 'node:util';
import { isLazy, isNdArray, typedArray, type NdArray } from '@daisy-lab/core';

type Values = Readonly<Record<string, unknown>>;

/** An output that lies in the shared memory of an input of the body, without that memory. */
export interface HandedBack {
  readonly input: string;
  /** Where it begins, from the begin of the memory of the input. */
  readonly byteOffset: number;
  readonly length: number;
  readonly array: Omit<NdArray, 'data'>;
}

/**
 * Parts the outputs of a body in a thread. Shared memory that is sent back would come as another object for the same memory, which has to be
 * collected as garbage there before the memory is free: what lies in memory that the receiver has goes as a place in it.
 */
export function partHandedBack(
  outputs: Values,
  inputs: Values,
): { readonly made: Values; readonly back: Readonly<Record<string, HandedBack>> } {
  const memory = new Map(Object.entries(inputs).flatMap(([name, value]) => sharedMemory(value, name)));
  const back: Record<string, HandedBack> = {};
  const made: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(outputs)) {
    const [[buffer] = []] = sharedMemory(value, name);
    const input = buffer && memory.get(buffer);
    if (input === undefined) made[name] = value;
    else {
      const { data, ...array } = value as NdArray;
      back[name] = { input, byteOffset: data.byteOffset, length: data.length, array };
    }
  }
  return { made, back };
}

/** The outputs again, on the memory of the inputs that the body was called with. */
export function joinHandedBack(made: Values, back: Readonly<Record<string, HandedBack>>, inputs: Values): Values {
  const joined: Record<string, unknown> = { ...made };
  for (const [name, { input, byteOffset, length, array }] of Object.entries(back)) {
    const { buffer } = (inputs[input] as NdArray).data;
    joined[name] = { ...array, data: typedArray(array.dtype, buffer, byteOffset, length) };
  }
  return joined;
}

function sharedMemory(value: unknown, name: string): readonly (readonly [ArrayBufferLike, string])[] {
  if (!isNdArray(value) || isLazy(value)) return [];
  const { buffer } = value.data;
  return types.isSharedArrayBuffer(buffer) ? [[buffer, name]] : [];
}
