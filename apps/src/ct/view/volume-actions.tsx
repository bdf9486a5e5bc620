import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { FileChooser } from '../../kit/run/file-chooser.js';
import { fileName } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';

const volumeExtensions = ['.h5', '.hdf5', '.nxs', '.zarr', '.tif', '.tiff'];

/** Which volume is shown, what it is compared with, and how it was made. */
export function VolumeActions({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const [choosing, setChoosing] = useState<'open' | 'compare' | null>(null);
  const { result, other, errors, busy, shown } = view;
  const { openFile } = options;
  const toggle = (wanted: 'open' | 'compare') => setChoosing(choosing === wanted ? null : wanted);
  const choose = (path: string) => {
    setChoosing(null);
    void (choosing === 'open' ? model.result.open(path) : model.result.compareWith(path));
  };
  return (
    <fieldset className="daisy-Group">
      <div className="daisy-Buttons">
        <button
          className="daisy-Button"
          aria-expanded={choosing === 'open'}
          data-testid="ct-volume-open"
          onClick={() => toggle('open')}
        >
          {trans.__('Another volume…')}
        </button>
        <button
          className="daisy-Button"
          aria-expanded={choosing === 'compare'}
          data-testid="ct-volume-compare"
          disabled={!result}
          title={result ? undefined : trans.__('Open a volume first.')}
          onClick={() => (other ? void model.result.compareWith(null) : toggle('compare'))}
        >
          {other ? trans.__('End the comparison') : trans.__('Compare with…')}
        </button>
        {shown && openFile && (
          <button className="daisy-Button" onClick={() => openFile(shown)}>
            {trans.__('Open the file')}
          </button>
        )}
        {shown && (
          <button
            className="daisy-Button"
            data-testid="ct-volume-steps"
            title={trans.__('Axis, parameters and operations that this volume was made with')}
            onClick={() => void model.load(shown)}
          >
            {trans.__('Take its steps')}
          </button>
        )}
      </div>
      {busy.other && <p className="daisy-Hint">{trans.__('Comparing…')}</p>}
      {other && <p className="daisy-Hint">{trans.__('Compared with %1', fileName(other.file))}</p>}
      {choosing && (
        <FileChooser link={options.link} linkState={view.link} extensions={volumeExtensions} onChoose={choose} />
      )}
      {errors.other && <ErrorPanel error={errors.other} onDismiss={() => model.store.dismiss('other')} />}
      {errors.document && <ErrorPanel error={errors.document} onDismiss={() => model.store.dismiss('document')} />}
    </fieldset>
  );
}
