import { DaisyError } from '@daisy-lab/core';
import { displayable, type Displayable } from './bundle.js';

const vegaLite = 'application/vnd.vegalite.v5+json';

export interface CurveOptions {
  readonly xLabel?: string;
  readonly yLabel?: string;
}

/**
 * A curve: interactive where Vega-Lite is shown, a drawing anywhere else.
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
    'image/svg+xml': drawingOf(points, xLabel, yLabel),
    'text/plain': `${yLabel} over ${xLabel}: ${points.length} points`,
  });
}

type Point = { readonly x: number; readonly y: number };

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

function drawingOf(points: readonly Point[], xLabel: string, yLabel: string): string {
  const finite = points.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const across = scaleOf(
    finite.map(({ x }) => x),
    60,
    520,
  );
  const up = scaleOf(
    finite.map(({ y }) => y),
    230,
    10,
  );
  const line = finite.map(({ x, y }) => `${across(x).toFixed(1)},${up(y).toFixed(1)}`).join(' ');
  return [
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 530 280" width="530" height="280" font-family="sans-serif" font-size="12">',
    '<rect width="530" height="280" fill="white"/><path d="M60 10V230H520" fill="none" stroke="gray"/>',
    `<polyline points="${line}" fill="none" stroke="#4c78a8" stroke-width="1.5"/>`,
    `<text x="290" y="262" text-anchor="middle">${escaped(xLabel)}</text>`,
    `<text x="20" y="120" text-anchor="middle" transform="rotate(-90 20 120)">${escaped(yLabel)}</text></svg>`,
  ].join('');
}

function scaleOf(values: readonly number[], from: number, to: number): (value: number) => number {
  const low = values.reduce((least, value) => Math.min(least, value), Infinity);
  const high = values.reduce((most, value) => Math.max(most, value), -Infinity);
  return value => (high > low ? from + ((value - low) / (high - low)) * (to - from) : (from + to) / 2);
}

const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
