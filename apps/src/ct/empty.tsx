import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { FileChooser } from '../kit/run/file-chooser.js';
import type { CtOptions } from './ct-options.js';
import type { CtPartProps } from './parts.js';
import { fileName, scanExtensions } from './ct-state.js';
import { MappingForm } from './data/mapping-form.js';

/** Nothing is open: the ways in. */
export function CtEmpty({ model, view, options }: CtPartProps & { readonly options: CtOptions }): JSX.Element {
  const trans = useTranslate();
  const { scan } = view.state;
  const { chooseScan, demonstration } = options;
  const choose = async () => {
    const path = await chooseScan?.();
    if (path) await model.open(path);
  };
  const waiting = scan !== null && !view.errors.open && view.link !== 'ready' && view.link !== 'dead';
  if (view.busy.open || waiting) {
    return (
      <div className="daisy-Ct-empty" role="status">
        <div className="daisy-Ct-opening">
          <p>{trans.__('Opening %1…', fileName(scan ?? ''))}</p>
          <progress aria-label={trans.__('Progress')} />
          <button className="daisy-Button" data-testid="ct-cancel-open" onClick={() => model.close()}>
            {trans.__('Cancel')}
          </button>
        </div>
      </div>
    );
  }
  return (
    <div className="daisy-Ct-empty" data-testid="ct-empty">
      <div className="daisy-Ct-emptyColumn">
        <h2>{trans.__('Reconstruct a tomography scan')}</h2>
        {view.errors.open && <ErrorPanel error={view.errors.open} testId="ct-error" />}
        {view.errors.open && scan !== null && (
          <button
            className="daisy-Button"
            data-testid="ct-open-again"
            disabled={view.link !== 'ready'}
            onClick={() => void model.reopen()}
          >
            {trans.__('Open %1 again', fileName(scan))}
          </button>
        )}
        {view.errors.open && view.mapping && <MappingForm model={model} view={view} />}
        <ol>
          <li>
            <h3>{trans.__('Choose a scan')}</h3>
            <FileChooser
              link={options.link}
              linkState={view.link}
              extensions={scanExtensions}
              onChoose={path => void model.open(path)}
              onChooseFolder={path => void model.open(path)}
            />
            {chooseScan && (
              <button className="daisy-Button" onClick={() => void choose()}>
                {trans.__('Browse…')}
              </button>
            )}
          </li>
          <li>
            <h3>{trans.__('Or start from the file browser')}</h3>
            <p>{trans.__('Right-click a scan (HDF5, NeXus, TXRM), then Open With > CT reconstruction.')}</p>
          </li>
          {demonstration && (
            <li>
              <h3>{trans.__('Or try the demonstration scan')}</h3>
              <button
                className="daisy-Button"
                data-testid="ct-demonstration"
                onClick={() => void model.open(demonstration)}
              >
                {trans.__('Open the demonstration scan')}
              </button>
            </li>
          )}
        </ol>
      </div>
    </div>
  );
}
