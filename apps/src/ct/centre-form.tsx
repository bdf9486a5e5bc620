import { lazy, Suspense, useEffect, useMemo, useState, type JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import type { CtPartProps } from './ct-screen.js';
import { Why } from './why.js';

const CurveView = lazy(async () => ({ default: (await import('../kit/curves/curve-view.js')).CurveView }));

const nudgePx = 0.25;

/** The rotation axis: typed, nudged, dragged, picked on the score curve or found. */
export function CentreForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const [why, setWhy] = useState(false);
  const { evidence, findingAxis, errors } = view;
  const { axisPx } = view.state;
  const nudge = (steps: number) => axisPx !== null && model.setAxis(axisPx + steps * nudgePx);
  const marks = useMemo(() => (axisPx === null ? [] : [{ x: axisPx, label: 'axis' }]), [axisPx]);
  const level = !evidence ? '' : evidence.confidence >= 0.7 ? 'high' : evidence.confidence >= 0.4 ? 'medium' : 'low';
  const levels: Readonly<Record<string, string>> = {
    high: trans.__('confidence high'),
    medium: trans.__('confidence medium'),
    low: trans.__('confidence low: check the slice'),
  };
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Centre')}</h3>
      <div className="daisy-Field">
        <label htmlFor="ct-axis-input">{trans.__('Axis')}</label>
        <div className="daisy-Field-control">
          <AxisInput axisPx={axisPx} onAxis={axis => model.setAxis(axis)} onNudge={nudge} />
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
      <button
        className="daisy-Button"
        data-testid="ct-find-axis"
        disabled={findingAxis}
        onClick={() => void model.findAxis()}
      >
        {findingAxis ? trans.__('Finding…') : trans.__('Find the axis on this row')}
      </button>
      {errors.axis && <ErrorPanel error={errors.axis} testId="ct-error" onDismiss={() => model.dismiss('axis')} />}
      {evidence && (
        <>
          <Suspense fallback={<div className="daisy-CurveView" style={{ height: 150 }} />}>
            <CurveView
              x={evidence.candidatesPx}
              y={evidence.scores}
              xLabel={trans.__('Rotation axis (px)')}
              yLabel={trans.__('Score, lower is better')}
              marks={marks}
              testId="ct-score"
              onPick={at => model.setAxis(at)}
              onNudge={nudge}
            />
          </Suspense>
          <p className="daisy-Evidence" data-level={level}>
            {trans.__('Found %1 px', evidence.axisPx.toFixed(2))}, {levels[level]}{' '}
            <Why open={why} onToggle={() => setWhy(!why)} sentences={[evidence.why]} />
          </p>
          {axisPx !== null && Math.abs(axisPx - evidence.axisPx) > 0.005 && (
            <button className="daisy-Link" onClick={() => model.setAxis(evidence.axisPx)}>
              {trans.__('Back to the axis that was found')}
            </button>
          )}
        </>
      )}
      <p className="daisy-Hint">{trans.__('Drag the orange line in a picture, or use the arrow keys.')}</p>
    </aside>
  );
}

function AxisInput(props: {
  readonly axisPx: number | null;
  onAxis(axisPx: number): void;
  onNudge(steps: number): void;
}): JSX.Element {
  const [text, setText] = useState<string | null>(null);
  const shown = props.axisPx === null ? '' : props.axisPx.toFixed(2);
  useEffect(() => setText(null), [props.axisPx]);
  const take = () => {
    if (text !== null && text.trim() !== '' && Number.isFinite(Number(text))) props.onAxis(Number(text));
    setText(null);
  };
  return (
    <input
      id="ct-axis-input"
      className="daisy-Input"
      inputMode="decimal"
      value={text ?? shown}
      data-testid="ct-axis-input"
      onChange={event => setText(event.target.value)}
      onBlur={take}
      onKeyDown={event => {
        const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
        if (event.key === 'Enter') take();
        else if (event.key === 'Escape') setText(null);
        else if (by) {
          event.preventDefault();
          props.onNudge(event.shiftKey ? by * 10 : by);
        }
      }}
    />
  );
}
