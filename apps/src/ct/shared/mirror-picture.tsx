import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { difference } from '../../kit/image-view/paint.js';
import type { CtPictureProps } from '../parts.js';
import { nudgeAxis, scanLines } from './scan-lines.js';
import { useSource } from './use-source.js';

/** The opposite projection, mirrored at the axis, minus the first one: all white where the axis is right. */
export function MirrorPicture(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { mirror, opened, busy, errors } = view;
  const source = useSource(link, mirror?.viewer);
  const lines = scanLines(props, trans);
  const [first = 0, second = 180] = mirror?.anglesDeg.map(angle => angle.toFixed(1)) ?? [];
  const title = trans.__('%1° over %2° mirrored', first, second);
  return (
    <section className="daisy-Picture">
      <div className="daisy-StackSlider">
        <span>{title}</span>
        <output>{trans.__('white: they match')}</output>
      </div>
      <ImageView
        source={source}
        frame={0}
        label={title}
        lines={[lines.row, ...lines.axis]}
        colours={difference}
        busy={busy.mirror ?? false}
        error={errors.mirror}
        contrastKey={mirror ? (opened?.scan ?? '') : ''}
        testId="ct-mirror"
        onNudge={(dx, dy) => (dy !== 0 ? model.slice.setRow(view.state.row + dy) : nudgeAxis(props, dx))}
      />
    </section>
  );
}

/** Switches between one projection and two over each other. */
export function MirrorButton({ model, view }: Pick<CtPictureProps, 'model' | 'view'>): JSX.Element {
  const trans = useTranslate();
  return (
    <button
      className="daisy-Button"
      aria-pressed={view.mirrored}
      data-testid="ct-mirror-toggle"
      disabled={view.state.axisPx === null}
      title={
        view.state.axisPx === null
          ? trans.__('Find or type the rotation axis first.')
          : trans.__('The opposite projection, mirrored at the axis, minus the first one')
      }
      onClick={() => model.axis.showMirror(!view.mirrored)}
    >
      {trans.__('0° over 180°')}
    </button>
  );
}
