import { recordOf, type DataDescription, type ErrorRecord, type KernelLink } from '@daisy-lab/core';
import { newestWins } from '../../kit/link/newest-wins.js';

/** Points that are drawn at most; more come as the extremes of their bins. */
const mostPoints = 20_000;

/** A line through a dataset. */
export interface CurveWish {
  readonly file: string;
  readonly described: DataDescription;
  readonly axis: number;
  readonly at: readonly number[];
}

export interface ShownCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xName: string;
  /** Neighbours that a pair of points stands for; 1: every value is drawn. */
  readonly bin: number;
}

/** A curve that was kept, and what it is. */
export interface KeptCurve extends ShownCurve {
  readonly label: string;
  /** The file that it is of. */
  readonly file: string;
}

export interface CurveState {
  readonly curve: ShownCurve | null;
  readonly busy: boolean;
  readonly error: ErrorRecord | null;
}

/** Reads the curve that is wished for last. */
export class CurvePart {
  readonly show: (wish: CurveWish) => Promise<void>;

  constructor(link: KernelLink, onChange: (change: Partial<CurveState>) => void) {
    this.show = newestWins(
      async wish => {
        onChange({ busy: true });
        onChange({ curve: await readCurve(link, wish), busy: false, error: null });
      },
      error => onChange({ busy: false, error: recordOf(error) }),
    );
  }
}

async function readCurve(link: KernelLink, { file, described, axis, at }: CurveWish): Promise<ShownCurve> {
  const line = { path: file, dataset: described.path, axis, at, most: mostPoints };
  const { result, arrays } = await link.request('data.curve', line);
  const y = numbersOf(arrays?.['values']?.data);
  const { first, bin } = result;
  const indices = y.map((_, i) => (bin === 1 ? first + i : first + Math.floor(i / 2) * bin + (i % 2) * (bin / 2)));
  const named = described.axes[axis] ?? null;
  const bare = { x: indices, y, xName: '', bin };
  if (named === null || bin !== 1) return bare;
  const axisLine = { path: file, dataset: named, axis: 0, at: [0], most: mostPoints };
  const { arrays: along } = await link.request('data.curve', axisLine);
  const x = numbersOf(along?.['values']?.data);
  const xName = named.slice(named.lastIndexOf('/') + 1);
  if (x.length !== y.length) return bare;
  if (isAscending(x)) return { x, y, xName, bin };
  const back = x.toReversed();
  return isAscending(back) ? { x: back, y: y.toReversed(), xName, bin } : bare;
}

function numbersOf(data: unknown): number[] {
  return data ? Array.from(data as ArrayLike<number | bigint>, Number) : [];
}

/** Curves are drawn over x that never goes back. */
function isAscending(x: readonly number[]): boolean {
  return x.every((value, i) => i === 0 || value >= x[i - 1]!);
}
