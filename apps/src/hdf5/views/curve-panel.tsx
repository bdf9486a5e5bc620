import { lazy, Suspense, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { Hdf5Model, Hdf5View } from '../model/hdf5-model.js';
import { IndexSliders } from './index-sliders.js';

const CurveView = lazy(async () => ({ default: (await import('../../kit/curves/curve-view.js')).CurveView }));

/** A dataset of one axis, or a line through one of several. */
export function CurvePanel({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const { described, curveAxis } = view;
  const { curve, error, busy } = view.curve;
  const rank = described?.shape.length ?? 1;
  const unit = described?.attributes['units'];
  const name = described?.path.slice(described.path.lastIndexOf('/') + 1) ?? '';
  return (
    <div className="daisy-Hdf5-view" aria-busy={busy}>
      <div className="daisy-Hdf5-bar">
        {rank > 1 && (
          <label className="daisy-Hdf5-index">
            <span>{trans.__('Along')}</span>
            <select
              className="daisy-Input"
              data-testid="hdf5-curve-axis"
              value={curveAxis}
              onChange={event => model.setCurveAxis(Number(event.target.value))}
            >
              {described?.shape.map((length, axis) => (
                <option key={axis} value={axis}>
                  {trans.__('axis %1', axis)} ({length})
                </option>
              ))}
            </select>
          </label>
        )}
        <IndexSliders model={model} view={view} shown={[curveAxis]} />
      </div>
      {error && <ErrorPanel error={error} testId="hdf5-curve-error" />}
      {curve && (
        <Suspense fallback={null}>
          <CurveView
            x={curve.x}
            y={curve.y}
            xLabel={curve.xName || trans.__('Index')}
            yLabel={typeof unit === 'string' && unit ? `${name} (${unit})` : name}
            height={320}
            testId="hdf5-curve"
          />
        </Suspense>
      )}
      {curve && curve.bin > 1 && (
        <p className="daisy-Hint">
          {trans.__('Lowest and highest of every %1 values are drawn, so that no peak is lost.', curve.bin)}
        </p>
      )}
    </div>
  );
}
