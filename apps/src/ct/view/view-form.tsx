import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { fileName } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';
import { MeasuredProfile } from '../shared/measured-profile.js';
import { MeasureForm } from '../tune/measure-form.js';
import { ExportForm } from './export-form.js';
import { VolumeActions } from './volume-actions.js';

/** The volume in numbers, and its export. */
export function ViewForm({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const { run, result, state } = view;
  const file = run?.outputs['volume'];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('View')}</h3>
      {result && (
        <p>
          {result.frames} × {result.height} × {result.width} {result.dtype}
        </p>
      )}
      {file && <p title={file}>{fileName(file)}</p>}
      {!result && (
        <button
          className="daisy-Button"
          title={file ?? state.out}
          disabled={!state.out}
          onClick={() => void model.result.open()}
        >
          {trans.__('Open %1', fileName(file ?? state.out ?? ''))}
        </button>
      )}
      <VolumeActions model={model} view={view} options={options} />
      {result && <MeasureForm model={model} view={view} />}
      {result && view.profile && <MeasuredProfile view={view} />}
      <ExportForm model={model} view={view} />
    </aside>
  );
}
