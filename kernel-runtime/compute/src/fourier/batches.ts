import { filtersOf, type FourierJob, type SliceFilter } from './job.js';
import { slotCount } from './sizes.js';
import type { LaneFilter } from './filter-table.js';

/** Slices that are reconstructed together. */
export interface Batch {
  /** Slice in each of the eight slots, or -1; slots l and l + 4 share lane l. */
  readonly slots: readonly number[];
  /** Sinogram that goes into each slot, or -1. */
  readonly sources: readonly number[];
  /** One filter for all lanes, or one per lane. */
  readonly lanes: readonly LaneFilter[];
}

const laneCount = slotCount / 2;

/**
 * Eight neighbours a batch when all slices have one filter and axis; eight ways a batch of a sweep; else up to four filters a batch
 * with two slices of each.
 */
export function batchesOf(job: FourierJob): Batch[] {
  const filters = filtersOf(job);
  if (job.sweep) return sweepBatches(filters);
  if (typeof job.axisPx === 'number' && typeof job.filter === 'string') return neighbourBatches(filters);
  const lanes = lanesOf(filters);
  return groupsOf(lanes.length, laneCount).map(group => {
    const slots = new Array<number>(slotCount).fill(-1);
    group.forEach((at, lane) => lanes[at]!.slices.forEach((slice, half) => (slots[lane + laneCount * half] = slice)));
    const used = (lane: number): Lane => lanes[group[lane] ?? group[0]!]!;
    const filtersOfLanes = Array.from({ length: laneCount }, (_, lane) => ({ re: used(lane).filter }));
    return { slots, sources: slots, lanes: filtersOfLanes };
  });
}

/** The same filter in all lanes, for operators without one. */
export function neighbourBatches(filters: readonly SliceFilter[]): Batch[] {
  return groupsOf(filters.length, slotCount).map(group => {
    const slots = slotsOf(group);
    return { slots, sources: slots, lanes: [{ re: filters[0]! }] };
  });
}

/** The sinogram goes into the real slots; the second filter of a lane makes the slice of the imaginary one. */
function sweepBatches(filters: readonly SliceFilter[]): Batch[] {
  return groupsOf(filters.length, slotCount).map(group => {
    const filterAt = (slot: number): SliceFilter | undefined => filters[group[slot] ?? -1];
    return {
      slots: slotsOf(group),
      sources: Array.from({ length: slotCount }, (_, slot) => (slot < laneCount && slot < group.length ? 0 : -1)),
      lanes: Array.from({ length: laneCount }, (_, lane) => ({
        re: filterAt(lane) ?? filters[group[0]!]!,
        im: filterAt(lane + laneCount),
      })),
    };
  });
}

interface Lane {
  readonly filter: SliceFilter;
  readonly slices: number[];
}

function lanesOf(filters: readonly SliceFilter[]): Lane[] {
  const lanes: Lane[] = [];
  const open = new Map<string, Lane>();
  filters.forEach((filter, slice) => {
    const key = `${filter.axisPx} ${filter.filter}`;
    const half = open.get(key);
    if (half) {
      half.slices.push(slice);
      open.delete(key);
    } else {
      const lane = { filter, slices: [slice] };
      lanes.push(lane);
      open.set(key, lane);
    }
  });
  return lanes;
}

/** 0 .. count - 1 in groups of `size`. */
function groupsOf(count: number, size: number): number[][] {
  return Array.from({ length: Math.ceil(count / size) }, (_, group) =>
    Array.from({ length: Math.min(size, count - group * size) }, (_unused, i) => group * size + i),
  );
}

function slotsOf(group: readonly number[]): number[] {
  return Array.from({ length: slotCount }, (_, slot) => group[slot] ?? -1);
}
