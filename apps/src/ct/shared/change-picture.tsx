import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { difference } from '../../kit/image-view/paint.js';
import type { CtPictureProps } from '../parts.js';
import { scanLines } from './scan-lines.js';
import { useSource } from './use-source.js';

type Side = 'before' | 'after' | 'difference';

/** The sinogram before and after the operations, and their difference. */
export function ChangePicture(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { view, link, model } = props;
  const [side, setSide] = useState<Side>('after');
  const source = useSource(link, view.sinogram?.[side]);
  const names = {
    before: trans.__('Before'),
    after: trans.__('After'),
    difference: trans.__('Difference'),
  } as const;
  const shared = side !== 'difference';
  return (
    <section className="daisy-Picture">
      <div className="daisy-StackSlider">
        <span>{trans.__('Sinogram')}</span>
        <span className="daisy-Tabs" role="group" aria-label={trans.__('Sinogram')}>
          {(['before', 'after', 'difference'] as const).map(one => (
            <button
              key={one}
              className="daisy-Button"
              aria-pressed={one === side}
              data-testid={`ct-change-${one}`}
              onClick={() => setSide(one)}
            >
              {names[one]}
            </button>
          ))}
        </span>
      </div>
      <ImageView
        source={source}
        frame={0}
        fit="fill"
        label={`${trans.__('Sinogram of row %1', view.state.row)}: ${names[side]}`}
        lines={scanLines(props, trans).axis}
        busy={view.busy.sinogram ?? false}
        error={view.errors.sinogram}
        contrastKey={`${view.opened?.scan ?? ''} ${String(shared)}`}
        testId="ct-change"
        {...(shared
          ? {
              limits: view.limits['change'] ?? null,
              onLimits: (limits: readonly [number, number]) => model.store.setLimits('change', limits),
            }
          : { colours: difference })}
      />
    </section>
  );
}
