import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Camera } from '../../kit/image-view/camera.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { difference } from '../../kit/image-view/paint.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { ViewLine } from '../../kit/image-view/view-lines.js';
import { fileName } from '../ct-state.js';
import type { CtPictureProps } from '../parts.js';
import { StackSlider } from '../shared/stack-slider.js';
import { useSource } from '../shared/use-source.js';

/** The written volume in three directions, with one crosshair and one contrast. */
export function ViewPictures({ model, view, link }: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { planes, result, resultRow, resultColumn, resultLine, run, state, tool } = view;
  const [camera, setCamera] = useState<Camera | null>(null);
  const slices = useSource(link, planes?.slices);
  const front = useSource(link, planes?.front);
  const side = useSource(link, planes?.side);
  const line = (across: 'x' | 'y', at: number, label: string, move: (at: number) => void): ViewLine => ({
    across,
    at: at + 0.5,
    label,
    onMove: to => move(Math.floor(to)),
  });
  const row = line('y', resultRow, trans.__('Slice'), at => model.result.setRow(at));
  const others = {
    slices: useSource(link, view.other?.planes.slices),
    change: useSource(link, view.otherChange?.viewer),
  };
  const common = {
    limits: view.limits['volume'] ?? null,
    contrastKey: result?.handle ?? '',
    onLimits: (limits: readonly [number, number]) => model.store.setLimits('volume', limits),
  };
  return (
    <div className="daisy-Ct-pictures daisy-mod-planes">
      <section className="daisy-Picture daisy-mod-tall">
        <StackSlider
          label={trans.__('Reconstructed volume')}
          text={trans.__('slice %1 of %2', result ? resultRow + 1 : 0, result?.frames ?? 0)}
          value={resultRow}
          count={result?.frames ?? 1}
          testId="ct-result-slider"
          onChange={at => model.result.setRow(at)}
        />
        <ImageView
          {...common}
          source={slices}
          frame={resultRow}
          label={trans.__('Slice %1 of the reconstructed volume', resultRow + 1)}
          lines={[
            line('x', resultColumn, trans.__('Side view'), at => model.result.setColumn(at)),
            line('y', resultLine, trans.__('Front view'), at => model.result.setLine(at)),
          ]}
          busy={view.busy.result ?? false}
          error={view.errors.result}
          testId="ct-result"
          shape={state.step === 'view' ? view.shape : null}
          {...(tool ? { onDraw: model.measure.draw.bind(model.measure) } : {})}
          camera={camera}
          onCamera={setCamera}
          onFrame={at => model.result.setRow(at)}
          onNudge={(dx, dy) => {
            if (dx !== 0) model.result.setColumn(resultColumn + dx);
            if (dy !== 0) model.result.setLine(resultLine + dy);
          }}
        />
        {!result && !view.errors.result && (
          <p className="daisy-Picture-hint">
            {run?.state === 'done'
              ? trans.__('The volume is written: press Open result.')
              : trans.__('Nothing is reconstructed yet. Press Reconstruct below.')}
          </p>
        )}
      </section>
      {view.other ? (
        <>
          <section className="daisy-Picture">
            <div className="daisy-StackSlider">
              <span>{fileName(view.other.file)}</span>
            </div>
            <ImageView
              {...common}
              source={others.slices}
              frame={resultRow}
              label={trans.__('The same slice of %1', fileName(view.other.file))}
              busy={view.busy.other ?? false}
              camera={camera}
              testId="ct-other"
              onCamera={setCamera}
            />
          </section>
          <section className="daisy-Picture">
            <div className="daisy-StackSlider">
              <span>{trans.__('Difference')}</span>
              <output>{view.otherChange && trans.__('mean |Δ| %1', shortNumber(view.otherChange.meanAbsolute))}</output>
            </div>
            <ImageView
              source={others.change}
              frame={0}
              label={trans.__('Difference of both volumes in this slice')}
              colours={difference}
              busy={view.busy.other ?? false}
              camera={camera}
              contrastKey={view.other.file}
              testId="ct-other-change"
              onCamera={setCamera}
            />
          </section>
        </>
      ) : (
        <>
          <section className="daisy-Picture">
            <StackSlider
              label={trans.__('Front view')}
              text={trans.__('y %1', resultLine)}
              value={resultLine}
              count={planes?.front.frames ?? 1}
              testId="ct-front-slider"
              onChange={at => model.result.setLine(at)}
            />
            <ImageView
              {...common}
              source={front}
              frame={resultLine}
              label={trans.__('Front view at y %1', resultLine)}
              lines={[row, line('x', resultColumn, trans.__('Side view'), at => model.result.setColumn(at))]}
              testId="ct-front"
              onFrame={at => model.result.setLine(at)}
              onNudge={(_dx, dy) => dy !== 0 && model.result.setRow(resultRow + dy)}
            />
          </section>
          <section className="daisy-Picture">
            <StackSlider
              label={trans.__('Side view')}
              text={trans.__('x %1', resultColumn)}
              value={resultColumn}
              count={planes?.side.frames ?? 1}
              testId="ct-side-slider"
              onChange={at => model.result.setColumn(at)}
            />
            <ImageView
              {...common}
              source={side}
              frame={resultColumn}
              label={trans.__('Side view at x %1', resultColumn)}
              lines={[row, line('x', resultLine, trans.__('Front view'), at => model.result.setLine(at))]}
              testId="ct-side"
              onFrame={at => model.result.setColumn(at)}
              onNudge={(_dx, dy) => dy !== 0 && model.result.setRow(resultRow + dy)}
            />
          </section>
        </>
      )}
    </div>
  );
}
