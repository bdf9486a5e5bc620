import { firstAddress, projectionStages, type ProjectionStages } from '../wasm/projections-module.js';

/** A line of a sinogram in the memory of the kernels, with values for its columns; all have room for a multiple of four. */
export interface StagedLines {
  readonly columns: number;
  readonly stages: ProjectionStages;
  readonly line: Float32Array;
  readonly sums: Float64Array;
  readonly first: Float32Array;
  readonly second: Float32Array;
}

let kept: StagedLines | undefined;

/** For one sinogram at a time; what lies behind the columns repeats the last one. */
export function stagedLines(columns: number): StagedLines {
  if (kept?.columns === columns) return kept;
  const room = 4 * Math.ceil(columns / 4);
  const place = (index: number): number => firstAddress + index * (4 * room + 64);
  const { stages, buffer } = projectionStages(place(5) + 64);
  const floats = (index: number): Float32Array => new Float32Array(buffer, place(index), room);
  const sums = new Float64Array(buffer, 64 * Math.ceil(place(3) / 64), room);
  kept = { columns, stages, line: floats(0), first: floats(1), second: floats(2), sums };
  return kept;
}

/** Calls `work` with each line of a sinogram in the staging place. */
export function eachLine(staged: StagedLines, data: Float32Array, work: (at: number) => void): void {
  const { columns, line } = staged;
  for (let at = 0; at < data.length; at += columns) {
    line.set(data.subarray(at, at + columns));
    if (line.length > columns) line.fill(line[columns - 1]!, columns);
    work(at);
  }
}

/** Values for the columns, those behind the last one as that. */
export function fillColumns(into: Float32Array, values: ArrayLike<number>): void {
  into.set(values);
  into.fill(values[values.length - 1]!, values.length);
}
