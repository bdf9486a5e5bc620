import { DaisyError, type MethodParams } from '@daisy-lab/core';
import type { DataSource } from '../../io/data-source.js';
import { readPart } from '../../io/read-part.js';

/** Values that are read at a time. */
const blockLength = 1 << 22;
/** Longer lines take minutes to read. */
const longestLine = 2 ** 32;

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
  if (end - first > longestLine) {
    throw new DaisyError('Input', {
      message: `${dataset} has ${end - first} values along this line; at most ${longestLine} are drawn at once.`,
      action: 'Choose a part of it.',
    });
  }
  const bin = end - first <= most ? 1 : Math.ceil((2 * (end - first)) / most);
  const values = new Float64Array(bin === 1 ? end - first : 2 * Math.ceil((end - first) / bin));
  if (bin > 1) values.fill(Number.NaN);
  for (let from = first; from < end; from += blockLength) {
    const to = Math.min(from + blockLength, end);
    const selection = shape.map((_, other) =>
      other === axis ? ([from, to] as const) : ([at[other]!, at[other]! + 1] as const),
    );
    const { data } = await readPart(source, dataset, selection, { ...(signal ? { signal } : {}), priority: 1 });
    const whole = data instanceof BigInt64Array || data instanceof BigUint64Array;
    const numbers = whole ? Float64Array.from(data, Number) : new Float64Array(data);
    if (bin === 1) values.set(numbers, from - first);
    else extremes(numbers, from - first, bin, values);
  }
  return { first, end, bin, values };
}

/**
 * Lowest and highest of each bin; NaN for a bin without numbers.
 * @param offset of the first number from the beginning of the first bin
 * @param into pairs of all bins, NaN or what earlier blocks have left there
 */
function extremes(numbers: Float64Array, offset: number, bin: number, into: Float64Array): void {
  for (let start = 0; start < numbers.length;) {
    const which = Math.floor((offset + start) / bin);
    const end = Math.min((which + 1) * bin - offset, numbers.length);
    const [lowest, highest] = [into[2 * which]!, into[2 * which + 1]!];
    let low = Number.isNaN(lowest) ? Infinity : lowest;
    let high = Number.isNaN(highest) ? -Infinity : highest;
    for (let index = start; index < end; index++) {
      const value = numbers[index]!;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low <= high) into.set([low, high], 2 * which);
    start = end;
  }
}
