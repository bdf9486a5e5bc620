import { useEffect, useState, type JSX } from 'react';

export interface AxisInputProps {
  readonly axisPx: number | null;
  onAxis(axisPx: number): void;
  onNudge(steps: number): void;
}

/** The axis as a number; arrow keys nudge. */
export function AxisInput(props: AxisInputProps): JSX.Element {
  const [text, setText] = useState<string | null>(null);
  const shown = props.axisPx === null ? '' : props.axisPx.toFixed(2);
  useEffect(() => setText(null), [props.axisPx]);
  const take = () => {
    if (text !== null && text.trim() !== '' && Number.isFinite(Number(text))) props.onAxis(Number(text));
    setText(null);
  };
  return (
    <input
      id="ct-axis-input"
      className="daisy-Input"
      inputMode="decimal"
      value={text ?? shown}
      data-testid="ct-axis-input"
      onChange={event => setText(event.target.value)}
      onBlur={take}
      onKeyDown={event => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (event.key === 'Enter') take();
        else if (event.key === 'Escape') setText(null);
        else if (by) {
          event.preventDefault();
          props.onNudge(event.shiftKey ? by * 10 : by);
        }
      }}
    />
  );
}
