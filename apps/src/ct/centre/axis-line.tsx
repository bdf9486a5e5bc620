import { useMemo, useState, type JSX } from 'react';
import { LazyCurve } from '../../kit/curves/lazy-curve.js';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtPartProps } from '../parts.js';
import { Why } from '../shared/why.js';

const counts = [3, 5, 9, 15];

/** The axis in several rows, the line through them, and how far it leans. */
export function AxisLine({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const [count, setCount] = useState(5);
  const { busy, errors, opened } = view;
  const single = (opened?.description.rows ?? 2) < 2;
  return (
    <>
      <SelectField<number>
        id="ct-line-rows"
        label={trans.__('Axis of several rows')}
        stacked
        value={count}
        options={counts.map(rows => ({ value: rows, text: trans.__('%1 rows', rows) }))}
        onChoose={setCount}
      >
        <button
          className="daisy-Button"
          data-testid="ct-line-fit"
          disabled={busy.axisLine || single}
          title={single ? trans.__('The detector has a single row.') : undefined}
          onClick={() => void model.axis.fitRows(count)}
        >
          {busy.axisLine ? trans.__('Fitting…') : trans.__('Fit a line')}
        </button>
      </SelectField>
      {errors.axisLine && <ErrorPanel error={errors.axisLine} onDismiss={() => model.store.dismiss('axisLine')} />}
      {view.axisLine && <FittedLine model={model} view={view} />}
    </>
  );
}

function FittedLine({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const [why, setWhy] = useState(false);
  const { axisLine, state, opened } = view;
  const series = useMemo(
    () =>
      axisLine
        ? [
            { label: trans.__('measured'), y: axisLine.axesPx },
            { label: trans.__('line'), y: axisLine.rows.map(row => axisLine.axisPx + axisLine.slopePx * row) },
          ]
        : [],
    [axisLine, trans],
  );
  const marks = useMemo(() => [{ x: state.row, label: 'row' }], [state.row]);
  const fitted = model.axis.fittedPx;
  if (!axisLine || fitted === null) return null;
  const degrees = ((axisLine.tiltRad * 180) / Math.PI).toFixed(3);
  const isCorrected = model.axis.correctedTiltRad === axisLine.tiltRad;
  const residuals = axisLine.rows.map((row, at) => axisLine.axesPx[at] - axisLine.axisPx - axisLine.slopePx * row);
  const worst = Math.max(...residuals.map(Math.abs));
  const across = Math.abs(axisLine.slopePx * ((opened?.description.rows ?? 1) - 1));
  return (
    <>
      <LazyCurve
        x={axisLine.rows}
        series={series}
        xLabel={trans.__('Row')}
        yLabel={trans.__('Rotation axis (px)')}
        marks={marks}
        height={130}
        testId="ct-line"
        onPick={row => model.slice.setRow(row)}
      />
      <p className="daisy-Evidence" data-testid="ct-tilt">
        {trans.__('Tilt %1°: %2 px from the first row to the last.', degrees, across.toFixed(2))}{' '}
        {trans.__('Farthest row: %1 px off the line.', worst.toFixed(2))}{' '}
        <Why open={why} onToggle={() => setWhy(!why)} sentences={[axisLine.why]} />
      </p>
      <details>
        <summary>{trans.__('Rows and residuals')}</summary>
        <table className="daisy-Table" data-testid="ct-residuals">
          <thead>
            <tr>
              <th scope="col">{trans.__('Row')}</th>
              <th scope="col">{trans.__('Axis (px)')}</th>
              <th scope="col">{trans.__('Off the line (px)')}</th>
            </tr>
          </thead>
          <tbody>
            {axisLine.rows.map((row, at) => (
              <tr key={row}>
                <td>{row}</td>
                <td>{axisLine.axesPx[at].toFixed(2)}</td>
                <td>{residuals[at].toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
      <button
        className="daisy-Button"
        data-testid="ct-line-use"
        disabled={state.axisPx === fitted}
        title={state.axisPx === fitted ? trans.__('This axis is in use.') : undefined}
        onClick={() => model.slice.setAxis(fitted)}
      >
        {trans.__('Use %1 px, the line at row %2', fitted.toFixed(2), state.row)}
      </button>
      <button
        className="daisy-Button"
        data-testid="ct-line-correct"
        disabled={isCorrected || axisLine.tiltRad === 0}
        title={
          isCorrected
            ? trans.__('The pipeline corrects this tilt already.')
            : trans.__('Turns the projections in the pipeline, and takes the axis of the middle row')
        }
        onClick={() => model.axis.correctTilt()}
      >
        {trans.__('Correct the tilt')}
      </button>
    </>
  );
}
