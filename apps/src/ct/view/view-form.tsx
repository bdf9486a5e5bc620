import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { fileName, stem } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';
import { MeasuredProfile } from '../shared/measured-profile.js';
import { MeasureForm } from '../tune/measure-form.js';
import { VolumeActions } from './volume-actions.js';

const formats = ['png', 'tiff', 'gif'] as const;

/** A file beside the volume; `row` null: all slices. */
function targetOf(format: (typeof formats)[number], base: string, row: number | null): string {
  if (format !== 'png') return `${base}.${format === 'tiff' ? 'tif' : 'gif'}`;
  return row === null ? `${base}.png` : `${base}-${String(row).padStart(4, '0')}.png`;
}

/** The volume in numbers, and its export. */
export function ViewForm({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const [format, setFormat] = useState<'png' | 'tiff' | 'gif'>('png');
  const [all, setAll] = useState(false);
  const { run, result, resultRow, state, exported, errors, busy } = view;
  const file = run?.outputs['volume'];
  const base = stem(file ?? state.out ?? 'volume');
  const target = targetOf(format, base, all ? null : resultRow);
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
        <button className="daisy-Button" disabled={!state.out} onClick={() => void model.result.open()}>
          {trans.__('Open %1', fileName(file ?? state.out ?? ''))}
        </button>
      )}
      <VolumeActions model={model} view={view} options={options} />
      {result && <MeasureForm model={model} view={view} />}
      {result && view.profile && <MeasuredProfile view={view} />}
      <fieldset className="daisy-Group" disabled={!result}>
        <h4>{trans.__('Export')}</h4>
        <div className="daisy-Field">
          <label htmlFor="ct-export-format">{trans.__('Format')}</label>
          <select
            id="ct-export-format"
            className="daisy-Input"
            value={format}
            data-testid="ct-export-format"
            onChange={event => {
              const chosen = formats.find(name => name === event.target.value) ?? 'png';
              setFormat(chosen);
              if (chosen === 'gif') setAll(true);
            }}
          >
            <option value="png">{trans.__('PNG pictures')}</option>
            <option value="tiff">{trans.__('TIFF values')}</option>
            <option value="gif">{trans.__('GIF movie')}</option>
          </select>
        </div>
        <label className="daisy-Check">
          <input
            type="checkbox"
            checked={all}
            data-testid="ct-export-all"
            onChange={event => setAll(event.target.checked)}
          />
          {trans.__('All %1 slices', result?.frames ?? 0)}
        </label>
        <label className="daisy-Check">
          <input
            type="checkbox"
            checked={view.overwrite}
            onChange={event => model.runs.setOverwrite(event.target.checked)}
          />
          {trans.__('Replace the file when it exists')}
        </label>
        {format === 'gif' && (
          <p className="daisy-Hint">
            {trans.__('For slides: at most 512 pixels wide and 256 slices, in the contrast on the screen.')}
          </p>
        )}
        <button
          className="daisy-Button"
          data-testid="ct-export"
          disabled={!result || busy.export}
          title={result ? undefined : trans.__('Open a volume first.')}
          onClick={() => void model.result.export(format, all, target)}
        >
          {busy.export ? trans.__('Writing…') : trans.__('Write %1', fileName(target))}
        </button>
        {exported.length > 0 && (
          <p role="status" data-testid="ct-exported">
            {exported.length === 1
              ? trans.__('Saved in %1', fileName(exported[0]))
              : trans.__('%1 files written, the first is %2', exported.length, fileName(exported[0]))}
          </p>
        )}
        {errors.export && <ErrorPanel error={errors.export} onDismiss={() => model.store.dismiss('export')} />}
      </fieldset>
    </aside>
  );
}
