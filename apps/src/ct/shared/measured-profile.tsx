import type { JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtView } from '../model/ct-view.js';

const height = 150;

/** Values along the line that was drawn over the slice. */
export function MeasuredProfile({ view }: { readonly view: CtView }): JSX.Element | null {
  const trans = useTranslate();
  const { profile, slice, result, state } = view;
  if (!profile) return null;
  const unit = (state.step === 'view' ? result : slice)?.unit;
  return (
    <LazyCurve
      x={profile.at}
      y={profile.values}
      xLabel={trans.__('Along the line (px)')}
      yLabel={unit ? trans.__('Attenuation (%1)', unit) : trans.__('Attenuation')}
      height={height}
      testId="ct-profile"
    />
  );
}
