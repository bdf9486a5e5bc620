import { useMemo, useState, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtPartProps } from '../parts.js';
import { CompareButtons } from '../shared/compare-buttons.js';
import { MirrorButton } from '../shared/mirror-picture.js';
import { nudgeAxis } from '../shared/scan-lines.js';
import { Why } from '../shared/why.js';
import { AxisInput } from './axis-input.js';
import { AxisLine } from './axis-line.js';
import { MethodField } from './method-field.js';

const stepsPx = [0.25, 0.5, 1, 2, 4];

/** The rotation axis: typed, nudged, dragged, found, or picked on the score curve or in a sweep. */
export function CentreForm(props: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { model, view } = props;
  const { busy, errors, sweep } = view;
  const { axisPx } = view.state;
  const [stepPx, setStepPx] = useState(1);
  const nudge = (steps: number) => nudgeAxis(props, steps);
  const sweepWith = (step: number) => {
    setStepPx(step);
    void model.axis.sweep(step);
  };
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Centre')}</h3>
      <div className="daisy-Field daisy-mod-axis">
        <label htmlFor="ct-axis-input">{trans.__('Axis')}</label>
        <div className="daisy-Field-control">
          <AxisInput axisPx={axisPx} onAxis={axis => model.slice.setAxis(axis)} onNudge={nudge} />
          <span className="daisy-Field-unit">{trans.__('px')}</span>
          <button
            className="daisy-Button daisy-mod-icon"
            data-testid="ct-axis-left"
            aria-label={trans.__('Axis to the left')}
            onClick={() => nudge(-1)}
          >
            ‹
          </button>
          <button
            className="daisy-Button daisy-mod-icon"
            data-testid="ct-axis-right"
            aria-label={trans.__('Axis to the right')}
            onClick={() => nudge(1)}
          >
            ›
          </button>
        </div>
      </div>
      <MethodField model={model} view={view} />
      {errors.axis && (
        <ErrorPanel error={errors.axis} testId="ct-error" onDismiss={() => model.store.dismiss('axis')} />
      )}
      {view.evidence && <Evidence {...props} onNudge={nudge} />}
      <MirrorButton model={model} view={view} />
      <SelectField<number>
        id="ct-sweep-step"
        label={trans.__('Sweep in steps of')}
        stacked
        value={stepPx}
        options={stepsPx.map(step => ({ value: step, text: `${step} ${trans.__('px')}` }))}
        onChoose={setStepPx}
      >
        <button
          className="daisy-Button"
          data-testid="ct-sweep-start"
          disabled={axisPx === null || busy.sweep}
          title={axisPx === null ? trans.__('Find or type the rotation axis first.') : undefined}
          onClick={() => sweepWith(stepPx)}
        >
          {busy.sweep ? trans.__('Sweeping…') : trans.__('Sweep')}
        </button>
      </SelectField>
      {sweep && (
        <div className="daisy-Buttons">
          <button
            className="daisy-Button"
            data-testid="ct-sweep-refine"
            disabled={busy.sweep || stepPx <= stepsPx[0]}
            onClick={() => sweepWith(Math.max(stepsPx[0], stepPx / 4))}
          >
            {trans.__('Refine ×4')}
          </button>
          <button className="daisy-Button" onClick={() => model.axis.closeSweep()}>
            {trans.__('Close the sweep')}
          </button>
        </div>
      )}
      {errors.sweep && <ErrorPanel error={errors.sweep} onDismiss={() => model.store.dismiss('sweep')} />}
      <AxisLine model={model} view={view} />
      <CompareButtons model={model} view={view} />
      <p className="daisy-Hint">{trans.__('Drag the orange line in a picture, or use the arrow keys.')}</p>
    </aside>
  );
}

/** The score curve of the search, and how sure it is. */
function Evidence({ model, view, onNudge }: CtPartProps & { onNudge(steps: number): void }): JSX.Element | null {
  const trans = useTranslate();
  const [why, setWhy] = useState(false);
  const { evidence } = view;
  const { axisPx } = view.state;
  const marks = useMemo(() => (axisPx === null ? [] : [{ x: axisPx, label: 'axis' }]), [axisPx]);
  if (!evidence) return null;
  const level = evidence.confidence >= 0.7 ? 'high' : evidence.confidence >= 0.4 ? 'medium' : 'low';
  const levels = {
    high: trans.__('confidence high'),
    medium: trans.__('confidence medium'),
    low: trans.__('confidence low: check the slice'),
  } as const;
  return (
    <>
      <LazyCurve
        x={evidence.candidatesPx}
        y={evidence.scores}
        xLabel={trans.__('Rotation axis (px)')}
        yLabel={trans.__('Score, lower is better')}
        marks={marks}
        height={130}
        testId="ct-score"
        onPick={at => model.slice.setAxis(at)}
        onNudge={onNudge}
      />
      <p className="daisy-Evidence" data-level={level}>
        {trans.__('%1, %2', trans.__('Found %1 px', evidence.axisPx.toFixed(2)), levels[level])}{' '}
        <Why open={why} onToggle={() => setWhy(!why)} sentences={[evidence.why]} />
      </p>
      {axisPx !== null && Math.abs(axisPx - evidence.axisPx) > 0.005 && (
        <button className="daisy-Link" onClick={() => model.slice.setAxis(evidence.axisPx)}>
          {trans.__('Back to the axis that was found')}
        </button>
      )}
    </>
  );
}
