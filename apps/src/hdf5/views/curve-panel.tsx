import { useMemo, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { fileName } from '../hdf5-state.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { axisName } from './axis-name.js';
import { IndexSliders } from './index-sliders.js';

/** A dataset of one axis, or a line through one of several. */
export function CurvePanel({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const { described, curveAxis, keptCurve, state } = view;
  const { curve, error, busy } = view.curve;
  const rank = described?.shape.length ?? 1;
  const units = described?.attributes['units'];
  const withUnit = (text: string) => (typeof units === 'string' && units ? `${text} (${units})` : text);
  const name = described?.path.slice(described.path.lastIndexOf('/') + 1) ?? '';
  const beside = keptCurve && curve?.y.length === keptCurve.y.length ? keptCurve : null;
  const series = useMemo(
    () =>
      curve && beside
        ? [
            { label: name, y: curve.y },
            {
              label: beside.file === state.file ? beside.label : `${fileName(beside.file)} ${beside.label}`,
              y: beside.y,
            },
          ]
        : undefined,
    [curve, beside, name, state.file],
  );
  const change = useMemo(() => curve && beside && curve.y.map((value, i) => value - beside.y[i]!), [curve, beside]);
  const xLabel = curve?.xName || trans.__('Index');
  return (
    <div className="daisy-Hdf5-view" aria-busy={busy}>
      <div className="daisy-Hdf5-bar">
        {rank > 1 && (
          <label className="daisy-Hdf5-index">
            <span>{trans.__('Along')}</span>
            <Select<number>
              id="hdf5-curve-axis"
              value={curveAxis}
              options={(described?.shape ?? []).map((length, axis) => ({
                value: axis,
                text: `${axisName(described!, axis, trans)} (${length})`,
              }))}
              onChoose={axis => model.setCurveAxis(axis)}
            />
          </label>
        )}
        <IndexSliders model={model} view={view} shown={[curveAxis]} />
        <span className="daisy-Hdf5-space" />
        <button
          className="daisy-Button"
          data-testid="hdf5-keep-curve"
          title={trans.__('Keep this curve to draw others beside it')}
          disabled={!curve}
          onClick={() => model.keepCurve(!keptCurve)}
        >
          {keptCurve ? trans.__('Stop comparing') : trans.__('Compare')}
        </button>
      </div>
      {error && <ErrorPanel error={error} testId="hdf5-curve-error" />}
      {curve && (
        <LazyCurve
          x={curve.x}
          y={curve.y}
          {...(series ? { series } : {})}
          xLabel={xLabel}
          yLabel={withUnit(name)}
          height={240}
          fill
          testId="hdf5-curve"
        />
      )}
      {curve && change && (
        <LazyCurve
          x={curve.x}
          y={change}
          xLabel={xLabel}
          yLabel={withUnit(trans.__('Difference'))}
          height={150}
          testId="hdf5-curve-difference"
        />
      )}
      {keptCurve && curve && !beside && (
        <p className="daisy-Hint">
          {trans.__(
            'The kept curve has %1 values, this one %2: they are not drawn together.',
            keptCurve.y.length,
            curve.y.length,
          )}
        </p>
      )}
      {curve && curve.bin > 1 && (
        <p className="daisy-Hint">
          {trans.__('Lowest and highest of every %1 values are drawn, so that no peak is lost.', curve.bin)}
        </p>
      )}
    </div>
  );
}
