import { itemSize } from '@daisy-lab/core';
import { swapBytes } from '../bytes/byte-order.js';
import type { FileBytes } from '../bytes/file-bytes.js';
import { damaged } from '../bytes/problems.js';
import { copyBox, type Range } from '../entries/ranges.js';
import { readBox } from '../entries/stored-entry.js';
import { decodeTile } from './decode-tile.js';
import type { PageLayout } from './page-layout.js';

/** Part of a page: rows, columns and samples. */
export interface PageBox {
  readonly rows: Range;
  readonly columns: Range;
  readonly samples: Range;
}

/** Fills `into` ([row][column][sample], dense) with a box of a page. */
export function readPage(file: FileBytes, layout: PageLayout, box: PageBox, into: Uint8Array): void {
  for (const step of stepsOf(file, layout, box)) {
    if (step.kind === 'rows') {
      readBox(file, step.offset, step.shape, itemSize(layout.dtype), step.ranges, step.into(into));
      if (!layout.littleEndian) swapBytes(step.into(into), itemSize(layout.dtype));
    } else {
      step.place(decodeTile(file.read(step.offset, step.stored), layout, step.length), into);
    }
  }
}

type Step = RowsStep | TileStep;

/** Rows that lie in the file as they are wanted, but for the columns. */
interface RowsStep {
  readonly kind: 'rows';
  readonly offset: number;
  readonly shape: readonly number[];
  readonly ranges: readonly Range[];
  into(box: Uint8Array): Uint8Array;
}

interface TileStep {
  readonly kind: 'tile';
  readonly offset: number;
  readonly stored: number;
  readonly length: number;
  place(tile: Uint8Array, box: Uint8Array): void;
}

function stepsOf(file: FileBytes, layout: PageLayout, box: PageBox): readonly Step[] {
  const plain = layout.compression === 'none' && layout.predictor === 1;
  return plain && !layout.tiled && !layout.planar ? rowSteps(layout, box) : tileSteps(file, layout, box);
}

/** Strips that follow each other are read as one. */
function rowSteps(layout: PageLayout, { rows, columns, samples }: PageBox): readonly Step[] {
  const { width, height, tileHeight, offsets, dtype } = layout;
  const rowBytes = width * layout.samples * itemSize(dtype);
  const outRow = (columns[1] - columns[0]) * (samples[1] - samples[0]) * itemSize(dtype);
  const steps: RowsStep[] = [];
  for (let strip = Math.floor(rows[0] / tileHeight); strip * tileHeight < rows[1];) {
    const firstStrip = strip;
    do strip++;
    while (strip * tileHeight < rows[1] && offsets[strip] === offsets[strip - 1]! + tileHeight * rowBytes);
    const top = firstStrip * tileHeight;
    const bottom = Math.min(height, strip * tileHeight);
    const range: Range = [Math.max(rows[0], top) - top, Math.min(rows[1], bottom) - top];
    const from = (top + range[0] - rows[0]) * outRow;
    const to = (top + range[1] - rows[0]) * outRow;
    steps.push({
      kind: 'rows',
      offset: offsets[firstStrip]!,
      shape: [bottom - top, width, layout.samples],
      ranges: [range, columns, samples],
      into: whole => whole.subarray(from, to),
    });
  }
  return steps;
}

function tileSteps(file: FileBytes, layout: PageLayout, box: PageBox): readonly Step[] {
  const { width, height, tileWidth, tileHeight, tiled, planar, offsets, byteCounts, dtype } = layout;
  const item = itemSize(dtype);
  const across = Math.ceil(width / tileWidth);
  const down = Math.ceil(height / tileHeight);
  const perPixel = planar ? 1 : layout.samples;
  const planes = planar ? range(box.samples) : [0];
  const steps: TileStep[] = [];
  for (const plane of planes) {
    for (let y = Math.floor(box.rows[0] / tileHeight); y * tileHeight < box.rows[1]; y++) {
      for (let x = Math.floor(box.columns[0] / tileWidth); x * tileWidth < box.columns[1]; x++) {
        const number = (plane * down + y) * across + x;
        // strips end with the page, tiles are whole
        const tileRows = tiled ? tileHeight : Math.min(tileHeight, height - y * tileHeight);
        const length = tileWidth * tileRows * perPixel * item;
        const stored = layout.compression === 'none' ? length : byteCounts[number]!;
        if (stored > file.size) throw damaged(file.path, `a tile has ${stored} bytes`);
        const shape = [tileRows, tileWidth, perPixel];
        const place = { x: x * tileWidth, y: y * tileHeight, plane: planar ? plane : null };
        steps.push({
          kind: 'tile',
          offset: offsets[number]!,
          stored,
          length,
          place: (tile, into) => placeTile(tile, shape, place, box, item, into),
        });
      }
    }
  }
  return steps;
}

function placeTile(
  tile: Uint8Array,
  shape: readonly number[],
  { x, y, plane }: { x: number; y: number; plane: number | null },
  box: PageBox,
  item: number,
  into: Uint8Array,
): void {
  const [tileRows, tileWidth] = shape as [number, number, number];
  const rows: Range = [Math.max(box.rows[0], y), Math.min(box.rows[1], y + tileRows)];
  const columns: Range = [Math.max(box.columns[0], x), Math.min(box.columns[1], x + tileWidth)];
  const boxColumns = box.columns[1] - box.columns[0];
  const boxSamples = box.samples[1] - box.samples[0];
  for (let row = rows[0]; row < rows[1]; row++) {
    const to = ((row - box.rows[0]) * boxColumns + columns[0] - box.columns[0]) * boxSamples * item;
    const line: readonly Range[] = [
      [row - y, row - y + 1],
      [columns[0] - x, columns[1] - x],
    ];
    if (plane === null) copyBox(tile, shape, [...line, box.samples], item, into, to);
    else spread(tile, shape, line, plane - box.samples[0], boxSamples, item, into, to);
  }
}

/** One plane of a row into every `samples`-th place. */
function spread(
  tile: Uint8Array,
  shape: readonly number[],
  line: readonly Range[],
  sample: number,
  samples: number,
  item: number,
  into: Uint8Array,
  to: number,
): void {
  const count = line[1]![1] - line[1]![0];
  const plane = new Uint8Array(count * item);
  copyBox(tile, shape, [...line, [0, 1]], item, plane);
  for (let at = 0; at < count; at++) {
    for (let byte = 0; byte < item; byte++) into[to + (at * samples + sample) * item + byte] = plane[at * item + byte]!;
  }
}

const range = ([first, end]: Range): readonly number[] =>
  Array.from({ length: end - first }, (_, index) => first + index);
