import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { StackSlider } from '../shared/stack-slider.js';
import { useSource } from '../shared/use-source.js';
import { resultContrast, resultLines } from './result-lines.js';

/** Front and side view of the written volume. */
export function CrossCuts(props: CtPictureProps): JSX.Element {
  return (
    <>
      <FrontView {...props} />
      <SideView {...props} />
    </>
  );
}

/** [z][x] at the chosen y. */
export function FrontView(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { planes, resultRow, resultLine } = view;
  const source = useSource(link, planes?.front);
  const { slice, column } = resultLines(props, trans);
  return (
    <section className="daisy-Picture">
      <StackSlider
        label={trans.__('Front view')}
        text={planes ? trans.__('y %1', resultLine) : ''}
        value={resultLine}
        count={planes?.front.frames ?? 1}
        testId="ct-front-slider"
        onChange={at => model.result.setLine(at)}
      />
      <ImageView
        {...resultContrast(props)}
        source={source}
        frame={resultLine}
        label={trans.__('Front view at y %1', resultLine)}
        lines={[slice, column]}
        busy={view.busy.result ?? false}
        testId="ct-front"
        onFrame={at => model.result.setLine(at)}
        onNudge={(_dx, dy) => dy !== 0 && model.result.setRow(resultRow + dy)}
      />
    </section>
  );
}

/** [z][y] at the chosen x. */
function SideView(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { planes, resultRow, resultColumn } = view;
  const source = useSource(link, planes?.side);
  const { slice, across } = resultLines(props, trans);
  return (
    <section className="daisy-Picture">
      <StackSlider
        label={trans.__('Side view')}
        text={planes ? trans.__('x %1', resultColumn) : ''}
        value={resultColumn}
        count={planes?.side.frames ?? 1}
        testId="ct-side-slider"
        onChange={at => model.result.setColumn(at)}
      />
      <ImageView
        {...resultContrast(props)}
        source={source}
        frame={resultColumn}
        label={trans.__('Side view at x %1', resultColumn)}
        lines={[slice, across]}
        busy={view.busy.result ?? false}
        testId="ct-side"
        onFrame={at => model.result.setColumn(at)}
        onNudge={(_dx, dy) => dy !== 0 && model.result.setRow(resultRow + dy)}
      />
    </section>
  );
}
