import { useMemo, type JSX } from 'react';
import type { PixelStatistics } from '@daisy-lab/core';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { FactList } from '../../kit/fact-list.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { ImageState } from '../model/image-part.js';

/** Values along the row, column or line that was chosen. */
export function ImageProfile({ image, unit }: { readonly image: ImageState; readonly unit?: string }): JSX.Element {
  const trans = useTranslate();
  const { profile } = image;
  const values = useMemo(() => profile ?? [], [profile]);
  const x = useMemo(() => values.map((_, i) => i), [values]);
  const name = profileName(image, trans);
  return (
    <LazyCurve
      x={x}
      y={values}
      xLabel={trans.__('%1 (px)', alongName(image, trans))}
      yLabel={unit ? `${name} (${unit})` : name}
      height={150}
      testId="hdf5-profile"
    />
  );
}

/** Numbers of the region that was drawn. */
export function ImageStatistics(props: {
  readonly of: PixelStatistics;
  readonly unit: string | undefined;
}): JSX.Element {
  const trans = useTranslate();
  const { of, unit } = props;
  return (
    <FactList
      testId="hdf5-statistics"
      look="flow"
      facts={[
        [trans.__('pixels'), shortNumber(of.count)],
        [trans.__('mean'), shortNumber(of.mean)],
        [trans.__('deviation'), shortNumber(of.std)],
        [trans.__('lowest'), shortNumber(of.min)],
        [trans.__('highest'), shortNumber(of.max)],
        [trans.__('sum'), shortNumber(of.sum)],
        [trans.__('not numbers'), of.invalid > 0 ? shortNumber(of.invalid) : undefined],
        [trans.__('unit'), unit],
      ]}
    />
  );
}

function profileName({ tool, at }: ImageState, trans: Translate): string {
  if (tool === 'row') return trans.__('Row %1', at);
  return tool === 'column' ? trans.__('Column %1', at) : trans.__('Along the line');
}

/** What runs along the profile: the columns of a row, the rows of a column. */
function alongName({ tool }: ImageState, trans: Translate): string {
  if (tool === 'row') return 'x';
  return tool === 'column' ? 'y' : trans.__('Along the line');
}
