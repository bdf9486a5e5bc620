import { useMemo, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtFormProps } from '../parts.js';
import { FindingList } from '../shared/finding-list.js';
import { MirrorButton } from '../shared/mirror-picture.js';
import { ThroughAngles } from './through-angles.js';

/** What was found in the data, and how the air beside the sample behaves through the scan. */
export function InspectForm({ model, view }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const { findings, busy, errors, playing } = view;
  const marks = useMemo(() => [{ x: view.state.angle, label: 'angle' }], [view.state.angle]);
  const projections = useMemo(() => findings?.air.map((_, at) => at) ?? [], [findings]);
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Inspect')}</h3>
      <button
        className="daisy-Button"
        aria-pressed={playing}
        data-testid="ct-movie"
        onClick={() => model.inspect.play(!playing)}
      >
        {playing ? trans.__('Stop the movie') : trans.__('Movie through the angles')}
      </button>
      <MirrorButton model={model} view={view} />
      <ThroughAngles model={model} view={view} />
      <h4>{trans.__('What the data say')}</h4>
      {busy.findings && <p className="daisy-Hint">{trans.__('Looking at the scan…')}</p>}
      {errors.findings && <ErrorPanel error={errors.findings} onDismiss={() => model.store.dismiss('findings')} />}
      {findings && <FindingList findings={findings.findings} testId="ct-findings" />}
      {findings && (
        <LazyCurve
          x={projections}
          y={findings.air}
          xLabel={trans.__('Projection')}
          yLabel={trans.__('Line integral beside the sample')}
          marks={marks}
          height={120}
          testId="ct-air"
          onPick={at => model.slice.setAngle(at)}
          onNudge={steps => model.slice.setAngle(view.state.angle + steps)}
        />
      )}
      {findings && (
        <LazyCurve
          x={projections}
          y={findings.anglesDeg}
          xLabel={trans.__('Projection')}
          yLabel={trans.__('Angle (°)')}
          marks={marks}
          height={110}
          testId="ct-angles"
          onPick={at => model.slice.setAngle(at)}
        />
      )}
      <h4>{trans.__('In every picture')}</h4>
      <ul className="daisy-Keys">
        <li>{trans.__('Wheel: zoom. Drag: move. Double click: all.')}</li>
        <li>{trans.__('Right drag: contrast. A: automatic, L: logarithmic.')}</li>
        <li>{trans.__('M: marks what is no number, saturated or below zero.')}</li>
        <li>{trans.__('[ and ]: previous and next, with Shift 10. 1: one to one.')}</li>
        <li>{trans.__('Arrows: move row, angle or axis.')}</li>
      </ul>
    </aside>
  );
}
