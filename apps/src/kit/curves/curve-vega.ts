import type { DrawnCurves } from './curve-svg.js';

/** Points of one curve in a chart: more make Vega-Lite slow, and nobody sees them. */
const mostPoints = 5000;

/** Curves as a chart for Vega-Lite 5: what JupyterLab shows, and its editors open. Peaks stay where there are too many points. */
export function curveVega({ x, curves, xLabel, yLabel }: DrawnCurves): object {
  const values = curves.flatMap(({ label, y }) =>
    withPeaks(y).map(at => ({ x: x[at], y: Number.isFinite(y[at]) ? y[at] : null, curve: label })),
  );
  const axis = (field: 'x' | 'y', title: string): object => ({
    ...{ field, title, type: 'quantitative', scale: { zero: false } },
  });
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v5.json',
    width: 600,
    height: 320,
    background: 'white',
    data: { values },
    params: [{ name: 'part', select: 'interval', bind: 'scales' }],
    mark: { type: 'line', tooltip: true },
    encoding: {
      x: axis('x', xLabel),
      y: axis('y', yLabel),
      ...(curves.length > 1 ? { color: { field: 'curve', type: 'nominal', title: null } } : {}),
    },
  };
}

/** Places of all values, or of the lowest and highest of each part, in order. */
function withPeaks(y: readonly number[]): readonly number[] {
  if (y.length <= mostPoints) return Array.from(y, (_, at) => at);
  const parts = mostPoints / 2;
  return Array.from({ length: parts }, (_, part) => {
    const first = Math.floor((part * y.length) / parts);
    const end = Math.floor(((part + 1) * y.length) / parts);
    return placesIn(y, first, end);
  }).flat();
}

/** Places of the lowest, the highest and one value that is none, in their order. */
function placesIn(y: readonly number[], first: number, end: number): readonly number[] {
  let low: number | undefined;
  let high: number | undefined;
  let gap: number | undefined;
  for (let at = first; at < end; at++) {
    if (!Number.isFinite(y[at])) gap = at;
    else {
      if (low === undefined || y[at]! < y[low]!) low = at;
      if (high === undefined || y[at]! > y[high]!) high = at;
    }
  }
  return [...new Set([low, high, gap])].filter(at => at !== undefined).sort((a, b) => a - b);
}
