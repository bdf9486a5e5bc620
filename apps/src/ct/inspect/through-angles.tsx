import { useMemo, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtPartProps } from '../parts.js';

const height = 110;

/** A rectangle of the projections, followed through the angles: drift, jumps, a sample that moves. */
export function ThroughAngles({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { tool, through, busy, errors, state } = view;
  const drawing = tool === 'rectangle';
  const marks = useMemo(() => [{ x: state.angle, label: 'angle' }], [state.angle]);
  return (
    <>
      <button
        className="daisy-Button"
        aria-pressed={drawing}
        data-testid="ct-through-tool"
        onClick={() => {
          model.measure.setTool(drawing ? null : 'rectangle');
          if (drawing) model.measure.clear();
        }}
      >
        {trans.__('Region through the angles')}
      </button>
      {drawing && !through && (
        <p className="daisy-Hint">
          {busy.through ? trans.__('Looking at the scan…') : trans.__('Drag over the projection.')}
        </p>
      )}
      {errors.through && <ErrorPanel error={errors.through} onDismiss={() => model.store.dismiss('through')} />}
      {through && (
        <LazyCurve
          x={through.angles}
          y={through.means}
          xLabel={trans.__('Projection')}
          yLabel={trans.__('Mean line integral of the region')}
          marks={marks}
          height={height}
          testId="ct-through"
          onPick={at => model.slice.setAngle(at)}
        />
      )}
    </>
  );
}
