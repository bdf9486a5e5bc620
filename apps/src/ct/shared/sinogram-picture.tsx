import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { nudgeAxis, scanLines } from './scan-lines.js';
import { StackSlider } from './stack-slider.js';
import { useSource } from './use-source.js';

/** The sinogram of the row, with angle and axis to be dragged. */
export function SinogramPicture(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { state, opened } = view;
  const source = useSource(link, opened?.sinograms);
  const lines = scanLines(props, trans);
  return (
    <section className="daisy-Picture">
      <StackSlider
        label={trans.__('Sinogram')}
        text={trans.__('row %1', state.row)}
        value={state.row}
        count={opened?.sinograms.frames ?? 1}
        testId="ct-row-slider"
        onChange={(row, done) => model.slice.setRow(row, done)}
      />
      <ImageView
        source={source}
        frame={state.row}
        quality={view.dragging ? 'draft' : 'exact'}
        fit="fill"
        label={trans.__('Sinogram of row %1', state.row)}
        lines={[lines.angle, ...lines.axis]}
        contrastKey={opened?.scan ?? ''}
        busy={view.busy.open ?? false}
        testId="ct-sinogram"
        onFrame={row => model.slice.setRow(row)}
        onNudge={(dx, dy) => (dy !== 0 ? model.slice.setAngle(state.angle + dy) : nudgeAxis(props, dx))}
      />
    </section>
  );
}
