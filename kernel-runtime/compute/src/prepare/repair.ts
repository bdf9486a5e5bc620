import type { Samples } from '../strips/strip.js';

/** Frames [frame][row][column] in shared memory whose faulty pixels are to be replaced. */
export interface RepairTask {
  readonly values: Samples;
  readonly rows: number;
  readonly columns: number;
  /** [row][column], 1 for faulty pixels. */
  readonly faulty: Uint8Array;
  /** Whether single values may be no numbers. */
  readonly floats: boolean;
  readonly out: Float32Array;
}

/** Some frames as float32, faulty pixels and what is no number on a line between the nearest sound pixels of the row. */
export function repairStrip(task: RepairTask, first: number, end: number): void {
  const { values, rows, columns, faulty, floats, out } = task;
  const size = rows * columns;
  const lines = Array.from({ length: rows }, (_, row) => faulty.subarray(row * columns, (row + 1) * columns));
  const touched = lines.map(line => line.includes(1));
  for (let frame = first; frame < end; frame++) {
    out.set(values.subarray(frame * size, (frame + 1) * size), frame * size);
    for (let row = 0; row < rows; row++) {
      const start = frame * size + row * columns;
      const line = out.subarray(start, start + columns);
      if (touched[row] || (floats && hasHoles(line))) repairLine(line, lines[row]!);
    }
  }
}

function hasHoles(line: Float32Array): boolean {
  let sum = 0;
  // 0 x a number is 0, anything else is NaN
  for (let x = 0; x < line.length; x++) sum += line[x]! * 0;
  return sum !== 0;
}

/** A row without a sound pixel stays as it is. */
export function repairLine(line: Float32Array, faulty: Uint8Array): void {
  const sound = (column: number): boolean => !faulty[column] && Number.isFinite(line[column]!);
  // the last sound pixel before this one; those after are looked for once for each gap
  for (let column = 0, left = -1; column < line.length; column++) {
    if (sound(column)) {
      left = column;
      continue;
    }
    let right = column + 1;
    while (right < line.length && !sound(right)) right++;
    if (left < 0 && right === line.length) return;
    const [from, to] = [left < 0 ? right : left, right === line.length ? left : right];
    const slope = to > from ? (line[to]! - line[from]!) / (to - from) : 0;
    for (; column < right; column++) line[column] = line[from]! + slope * (column - from);
    left = right;
  }
}
