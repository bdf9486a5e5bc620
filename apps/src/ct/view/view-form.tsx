import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { fileName, stem } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';

/** The volume in numbers, and its export. */
export function ViewForm({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const [format, setFormat] = useState<'png' | 'tiff'>('png');
  const [all, setAll] = useState(false);
  const { run, result, resultRow, state, exported, errors, busy } = view;
  const file = run?.outputs['volume'];
  const { openFile } = options;
  const base = stem(file ?? state.out ?? 'volume');
  const target =
    format === 'tiff' ? `${base}.tif` : all ? `${base}.png` : `${base}-${String(resultRow).padStart(4, '0')}.png`;
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
      {file && openFile && (
        <button className="daisy-Button" onClick={() => openFile(file)}>
          {trans.__('Open the file')}
        </button>
      )}
      <fieldset className="daisy-Group" disabled={!result}>
        <h4>{trans.__('Export')}</h4>
        <div className="daisy-Field">
          <label htmlFor="ct-export-format">{trans.__('Format')}</label>
          <select
            id="ct-export-format"
            className="daisy-Input"
            value={format}
            data-testid="ct-export-format"
            onChange={event => setFormat(event.target.value === 'tiff' ? 'tiff' : 'png')}
          >
            <option value="png">{trans.__('PNG pictures')}</option>
            <option value="tiff">{trans.__('TIFF values')}</option>
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
