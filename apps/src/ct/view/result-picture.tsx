import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Camera } from '../../kit/image-view/camera.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { StackSlider } from '../shared/stack-slider.js';
import { useSource } from '../shared/use-source.js';
import { resultContrast, resultLines } from './result-lines.js';

export interface ResultPictureProps extends CtPictureProps {
  readonly tall?: boolean;
  /** Shared with other pictures of the same size. */
  readonly camera?: Camera | null;
  onCamera?(camera: Camera): void;
}

/** The slices of the written volume, with the lines of the two cuts; measured with the tools. */
export function ResultPicture({ tall = false, camera, onCamera, ...props }: ResultPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { planes, result, resultRow, resultColumn, resultLine, run, tool, shape } = view;
  const source = useSource(link, planes?.slices);
  const lines = resultLines(props, trans);
  return (
    <section className={tall ? 'daisy-Picture daisy-mod-tall' : 'daisy-Picture'} data-tool={tool ?? undefined}>
      <StackSlider
        label={trans.__('Reconstructed volume')}
        text={result ? trans.__('slice %1 of %2', resultRow + 1, result.frames) : ''}
        value={resultRow}
        count={result?.frames ?? 1}
        testId="ct-result-slider"
        onChange={at => model.result.setRow(at)}
      />
      <ImageView
        {...resultContrast(props)}
        {...(camera === undefined ? {} : { camera })}
        {...(onCamera ? { onCamera } : {})}
        {...(tool ? { onDraw: model.measure.draw.bind(model.measure) } : {})}
        source={source}
        frame={resultRow}
        label={trans.__('Slice %1 of the reconstructed volume', resultRow + 1)}
        lines={tool ? [] : [lines.column, lines.line]}
        shape={shape}
        busy={view.busy.result ?? false}
        error={view.errors.result ?? view.errors.measure}
        testId="ct-result"
        onFrame={at => model.result.setRow(at)}
        onNudge={(dx, dy) => {
          if (dx !== 0) model.result.setColumn(resultColumn + dx);
          if (dy !== 0) model.result.setLine(resultLine + dy);
        }}
      />
      {!result && !view.errors.result && !view.busy.result && (
        <p className="daisy-Picture-hint">
          {run?.state === 'done'
            ? trans.__('The volume is written: press Open result.')
            : trans.__('No volume is open. Press Reconstruct below, or open a volume on the right.')}
        </p>
      )}
    </section>
  );
}
