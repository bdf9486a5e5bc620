import { slotCount } from './sizes.js';

/** Slices that are reconstructed together. */
export interface Batch {
  /** Slice in each of the eight slots, or -1; slots l and l + 4 share lane l. */
  readonly slots: readonly number[];
  /** One axis for all, or one per lane. */
  readonly axesPx: readonly number[];
}

const laneCount = slotCount / 2;

/** Eight neighbours a batch when all slices have one axis, else up to four axes a batch with two slices of each. */
export function batchesOf(slices: number, axisPx: number | readonly number[]): Batch[] {
  if (typeof axisPx === 'number') {
    return Array.from({ length: Math.ceil(slices / slotCount) }, (_, batch) => ({
      slots: Array.from({ length: slotCount }, (_unused, slot) => sliceOrEmpty(batch * slotCount + slot, slices)),
      axesPx: [axisPx],
    }));
  }
  const lanes = lanesOf(axisPx);
  return Array.from({ length: Math.ceil(lanes.length / laneCount) }, (_, batch) => {
    const mine = lanes.slice(batch * laneCount, (batch + 1) * laneCount);
    const slots = new Array<number>(slotCount).fill(-1);
    mine.forEach(({ slices: pair }, lane) => pair.forEach((slice, half) => (slots[lane + laneCount * half] = slice)));
    const axesPx = Array.from({ length: laneCount }, (_unused, lane) => (mine[lane] ?? mine[0]!).axisPx);
    return { slots, axesPx };
  });
}

interface Lane {
  readonly axisPx: number;
  readonly slices: number[];
}

function lanesOf(axesPx: readonly number[]): Lane[] {
  const lanes: Lane[] = [];
  const open = new Map<number, Lane>();
  axesPx.forEach((axisPx, slice) => {
    const half = open.get(axisPx);
    if (half) {
      half.slices.push(slice);
      open.delete(axisPx);
    } else {
      const lane = { axisPx, slices: [slice] };
      lanes.push(lane);
      open.set(axisPx, lane);
    }
  });
  return lanes;
}

function sliceOrEmpty(slice: number, slices: number): number {
  return slice < slices ? slice : -1;
}
