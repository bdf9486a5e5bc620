import type { JSX } from 'react';
import { FactList } from '../../kit/fact-list.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { CtPartProps } from '../parts.js';

/** Line profile and statistics of a rectangle on the slice. */
export function MeasureForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { tool, shape, statistics, profile, slice } = view;
  const unit = (view.state.step === 'view' ? view.result : slice)?.unit ?? '';
  const lengthPx = shape && Math.hypot(shape.to.x - shape.from.x, shape.to.y - shape.from.y);
  const { pixelSizeUm } = view.opened?.description ?? {};
  return (
    <fieldset className="daisy-Group">
      <h4>{trans.__('Measure on the slice')}</h4>
      <div className="daisy-Buttons">
        <button
          className="daisy-Button"
          aria-pressed={tool === 'segment'}
          data-testid="ct-tool-segment"
          onClick={() => model.measure.setTool(tool === 'segment' ? null : 'segment')}
        >
          {trans.__('Profile')}
        </button>
        <button
          className="daisy-Button"
          aria-pressed={tool === 'rectangle'}
          data-testid="ct-tool-rectangle"
          onClick={() => model.measure.setTool(tool === 'rectangle' ? null : 'rectangle')}
        >
          {trans.__('Region')}
        </button>
        {shape && (
          <button className="daisy-Button" onClick={() => model.measure.clear()}>
            {trans.__('Clear')}
          </button>
        )}
      </div>
      {tool && !shape && <p className="daisy-Hint">{trans.__('Drag over the slice.')}</p>}
      {statistics && (
        <FactList
          testId="ct-statistics"
          facts={[
            [trans.__('mean'), shortNumber(statistics.mean)],
            [trans.__('standard deviation'), shortNumber(statistics.standardDeviation)],
            [trans.__('smallest'), shortNumber(statistics.min)],
            [trans.__('largest'), shortNumber(statistics.max)],
            [trans.__('pixels'), String(statistics.count)],
          ]}
        />
      )}
      {shape?.kind === 'segment' && lengthPx !== null && (
        <p data-testid="ct-length">
          {pixelSizeUm === undefined
            ? trans.__('Length %1 px', lengthPx.toFixed(1))
            : trans.__('Length %1 px, %2 µm', lengthPx.toFixed(1), (lengthPx * pixelSizeUm).toFixed(1))}
        </p>
      )}
      {(statistics || profile) && unit && <p className="daisy-Hint">{trans.__('Values in %1', unit)}</p>}
    </fieldset>
  );
}
