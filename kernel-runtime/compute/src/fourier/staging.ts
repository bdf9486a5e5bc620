import { afterWriting, beforeReading, type Line } from '../iterative/line-steps.js';
import { maskRow } from './circle-mask.js';
import type { BatchTask } from './batch-task.js';

// Between the arrays of the caller and the staging area in the memory of a batch, [slot][line][column].

/** Copy some angles of the eight slices. */
export function stageProjections(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { sinograms, sources, reading } = task;
  const { columns } = task.sizes;
  const lines = end - first;
  sources.forEach((slice, slot) => {
    const to = slot * lines * columns;
    if (slice < 0) {
      staging.fill(0, to, to + lines * columns);
      return;
    }
    if (reading) eachProjection(task, slice, first, end, line => beforeReading(reading, sinograms, line));
    forLines(task, slice, first, end, (from, line, count) =>
      staging.set(sinograms.subarray(from, from + count), to + line * columns),
    );
  });
}

export function storeProjections(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { sinograms, sources, writing } = task;
  const { columns } = task.sizes;
  const lines = end - first;
  sources.forEach((slice, slot) => {
    if (slice < 0) return;
    const from = slot * lines * columns;
    forLines(task, slice, first, end, (to, line, count) =>
      sinograms.set(staging.subarray(from + line * columns, from + line * columns + count), to),
    );
    if (writing) eachProjection(task, slice, first, end, line => afterWriting(writing, sinograms, line));
  });
}

/** The stretches of memory in which some angles of a slice lie. */
function forLines(
  { angleStride, sliceStride, sizes: { columns } }: BatchTask,
  slice: number,
  first: number,
  end: number,
  each: (at: number, line: number, count: number) => void,
): void {
  const start = slice * sliceStride + first * angleStride;
  if (angleStride === columns) {
    each(start, 0, (end - first) * columns);
    return;
  }
  for (let line = 0; line < end - first; line++) each(start + line * angleStride, line, columns);
}

function eachProjection(
  { angleStride, sliceStride, sizes: { angles, columns } }: BatchTask,
  slice: number,
  first: number,
  end: number,
  each: (line: Line) => void,
): void {
  for (let index = first; index < end; index++) {
    each({ slice, index, lines: angles, at: slice * sliceStride + index * angleStride, length: columns });
  }
}

/** Copy some rows of the eight images. */
export function stageRows(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { images, slots, sizes, reading } = task;
  const { columns } = sizes;
  const count = (end - first) * columns;
  slots.forEach((slice, slot) => {
    const to = slot * count;
    if (slice < 0) {
      staging.fill(0, to, to + count);
      return;
    }
    const from = slice * columns * columns + first * columns;
    if (reading) eachRowOf(slice, columns, first, end, line => beforeReading(reading, images, line));
    staging.set(images.subarray(from, from + count), to);
  });
}

/** Copy some rows of the region from the eight slots to their slices. */
export function storeRows(staging: Float32Array, task: BatchTask, first: number, end: number): void {
  const { images, slots, circleMask, region, writing } = task;
  const { columns } = task.sizes;
  const { x, y, width, height } = region;
  slots.forEach((slice, slot) => {
    if (slice < 0) return;
    const rows = end - first;
    const from = slot * rows * columns;
    // whole rows go in one piece: a call for each would cost a millisecond a slice
    if (width === columns && writing?.step !== 'move') {
      images.set(staging.subarray(from, from + rows * columns), (slice * height + first) * width);
    }
    if (writing) {
      eachRowOf(slice, columns, first, end, line =>
        afterWriting(writing, images, line, staging, from + (line.index - first) * columns),
      );
    }
    for (let row = first; row < end; row++) {
      const at = (slice * height + row) * width;
      if (width < columns) {
        const start = from + (row - first) * columns + x;
        images.set(staging.subarray(start, start + width), at);
      }
      if (circleMask !== undefined) maskRow(images, at, y + row, columns, circleMask, x, width);
    }
  });
}

/** Rows of whole slices. */
function eachRowOf(slice: number, side: number, first: number, end: number, each: (line: Line) => void): void {
  for (let index = first; index < end; index++) {
    each({ slice, index, lines: side, at: (slice * side + index) * side, length: side });
  }
}
