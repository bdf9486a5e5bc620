/** Values that are looked at: more are sampled evenly. */
const mostSamples = 1 << 17;

/** Range and mean of the finite values; `min > max` when there are none. */
export interface Statistics {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** NaN and infinite values among those that were looked at. */
  readonly invalid: number;
  /** How many values were looked at. */
  readonly samples: number;
}

export function statisticsOf(values: ArrayLike<number | bigint>): Statistics {
  // An odd step visits all columns of the usual even row lengths.
  const step = values.length <= mostSamples ? 1 : Math.ceil(values.length / mostSamples) | 1;
  let [min, max, sum, invalid, samples] = [Infinity, -Infinity, 0, 0, 0];
  for (let at = 0; at < values.length; at += step) {
    const value = Number(values[at]);
    samples++;
    if (!Number.isFinite(value)) invalid++;
    else {
      if (value < min) min = value;
      if (value > max) max = value;
      sum += value;
    }
  }
  return { min, max, mean: sum / (samples - invalid), invalid, samples };
}

/** Four digits that count, without superfluous zeros: `0.1235`, `1200`, `1.2e-7`. */
export function numberText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  return String(Number(value.toPrecision(4)));
}

/** `131,072` */
export const countText = (count: number): string => count.toLocaleString('en-US');
