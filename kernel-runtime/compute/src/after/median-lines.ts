import { firstAddress } from '../wasm/own-memory.js';
import { imageStages, type ImageStages } from '../wasm/images-module.js';

/** A stack of images [frame][row][column] and the window whose medians are wanted. */
export interface Windows {
  readonly values: Float32Array;
  readonly frames: number;
  readonly rows: number;
  readonly columns: number;
  /** Half the window along rows and columns, at least 1, and along frames. */
  readonly radius: number;
  readonly depth: number;
  /** Where a window reaches beyond the data: the index that stands in. */
  readonly inside: (index: number, length: number) => number;
}

/** Medians of a row of a frame. */
export interface LineOfMedians {
  readonly row: number;
  readonly medians: Float32Array;
  /** Whether a window of the row may hold what is no finite number: the median is NaN where one does. */
  readonly missing: boolean;
  /** Whether a value lies so far from its median. */
  someFar(distance: number): boolean;
}

/** Memory of a window of lines, kept for the next image of this size. */
interface Lines {
  readonly key: string;
  readonly stages: ImageStages;
  readonly addresses: Int32Array;
  readonly medians: Float32Array;
  readonly lines: readonly Float32Array[];
  readonly starts: readonly number[];
  /** 1 for lines that hold what is no finite number. */
  readonly holes: Uint8Array;
  readonly at: { readonly table: number; readonly medians: number; readonly work: number };
}

let kept: Lines | undefined;

/**
 * Medians of the windows about all pixels of a frame, row by row. A window that holds NaN or an infinite value has the median NaN:
 * the caller looks at these one by one.
 */
export function eachLineOfMedians(windows: Windows, frame: number, take: (line: LineOfMedians) => void): void {
  const { values, frames, rows, columns, radius, depth, inside } = windows;
  const side = 2 * radius + 1;
  const { stages, lines, starts, holes, addresses, medians, at } = linesFor(columns, radius, depth);
  const planes = Array.from({ length: 2 * depth + 1 }, (_, i) => inside(frame - depth + i, frames));
  // a row stays in its place until the row one window further comes
  const put = (row: number): void =>
    planes.forEach((plane, i) => {
      const from = (plane * rows + row) * columns;
      const place = i * side + (row % side);
      fill(lines[place]!, values.subarray(from, from + columns), windows);
      holes[place] = stages.allFinite(starts[place]! + 4 * radius, columns) === 0 ? 1 : 0;
    });
  for (let row = 0; row < Math.min(radius, rows); row++) put(row);
  for (let row = 0; row < rows; row++) {
    if (row + radius < rows) put(row + radius);
    let missing = false;
    for (let i = 0, plane = 0; plane < planes.length; plane++) {
      for (let near = row - radius; near <= row + radius; near++, i++) {
        const place = plane * side + (inside(near, rows) % side);
        addresses[i] = starts[place]! + 4 * radius;
        missing ||= holes[place] === 1;
      }
    }
    stages.medianLine(at.table, addresses.length, radius, columns, at.medians, at.work);
    if (missing) stages.markMissing(at.table, addresses.length, radius, columns, at.medians);
    const own = starts[depth * side + (row % side)]! + 4 * radius;
    const someFar = (distance: number): boolean => stages.someFar(own, at.medians, columns, distance) !== 0;
    take({ row, medians, missing, someFar });
  }
}

/** A line with what stands beyond its ends. */
function fill(line: Float32Array, values: Float32Array, { radius, inside }: Windows): void {
  const { length } = values;
  line.set(values, radius);
  for (let x = 1; x <= radius; x++) {
    line[radius - x] = values[inside(-x, length)]!;
    line[radius + length - 1 + x] = values[inside(length - 1 + x, length)]!;
  }
}

function linesFor(columns: number, radius: number, depth: number): Lines {
  const key = `${columns} ${radius} ${depth}`;
  if (kept?.key === key) return kept;
  const count = (2 * radius + 1) * (2 * depth + 1);
  const lineBytes = 16 * Math.ceil((columns + 2 * radius) / 4 + 1);
  let top = firstAddress;
  const place = (bytes: number): number => (top += Math.ceil(bytes / 16) * 16) - Math.ceil(bytes / 16) * 16;
  const table = place(4 * count);
  const medians = place(lineBytes);
  const work = place(16 * (((count * (2 * radius + 1)) >> 1) + 3));
  const starts = Array.from({ length: count }, () => place(lineBytes));
  const { stages, buffer } = imageStages(top);
  kept = {
    ...{ key, stages, starts, at: { table, medians, work } },
    holes: new Uint8Array(count),
    addresses: new Int32Array(buffer, table, count),
    medians: new Float32Array(buffer, medians, columns),
    lines: starts.map(start => new Float32Array(buffer, start, columns + 2 * radius)),
  };
  return kept;
}
