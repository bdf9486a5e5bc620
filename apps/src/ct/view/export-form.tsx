import { useState, type JSX } from 'react';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { fileName, stem } from '../ct-state.js';
import type { ExportChoice } from '../model/result-part.js';
import type { CtPartProps } from '../parts.js';

type Format = ExportChoice['format'];
type Bits = ExportChoice['bits'];
const formats: readonly Format[] = ['png', 'tiff', 'hdf5', 'gif'];
const endings: Readonly<Record<Format, string>> = { png: 'png', tiff: 'tif', hdf5: 'h5', gif: 'gif' };

/** A file beside the volume; `row` null: all slices. */
function targetOf(format: Format, base: string, row: number | null): string {
  const part = row !== null ? `-${String(row).padStart(4, '0')}` : format === 'hdf5' ? '-export' : '';
  return `${base}${format === 'tiff' || format === 'gif' ? '' : part}.${endings[format]}`;
}

/** The slice on the screen, or all of them, as pictures, values or a movie. */
export function ExportForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const [format, setFormat] = useState<Format>('png');
  const [bits, setBits] = useState<Bits>(32);
  const [all, setAll] = useState(false);
  const { result, shown, resultRow, state, errors, busy } = view;
  const base = stem(shown ?? state.out ?? 'volume');
  const file = targetOf(format, base, all ? null : resultRow);
  const names: Readonly<Record<Format, string>> = {
    png: trans.__('PNG pictures'),
    tiff: trans.__('TIFF values'),
    hdf5: trans.__('HDF5 values'),
    gif: trans.__('GIF movie'),
  };
  return (
    <fieldset className="daisy-Group" disabled={!result}>
      <h4>{trans.__('Export')}</h4>
      <SelectField
        id="ct-export-format"
        label={trans.__('Format')}
        value={format}
        options={formats.map(one => ({ value: one, text: names[one] }))}
        onChoose={chosen => {
          setFormat(chosen);
          if (chosen === 'gif') setAll(true);
        }}
      />
      {(format === 'tiff' || format === 'hdf5') && (
        <SelectField<Bits>
          id="ct-export-bits"
          label={trans.__('Bits')}
          title={trans.__('Integers go from black to white of the contrast on the screen')}
          value={bits}
          options={[
            { value: 32, text: trans.__('32, as computed') },
            { value: 16, text: trans.__('16, black to white') },
            { value: 8, text: trans.__('8, black to white') },
          ]}
          onChoose={setBits}
        />
      )}
      <label className="daisy-Check">
        <input
          type="checkbox"
          checked={all}
          data-testid="ct-export-all"
          onChange={event => setAll(event.target.checked)}
        />
        {result ? trans.__('All %1 slices', result.frames) : trans.__('All slices')}
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
        title={result ? file : trans.__('Open a volume first.')}
        onClick={() => void model.result.export({ format, all, file, bits })}
      >
        {busy.export ? trans.__('Writing…') : trans.__('Write %1', fileName(file))}
      </button>
      <Exported model={model} view={view} />
      {errors.export && <ErrorPanel error={errors.export} onDismiss={() => model.store.dismiss('export')} />}
    </fieldset>
  );
}

/** What was written, and how integers become values again. */
function Exported({ view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { exported } = view;
  if (!exported) return null;
  const { files, scale, offset = 0, clippedShare = 0 } = exported;
  return (
    <div role="status" data-testid="ct-exported">
      <p>
        {files.length === 1
          ? trans.__('Saved in %1', fileName(files[0]))
          : trans.__('%1 files written, the first is %2', files.length, fileName(files[0]))}
      </p>
      {scale !== undefined && (
        <p className="daisy-Hint">
          {trans.__('value = integer × %1 + %2', scale.toPrecision(5), shortNumber(offset))}{' '}
          {trans.__('%1 % of the pixels lay outside and were cut.', (100 * clippedShare).toFixed(1))}
        </p>
      )}
    </div>
  );
}
