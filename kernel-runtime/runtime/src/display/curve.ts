import { DaisyError } from '@daisy-lab/core';
import { displayable, type Displayable } from './bundle.js';
import { drawCurve, type Point } from './curve-drawing.js';

const vegaLite = 'application/vnd.vegalite.v5+json';

export interface CurveOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
}

/**
 * A curve: interactive where Vega-Lite is shown, a drawing (SVG) anywhere else. Values that are not finite leave a gap.
 * @throws DaisyError `Input` when x and y differ in length.
 */
export function curve(x: ArrayLike<number>, y: ArrayLike<number>, options: CurveOptions = {}): Displayable {
  if (x.length !== y.length) {
    throw new DaisyError('Input', { message: `A curve of ${x.length} x and ${y.length} y values cannot be drawn.` });
  }
  const { xLabel = 'x', yLabel = 'y' } = options;
  const points = Array.from(x, (value, index) => ({ x: value, y: y[index]! }));
  return displayable({
    [vegaLite]: specOf(points, xLabel, yLabel),
    'image/svg+xml': drawCurve(points, xLabel, yLabel),
    'text/plain': `${yLabel} over ${xLabel}: ${points.length} points`,
  });
}

function specOf(values: readonly Point[], xLabel: string, yLabel: string): object {
  const axis = (field: 'x' | 'y', title: string): object => ({
    field,
    type: 'quantitative',
    title,
    scale: { zero: false },
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    width: 480,
    height: 240,
    data: { values },
    mark: { type: 'line', tooltip: true },
    encoding: { x: axis('x', xLabel), y: axis('y', yLabel) },
  };
}
