import { useMemo, useState, type JSX } from 'react';
import type { KernelLink, ObjectDescription } from '@daisy-lab/core';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { ImageHistogram } from '../../kit/image-view/image-source.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { isImage } from '../objects/preview.js';
import { nameOfObject } from '../words.js';
import { lineSelection, usePart } from './array-part.js';
import { histogramOf } from './histogram.js';
import { Stepper } from './stepper.js';

const bins = 128;

/** How often each value comes in one image, or in one line of what has no images. */
export function ArrayHistogram({
  link,
  object,
}: {
  readonly link: KernelLink;
  readonly object: ObjectDescription;
}): JSX.Element {
  const trans = useTranslate();
  const shape = object.shape ?? [];
  const inner = isImage(shape) ? 2 : 1;
  const parts = shape.slice(0, -inner).reduce((product, length) => product * length, 1);
  const [at, setAt] = useState(Math.floor(parts / 2));
  const selection = lineSelection([...shape.slice(0, -inner), 1], at).slice(0, -1);
  const { samples, error } = usePart(link, object.id, [...selection, ...shape.slice(-inner).map(() => null)]);
  const histogram = useMemo(() => (samples ? histogramOf(samples, bins) : null), [samples]);
  const drawn = useMemo(() => (histogram ? outlineOf(histogram) : null), [histogram]);
  return (
    <>
      {parts > 1 && (
        <Stepper label={inner === 2 ? trans.__('Frame') : trans.__('Line')} value={at} count={parts} onChange={setAt} />
      )}
      {error && <ErrorPanel error={error} />}
      {histogram && drawn && (
        <>
          <LazyCurve
            {...drawn}
            xLabel={object.unit ? `${nameOfObject(object)} (${object.unit})` : nameOfObject(object)}
            yLabel={trans.__('Count')}
            height={360}
            testId="inspector-histogram"
          />
          <p className="daisy-Hint">
            {trans.__('Lowest %1, highest %2', shortNumber(histogram.low), shortNumber(histogram.high))}
            {histogram.invalid > 0 && ` · ${trans.__('%1 values are no numbers', histogram.invalid)}`}
          </p>
        </>
      )}
    </>
  );
}

/** The outline of the bars. */
function outlineOf({ low, high, counts }: ImageHistogram): { readonly x: number[]; readonly y: number[] } {
  if (!(low <= high)) return { x: [], y: [] };
  const width = (high - low) / counts.length || 1;
  return {
    x: counts.flatMap((_, bin) => [low + bin * width, low + (bin + 1) * width]),
    y: counts.flatMap(count => [count, count]),
  };
}
