import { algorithm, ndarray, p, port } from '@daisy-lab/core';

/** Mean over `width` neighbours, fewer at the ends. */
export function movingMean(values: Float64Array, width: number): Float64Array {
  const half = Math.floor(width / 2);
  return values.map((_, i) => {
    const part = values.subarray(Math.max(0, i - half), i + half + 1);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
}

export const smoothCurve = algorithm('example.smoothCurve', {
  version: '1.0.0',
  title: 'Smooth a curve',
  help: 'Replaces each value by the mean of its neighbours.',
  inputs: { curve: port.array('float64', ['point']) },
  params: { width: p.integer({ default: 5, min: 1, max: 101, title: 'Neighbours' }) },
  outputs: { smooth: port.array('float64', ['point']) },
});

smoothCurve.implement('plain', {
  run: ({ inputs: { curve }, params: { width } }) => ({
    smooth: ndarray(movingMean(curve.data, width), curve.shape, curve.axes, curve.unit),
  }),
});
