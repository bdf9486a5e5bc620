import type { JSX } from 'react';
import type { Point } from './image-stage.js';

/** Something drawn on the image, in image coordinates. */
export interface ViewShape {
  readonly kind: 'rectangle' | 'segment';
  readonly from: Point;
  readonly to: Point;
}

/** A rectangle or a segment; its width does not scale. */
export function ViewShapes({ shape: { kind, from, to } }: { readonly shape: ViewShape }): JSX.Element {
  const strokes = ['daisy-ViewLine-outline', 'daisy-ViewLine-stroke'];
  const box = {
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  };
  return (
    <g className="daisy-ViewLine daisy-mod-emphasis daisy-ViewShape">
      {strokes.map(stroke =>
        kind === 'segment' ? (
          <line key={stroke} className={stroke} x1={from.x} y1={from.y} x2={to.x} y2={to.y} />
        ) : (
          <rect key={stroke} className={stroke} {...box} />
        ),
      )}
    </g>
  );
}
