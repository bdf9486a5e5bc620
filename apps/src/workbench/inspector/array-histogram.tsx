import { useEffect, useMemo, useState, type JSX } from 'react';
import { recordOf, type ErrorRecord, type KernelLink, type ObjectDescription } from '@daisy-lab/core';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { ImageHistogram, ImageSource } from '../../kit/image-view/image-source.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { isImage } from '../objects/preview.js';
import { nameOfObject } from '../words.js';
import { useObjectViewer } from './object-viewer.js';
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
  const inner = isImage(object.shape ?? []) ? 'image' : 'line';
  const { source, error } = useObjectViewer(link, object.id, inner);
  const [chosen, setChosen] = useState<number | null>(null);
  const parts = source?.frames ?? 1;
  const at = chosen ?? Math.floor(parts / 2);
  const { histogram, failure } = useHistogram(source, at);
  const drawn = useMemo(() => (histogram ? outlineOf(histogram) : null), [histogram]);
  return (
    <>
      {parts > 1 && (
        <Stepper
          label={inner === 'image' ? trans.__('Frame') : trans.__('Line')}
          value={at}
          count={parts}
          onChange={setChosen}
        />
      )}
      {(error ?? failure) && <ErrorPanel error={(error ?? failure)!} />}
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

/** Counted by the kernel; the old one stays until the new one is there. */
function useHistogram(
  source: ImageSource | null,
  frame: number,
): { readonly histogram: ImageHistogram | null; readonly failure: ErrorRecord | null } {
  const [histogram, setHistogram] = useState<ImageHistogram | null>(null);
  const [failure, setFailure] = useState<ErrorRecord | null>(null);
  useEffect(() => {
    let isWanted = true;
    source?.histogram(frame, bins).then(
      counted => {
        if (!isWanted) return;
        setHistogram(counted);
        setFailure(null);
      },
      (error: unknown) => isWanted && setFailure(recordOf(error)),
    );
    return () => {
      isWanted = false;
    };
  }, [source, frame]);
  return { histogram, failure };
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
