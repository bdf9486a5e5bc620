import { useMemo, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtPartProps } from '../parts.js';

/** How the iterations converge, and what smoothness costs: the L-curve. */
export function Convergence({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { residuals, busy, errors } = view;
  const iterations = useMemo(() => residuals?.map((_, at) => at) ?? [], [residuals]);
  const percent = useMemo(() => residuals?.map(share => 100 * share) ?? [], [residuals]);
  if (!model.iteration.hasLCurve) return null;
  return (
    <fieldset className="daisy-Group">
      {residuals && residuals.length > 1 && (
        <LazyCurve
          x={iterations}
          y={percent}
          xLabel={trans.__('Iteration')}
          yLabel={trans.__('Misfit (%)')}
          height={120}
          testId="ct-convergence"
        />
      )}
      <button
        className="daisy-Button"
        data-testid="ct-lcurve-start"
        disabled={busy.lCurve || view.state.axisPx === null}
        title={trans.__('Slices with total variation at nine weights: misfit against roughness')}
        onClick={() => void model.iteration.trace()}
      >
        {busy.lCurve ? trans.__('Computing…') : trans.__('L-curve of the smoothness')}
      </button>
      {errors.lCurve && <ErrorPanel error={errors.lCurve} onDismiss={() => model.store.dismiss('lCurve')} />}
      {view.lCurve && <LCurve model={model} view={view} />}
    </fieldset>
  );
}

/** Misfit against roughness; a click takes the weight nearest to it. */
function LCurve({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { lCurve } = view;
  const points = useMemo(() => {
    if (!lCurve) return [];
    const { misfits, roughness, values } = lCurve;
    const all = values.map((value, at) => ({ value, x: 100 * misfits[at], y: Math.log10(roughness[at]) }));
    return all.filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y)).sort((a, b) => a.x - b.x);
  }, [lCurve]);
  const x = useMemo(() => points.map(point => point.x), [points]);
  const y = useMemo(() => points.map(point => point.y), [points]);
  if (!lCurve || points.length === 0) return null;
  const best = lCurve.values[lCurve.corner];
  const marks = [{ x: 100 * lCurve.misfits[lCurve.corner], label: 'corner' }];
  const nearest = (at: number) => points.reduce((a, b) => (Math.abs(b.x - at) < Math.abs(a.x - at) ? b : a)).value;
  return (
    <>
      <LazyCurve
        x={x}
        y={y}
        xLabel={trans.__('Misfit (%)')}
        yLabel={trans.__('Roughness (log10)')}
        marks={marks}
        height={140}
        testId="ct-lcurve"
        onPick={at => model.iteration.take(nearest(at))}
      />
      <button className="daisy-Button" data-testid="ct-lcurve-take" onClick={() => model.iteration.take(best)}>
        {trans.__('Use %1, the bend of the curve', best.toExponential(1))}
      </button>
    </>
  );
}
