import type { JSX } from 'react';

/** Steps through frames, lines or rows, by slider or by number. */
export function Stepper({
  label,
  value,
  count,
  step = 1,
  onChange,
}: {
  readonly label: string;
  readonly value: number;
  readonly count: number;
  readonly step?: number;
  onChange(value: number): void;
}): JSX.Element {
  const take = (text: string): void => {
    const wanted = Number(text);
    if (Number.isInteger(wanted)) onChange(Math.max(0, Math.min(count - 1, wanted)));
  };
  const field = {
    min: 0,
    max: count - 1,
    value,
    onChange: (event: { target: { value: string } }) => take(event.target.value),
  };
  return (
    <label className="daisy-Inspector-stepper">
      <span>{label}</span>
      <input type="range" step={step} tabIndex={-1} aria-hidden="true" {...field} />
      <input className="daisy-Input" type="number" step={step} {...field} />
      <span className="daisy-Hint">/ {count - 1}</span>
    </label>
  );
}
