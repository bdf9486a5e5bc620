import type { Box, PartSize } from './frame-source.js';

/** Samples along the longer side of an overview. */
const mostSamples = 2048;

/**
 * One axis of an image that is seen in parts: cells of whole chunks, each of `samples` samples that cover `bin` pixels. Where a sample
 * covers several chunks, the one in the middle stands for the cell.
 */
export interface OverviewAxis {
  readonly length: number;
  /** Pixels of a cell; the last one may end with the image. */
  readonly cell: number;
  readonly cells: number;
  readonly bin: number;
  /** Of a cell. */
  readonly samples: number;
  /** Pixels of a cell that are read, from `skip` on. */
  readonly skip: number;
  readonly seen: number;
}

export interface OverviewGrid {
  readonly across: OverviewAxis;
  readonly down: OverviewAxis;
}

export function overviewGrid(width: number, height: number, size: PartSize): OverviewGrid {
  const bin = Math.max(1, Math.ceil(Math.max(width, height) / mostSamples));
  return { across: axisOf(width, size.width, bin), down: axisOf(height, size.height, bin) };
}

/** The pixels that are read for a cell. */
export function boxOfCell({ across, down }: OverviewGrid, column: number, row: number): Box {
  const [x, width] = seenOf(across, column);
  const [y, height] = seenOf(down, row);
  return { x, y, width, height };
}

/** The sample that covers a pixel. */
export function sampleOf({ cell, bin, samples }: OverviewAxis, pixel: number): number {
  return Math.floor(pixel / cell) * samples + Math.floor((pixel % cell) / bin);
}

function axisOf(length: number, chunk: number, bin: number): OverviewAxis {
  const perSample = Math.ceil(bin / chunk);
  const cell = Math.min(length, perSample * chunk);
  const cells = Math.ceil(length / cell);
  if (perSample > 1) {
    const skip = Math.min(Math.floor(perSample / 2) * chunk, cell - 1);
    return { length, cell, cells, bin: cell, samples: 1, skip, seen: Math.min(chunk, cell - skip) };
  }
  return { length, cell, cells, bin, samples: Math.ceil(cell / bin), skip: 0, seen: cell };
}

function seenOf({ length, cell, skip, seen }: OverviewAxis, index: number): readonly [first: number, count: number] {
  const start = index * cell;
  // what the last cell has may end before its middle
  const first = start + skip < length ? start + skip : start;
  return [first, Math.min(seen, length - first)];
}
