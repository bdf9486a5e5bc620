import { useMemo, type JSX } from 'react';
import type { PixelStatistics } from '@daisy-lab/core';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { ImageState } from '../model/image-part.js';

/** Values along the row, column or line that was chosen. */
export function ImageProfile({ image }: { readonly image: ImageState }): JSX.Element {
  const trans = useTranslate();
  const { profile } = image;
  const values = useMemo(() => profile ?? [], [profile]);
  const x = useMemo(() => values.map((_, i) => i), [values]);
  const name = profileName(image, trans);
  return (
    <LazyCurve x={x} y={values} xLabel={trans.__('%1 (px)', name)} yLabel={name} height={150} testId="hdf5-profile" />
  );
}

/** Numbers of the region that was drawn. */
export function ImageStatistics(props: {
  readonly of: PixelStatistics;
  readonly unit: string | undefined;
}): JSX.Element {
  const trans = useTranslate();
  const { of, unit } = props;
  const facts: readonly (readonly [string, number])[] = [
    [trans.__('pixels'), of.count],
    [trans.__('mean'), of.mean],
    [trans.__('deviation'), of.std],
    [trans.__('lowest'), of.min],
    [trans.__('highest'), of.max],
    [trans.__('sum'), of.sum],
    ...(of.invalid > 0 ? [[trans.__('not numbers'), of.invalid] as const] : []),
  ];
  return (
    <dl className="daisy-Hdf5-statistics" data-testid="hdf5-statistics">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shortNumber(value)}</dd>
        </div>
      ))}
      {unit && (
        <div>
          <dt>{trans.__('unit')}</dt>
          <dd>{unit}</dd>
        </div>
      )}
    </dl>
  );
}

function profileName({ tool, at }: ImageState, trans: Translate): string {
  if (tool === 'row') return trans.__('Row %1', at);
  return tool === 'column' ? trans.__('Column %1', at) : trans.__('Along the line');
}
