import { DaisyError, type MethodParams } from '@daisy-lab/core';
import type { DataSource } from '../../io/data-source.js';
import { readPart } from '../../io/read-part.js';

/** Values that are read at a time. */
const blockLength = 1 << 22;

export interface ReadCurve {
  readonly first: number;
  readonly end: number;
  /** Neighbours that were put together; 1: every value is there. */
  readonly bin: number;
  readonly values: Float64Array;
}

/**
 * The values along one axis of a dataset. More than `most` come as the lowest and the highest of each bin, in turn.
 * @throws DaisyError `Input` for a line that does not lie in the dataset, `File` when it cannot be read.
 */
export async function readCurve(
  source: DataSource,
  shape: readonly number[],
  line: Pick<MethodParams<'data.curve'>, 'dataset' | 'axis' | 'at' | 'most' | 'first' | 'end'>,
  signal?: AbortSignal,
): Promise<ReadCurve> {
  const { dataset, axis, at, most } = line;
  const length = shape[axis];
  const inside = shape.every((size, other) => other === axis || (Number.isInteger(at[other]) && at[other]! < size));
  if (length === undefined || !inside || !(most >= 2)) {
    throw new DaisyError('Input', { message: `There is no such line in ${dataset} of shape [${shape.join(', ')}].` });
  }
  const first = Math.min(Math.max(Math.trunc(line.first ?? 0), 0), length);
  const end = Math.min(Math.max(Math.trunc(line.end ?? length), first), length);
  const bin = end - first <= most ? 1 : Math.ceil((2 * (end - first)) / most);
  const values = new Float64Array(bin === 1 ? end - first : 2 * Math.ceil((end - first) / bin));
  const step = bin === 1 ? blockLength : Math.max(bin, Math.floor(blockLength / bin) * bin);
  for (let from = first; from < end; from += step) {
    const to = Math.min(from + step, end);
    const selection = shape.map((_, other) =>
      other === axis ? ([from, to] as const) : ([at[other]!, at[other]! + 1] as const),
    );
    const { data } = await readPart(source, dataset, selection, { ...(signal ? { signal } : {}), priority: 1 });
    const numbers = Float64Array.from(data as ArrayLike<number | bigint>, Number);
    if (bin === 1) values.set(numbers, from - first);
    else extremes(numbers, bin, values.subarray((2 * (from - first)) / bin));
  }
  return { first, end, bin, values };
}

/** Lowest and highest of each bin; NaN for a bin without numbers. */
function extremes(numbers: Float64Array, bin: number, into: Float64Array): void {
  for (let start = 0, out = 0; start < numbers.length; start += bin, out += 2) {
    let low = Infinity;
    let high = -Infinity;
    for (let index = start; index < Math.min(start + bin, numbers.length); index++) {
      const value = numbers[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    into[out] = low <= high ? low : Number.NaN;
    into[out + 1] = low <= high ? high : Number.NaN;
  }
}
