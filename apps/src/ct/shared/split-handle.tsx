import type { JSX } from 'react';

export interface SplitHandleProps {
  /** Place of the border, 0..1 from the left. */
  readonly at: number;
  readonly label: string;
  onMove(at: number): void;
}

/** The border between two pictures that lie over each other; A is on its left. */
export function SplitHandle({ at, label, onMove }: SplitHandleProps): JSX.Element {
  const move = (next: number) => onMove(Math.min(Math.max(next, 0), 1));
  return (
    <div
      className="daisy-SplitHandle"
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(at * 100)}
      style={{ left: `${at * 100}%` }}
      data-testid="ct-split"
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={event => {
        const box = event.currentTarget.parentElement?.getBoundingClientRect();
        if (box && event.buttons & 1) move((event.clientX - box.left) / box.width);
      }}
      onKeyDown={event => {
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (!by) return;
        event.preventDefault();
        event.stopPropagation();
        move(at + (by * (event.shiftKey ? 10 : 1)) / 100);
      }}
    >
      <span aria-hidden="true">A</span>
      <span aria-hidden="true">B</span>
    </div>
  );
}
