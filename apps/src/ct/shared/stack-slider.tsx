import type { JSX } from 'react';

export interface StackSliderProps {
  readonly label: string;
  readonly text: string;
  readonly value: number;
  readonly count: number;
  readonly testId: string;
  onChange(value: number, done: boolean): void;
}

/** Title of a picture with the slider of its stack. */
export function StackSlider({ label, text, value, count, testId, onChange }: StackSliderProps): JSX.Element {
  const take = (element: HTMLInputElement, done: boolean) => onChange(Number(element.value), done);
  return (
    <label className="daisy-StackSlider">
      <span>{label}</span>
      <input
        type="range"
        min={0}
        max={Math.max(count - 1, 0)}
        step={1}
        value={value}
        disabled={count < 2}
        aria-label={text ? `${label}: ${text}` : label}
        aria-valuetext={text}
        data-testid={testId}
        onChange={event => take(event.currentTarget, false)}
        onPointerUp={event => take(event.currentTarget, true)}
        onKeyUp={event => take(event.currentTarget, true)}
      />
      <output>{text}</output>
    </label>
  );
}
