import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { angleDeg, nudgeAxis, scanLines } from './scan-lines.js';
import { StackSlider } from './stack-slider.js';
import { useSource } from './use-source.js';

/** One projection, with row and axis to be dragged. */
export function ProjectionPicture(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { state, opened, tool, shape } = view;
  const draws = state.step === 'inspect' && tool === 'rectangle';
  const source = useSource(link, opened?.projections);
  const lines = scanLines(props, trans);
  const degrees = angleDeg(view, state.angle).toFixed(1);
  return (
    <section className="daisy-Picture" data-tool={draws ? tool : undefined}>
      <StackSlider
        label={trans.__('Projection')}
        text={trans.__('angle %1°', degrees)}
        value={state.angle}
        count={opened?.projections.frames ?? 1}
        testId="ct-angle-slider"
        onChange={angle => model.slice.setAngle(angle)}
      />
      <ImageView
        source={source}
        frame={state.angle}
        label={trans.__('Projection at angle %1°', degrees)}
        lines={[lines.row, ...lines.axis]}
        contrastKey={opened?.scan ?? ''}
        busy={view.busy.open ?? false}
        testId="ct-projection"
        shape={state.step === 'inspect' ? shape : null}
        {...(draws ? { onDraw: model.measure.draw.bind(model.measure) } : {})}
        onFrame={angle => model.slice.setAngle(angle)}
        onNudge={(dx, dy) => (dy !== 0 ? model.slice.setRow(state.row + dy) : nudgeAxis(props, dx))}
      />
    </section>
  );
}
