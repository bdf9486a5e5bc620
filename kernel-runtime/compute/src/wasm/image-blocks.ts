import { imageStages, type ImageStages } from './images-module.js';
import { firstAddress } from './own-memory.js';

/** Values that are worked on at once: with their result they stay in the second-level cache. */
export const blockValues = 16384;
const slotBytes = 4 * blockValues + 64;
const slotCount = 6;

/** Memory of the module for some blocks of values. */
export interface ImageBlocks {
  readonly stages: ImageStages;
  at(slot: number): number;
  floats(slot: number, count?: number): Float32Array;
  shorts(slot: number, count?: number): Uint16Array;
  bytes(slot: number, count?: number): Uint8Array;
}

let kept: ImageBlocks | undefined;

/** The blocks of this thread. */
export function imageBlocks(): ImageBlocks {
  if (kept) return kept;
  const { stages, buffer } = imageStages(firstAddress + slotCount * slotBytes);
  const at = (slot: number): number => firstAddress + slot * slotBytes;
  return (kept = {
    ...{ stages, at },
    floats: (slot, count = blockValues) => new Float32Array(buffer, at(slot), count),
    shorts: (slot, count = blockValues) => new Uint16Array(buffer, at(slot), count),
    bytes: (slot, count = blockValues) => new Uint8Array(buffer, at(slot), count),
  });
}
