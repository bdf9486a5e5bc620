const units = [
  [1e3, 's'],
  [1, 'ms'],
  [1e-3, 'µs'],
  [1e-6, 'ns'],
] as const;

/** A duration with three digits and the unit that fits: `1.52 s`, `36.0 µs`. */
export function durationText(ms: number): string {
  const [scale, unit] = units.find(([least]) => ms >= least) ?? units.at(-1)!;
  const value = ms / scale;
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}
