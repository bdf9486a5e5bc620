import { lanePlanBytes, writeLanePlan } from '../fft/lane-plan.js';
import { firstAddress, projectionStages, type ProjectionStages } from '../wasm/projections-module.js';
import {
  mirroredTerms,
  paddedFrame,
  paganinScale,
  paganinTerms,
  type PaddedFrame,
  type PaganinOptions,
} from './paganin-filter.js';

/** Frames [frame][row][column] in shared memory, and where -ln of the filtered frames goes. */
export interface PaganinTask {
  readonly frames: Float32Array;
  readonly rows: number;
  readonly columns: number;
  readonly options: PaganinOptions;
  readonly out: Float32Array;
}

/** Everything that depends on the size and the filter alone, in the memory of the instance. */
interface FrameFilter {
  readonly key: string;
  readonly stages: ProjectionStages;
  readonly buffer: ArrayBuffer;
  readonly padded: PaddedFrame;
  readonly rowPlan: number;
  readonly columnPlan: number;
  readonly columnTerms: number;
  readonly rowTerms: number;
  /** The same for the opposite frequencies; 0 where they are the same. */
  readonly mirrorColumns: number;
  readonly mirrorRows: number;
  readonly scale: number;
  readonly spectrum: number;
  readonly stride: number;
  readonly blocks: number;
  readonly lines: number;
  readonly work: number;
}

const lines8 = [0, 1, 2, 3, 4, 5, 6, 7] as const;

let kept: FrameFilter | undefined;

/** Bytes that one thread needs for frames of a size. */
export function paganinBytes(rows: number, columns: number, options: PaganinOptions): number {
  const { rows: m, columns: n } = paddedFrame(rows, columns, options);
  return ((n >> 3) + 2) * (m * 32 + 128) + 64 * (n + m) * 4;
}

/** 1 spectra of the rows -> 2 columns: transform, filter, back -> 3 rows back, logarithm. Returns how many values had none. */
export function paganinStrip({ frames, rows, columns, options, out }: PaganinTask, first: number, end: number): number {
  const filter = filterOf(rows, columns, options);
  let bad = 0;
  for (let frame = first; frame < end; frame++) {
    const at = frame * rows * columns;
    transformRows(filter, frames.subarray(at, at + rows * columns), rows, columns);
    filterColumns(filter);
    bad += writeRows(filter, out.subarray(at, at + rows * columns), rows, columns);
  }
  return bad;
}

function filterColumns(filter: FrameFilter): void {
  const { stages, columnPlan, spectrum, stride, padded, columnTerms, rowTerms, scale, blocks, work } = filter;
  const { mirrorColumns, mirrorRows } = filter;
  stages.imageColumns(
    ...([columnPlan, spectrum, stride, padded.rows, columnTerms, rowTerms, scale] as const),
    ...([mirrorColumns, mirrorRows, 0, blocks, work] as const),
  );
}

function transformRows(filter: FrameFilter, frame: Float32Array, rows: number, columns: number): void {
  const { stages, buffer, padded, rowPlan, spectrum, stride, lines, work } = filter;
  const staged = new Float32Array(buffer, lines, 8 * padded.columns);
  const right = padded.left + columns;
  for (let y = 0; y < padded.rows; y += 8) {
    for (let line = 0; line < 8; line++) {
      const row = Math.min(rows - 1, Math.max(0, y + line - padded.top));
      const into = line * padded.columns;
      staged.set(frame.subarray(row * columns, (row + 1) * columns), into + padded.left);
      staged.fill(frame[row * columns]!, into, into + padded.left);
      staged.fill(frame[(row + 1) * columns - 1]!, into + right, into + padded.columns);
    }
    stages.spectrumOfRows(rowPlan, lines, padded.columns, spectrum + y * 32, stride, work);
  }
}

function writeRows(filter: FrameFilter, out: Float32Array, rows: number, columns: number): number {
  const { stages, buffer, padded, rowPlan, spectrum, stride, lines, work } = filter;
  const staged = new Float32Array(buffer, lines, 8 * padded.columns);
  let bad = 0;
  for (let entry = 0; entry < padded.rows; entry += 8) {
    // after two transforms with the same sign the rows run backwards
    const rowAt = (line: number): number => ((padded.rows - entry - line) % padded.rows) - padded.top;
    const inside = (row: number): boolean => row >= 0 && row < rows;
    if (!lines8.some(line => inside(rowAt(line)))) continue;
    stages.imageRows(rowPlan, spectrum + entry * 32, stride, padded.columns, lines, work);
    const suspect = stages.logOfTransmission(lines, lines, staged.length);
    for (let line = 0; line < 8; line++) {
      const row = rowAt(line);
      if (!inside(row)) continue;
      const from = line * padded.columns + padded.left;
      out.set(staged.subarray(from, from + columns), row * columns);
      if (suspect) bad += withoutLog(staged, from, columns);
    }
  }
  return bad;
}

/** Values that came from no positive finite number: their logarithm is that of the ends of float32. */
function withoutLog(values: Float32Array, start: number, count: number): number {
  let bad = 0;
  for (let i = start; i < start + count; i++) if (!(Math.abs(values[i]!) < 87)) bad++;
  return bad;
}

function filterOf(rows: number, columns: number, options: PaganinOptions): FrameFilter {
  const key = JSON.stringify([rows, columns, options]);
  if (kept?.key === key) return kept;
  kept = undefined;
  const padded = paddedFrame(rows, columns, options);
  const { rows: m, columns: n } = padded;
  const blocks = (n >> 3) + 1;
  // two more lines a block: blocks a multiple of 4 KiB apart would fall in one cache set
  const stride = m * 32 + 128;
  let top = firstAddress;
  const place = (bytes: number): number => {
    const at = top;
    top = Math.ceil((top + bytes) / 256) * 256 + 256;
    return at;
  };
  const layout = {
    rowPlan: place(lanePlanBytes(n)),
    columnPlan: place(lanePlanBytes(m)),
    columnTerms: place(blocks * 16),
    rowTerms: place(m * 4),
    mirrorColumns: options.halfBins ? place(blocks * 16) : 0,
    mirrorRows: options.halfBins ? place(m * 4) : 0,
    spectrum: place(blocks * stride),
    lines: place(8 * n * 4),
    work: place(Math.max(3 * (n * 32 + 256) + 512, 2 * (m * 32 + 256))),
  };
  const { stages, buffer } = projectionStages(top);
  writeLanePlan(buffer, layout.rowPlan, n);
  writeLanePlan(buffer, layout.columnPlan, m);
  const [along, across] = [paganinTerms(m, options), paganinTerms(n, options)];
  new Float32Array(buffer, layout.columnTerms, blocks * 4).set(across.subarray(0, blocks * 4));
  new Float32Array(buffer, layout.rowTerms, m).set(along);
  if (options.halfBins) {
    new Float32Array(buffer, layout.mirrorColumns, blocks * 4).set(mirroredTerms(across).subarray(0, blocks * 4));
    new Float32Array(buffer, layout.mirrorRows, m).set(mirroredTerms(along));
  }
  const scale = paganinScale(along, across) / (m * n);
  kept = { key, stages, buffer, padded, blocks, stride, scale, ...layout };
  return kept;
}
