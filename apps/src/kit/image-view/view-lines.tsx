import type { JSX, PointerEvent, RefObject } from 'react';
import type { ImageStage } from './image-stage.js';

/** A line across the image; `at` is an image coordinate (the centre of column 3 is 3.5). */
export interface ViewLine {
  readonly across: 'x' | 'y';
  readonly at: number;
  readonly label: string;
  readonly emphasis?: boolean;
  /** Dragged; `done` when it was let go. */
  onMove?(at: number, done: boolean): void;
}

/** Longer than any image, and short enough for the browser's hit test. */
const far = 1e5;

/** Lines in image coordinates; their width does not scale. A wide invisible line on top is easy to grab. */
export function ViewLines(props: {
  readonly lines: readonly ViewLine[];
  readonly stage: RefObject<ImageStage | null>;
}): JSX.Element {
  return (
    <>
      {props.lines.map(line => {
        const ends =
          line.across === 'x'
            ? { x1: line.at, x2: line.at, y1: -far, y2: far }
            : { x1: -far, x2: far, y1: line.at, y2: line.at };
        const drag = (event: PointerEvent<SVGLineElement>, done: boolean) => {
          const point = props.stage.current?.imagePoint(event.clientX, event.clientY);
          if (point) line.onMove?.(line.across === 'x' ? point.x : point.y, done);
        };
        return (
          <g key={line.label} className={line.emphasis ? 'daisy-ViewLine daisy-mod-emphasis' : 'daisy-ViewLine'}>
            <title>{line.label}</title>
            <line {...ends} className="daisy-ViewLine-outline" />
            <line {...ends} className="daisy-ViewLine-stroke" />
            {line.onMove && (
              <line
                {...ends}
                className="daisy-ViewLine-grip"
                style={{ cursor: line.across === 'x' ? 'ew-resize' : 'ns-resize' }}
                onPointerDown={event => {
                  if (event.button === 0) event.currentTarget.setPointerCapture(event.pointerId);
                }}
                onPointerMove={event => {
                  if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event, false);
                }}
                onPointerUp={event => drag(event, true)}
              />
            )}
          </g>
        );
      })}
    </>
  );
}
