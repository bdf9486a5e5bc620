import type { NdArray } from '@daisy-lab/core';
import { arrayFrames, plainNumbers } from '../services/viewer/array-frames.js';
import { arrayFacts } from './array-facts.js';
import type { MimeBundle } from './bundle.js';
import { curve } from './curve.js';
import { show } from './show.js';

/** Buckets of a long curve: each keeps its lowest and its highest value, so that no peak is lost. */
const mostBuckets = 2000;

/**
 * An array as it is best looked at: one axis as a curve, two as a picture, more as facts beside the middle image. Axes of length one
 * do not count.
 */
export function arrayBundle(array: NdArray): MimeBundle {
  const facts = arrayFacts(array);
  const plain = { 'text/plain': facts.text };
  const long = array.shape.flatMap((length, axis) => (length === 1 ? [] : [axis]));
  if (array.data.length < 2) return { 'text/html': facts.html, ...plain };
  const squeezed = {
    ...array,
    shape: long.map(axis => array.shape[axis]!),
    axes: long.map(axis => String(array.axes[axis])),
  };
  if (long.length === 1) return { ...curveOf(squeezed).bundle, ...plain };
  const { bundle } = show(squeezed);
  if (long.length === 2) return { ...bundle, ...plain };
  const { frames } = arrayFrames(squeezed);
  const image = `<img alt="" style="max-width:256px;max-height:256px" src="data:image/png;base64,${String(bundle['image/png'])}">`;
  const caption = `<figcaption>image ${frames >> 1} of 0 to ${frames - 1}</figcaption>`;
  const figure = `<figure style="margin:0">${image}${caption}</figure>`;
  return { 'text/html': `<div style="display:flex;gap:16px;align-items:start">${facts.html}${figure}</div>`, ...plain };
}

function curveOf(array: NdArray): ReturnType<typeof curve> {
  const { x, y } = envelope(plainNumbers(array.data));
  return curve(x, y, { xLabel: array.axes[0] ?? 'index', yLabel: array.unit ?? 'value' });
}

/** At most two points per bucket: its lowest and its highest value, in their order. */
export function envelope(values: ArrayLike<number>): { x: number[]; y: number[] } {
  const at: number[] = [];
  const bucket = Math.max(1, values.length / mostBuckets);
  if (bucket <= 2) at.push(...Array.from(values, (_, index) => index));
  else {
    for (let start = 0; start < values.length; start += bucket) {
      const end = Math.min(values.length, Math.floor(start + bucket));
      let low = Math.floor(start);
      let high = low;
      for (let index = low + 1; index < end; index++) {
        // A bucket that begins with NaN takes the first number it meets.
        if (values[index]! < values[low]! || Number.isNaN(values[low])) low = index;
        if (values[index]! > values[high]! || Number.isNaN(values[high])) high = index;
      }
      at.push(...(low === high ? [low] : low < high ? [low, high] : [high, low]));
    }
  }
  return { x: at, y: at.map(index => values[index]!) };
}
