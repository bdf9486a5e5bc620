import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { FileChooser } from '../../kit/run/file-chooser.js';
import { fileName, stem } from '../ct-state.js';
import type { CtFormProps } from '../parts.js';

/** The recipe as a document, a cell and a command. */
export function ProvenanceForm({ model, view, options }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const { document, errors, saved, state } = view;
  const [copied, setCopied] = useState<string | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [file, setFile] = useState<string | null>(null);
  const target = file ?? `${stem(state.scan ?? 'scan')}.daisy`;
  const copy = (what: string, text: string) => {
    void navigator.clipboard.writeText(text).then(
      () => setCopied(what),
      () => setCopied(null),
    );
  };
  const copies = document && [
    ['cell', trans.__('Copy as notebook cell'), document.cell] as const,
    ['command', trans.__('Copy as command'), document.command] as const,
    ['document', trans.__('Copy the document'), document.text] as const,
  ];
  // the host shows documents with its canvas where it says nothing else
  const openWithCanvas = options.openWithCanvas ?? options.openFile;
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Provenance')}</h3>
      {copies?.map(([what, label, text]) => (
        <div key={what} className="daisy-Copy">
          <button className="daisy-Button" data-testid={`ct-copy-${what}`} onClick={() => copy(what, text)}>
            {label}
          </button>
          <span role="status">{copied === what ? trans.__('copied') : ''}</span>
        </div>
      ))}
      {document && (
        <details>
          <summary>{trans.__('Show the cell and the command')}</summary>
          <pre data-testid="ct-cell">{document.cell}</pre>
          <pre data-testid="ct-command">{document.command}</pre>
        </details>
      )}
      <div className="daisy-Field daisy-mod-stacked">
        <label htmlFor="ct-document">{trans.__('Document')}</label>
        <input
          id="ct-document"
          className="daisy-Input"
          value={target}
          data-testid="ct-document"
          onChange={event => setFile(event.target.value)}
        />
      </div>
      <div className="daisy-Buttons">
        <button className="daisy-Button" data-testid="ct-save" onClick={() => void model.document.save(target)}>
          {trans.__('Save')}
        </button>
        <button
          className="daisy-Button"
          aria-expanded={choosing}
          data-testid="ct-load"
          onClick={() => setChoosing(!choosing)}
        >
          {trans.__('Open a document or result…')}
        </button>
      </div>
      {saved && (
        <p role="status" data-testid="ct-saved">
          {trans.__('Saved in %1', fileName(saved))}{' '}
          {openWithCanvas && (
            <button className="daisy-Link" onClick={() => openWithCanvas(saved)}>
              {trans.__('Open with canvas')}
            </button>
          )}
        </p>
      )}
      {choosing && (
        <FileChooser
          link={options.link}
          linkState={view.link}
          extensions={['.daisy', '.h5', '.hdf5', '.nxs']}
          onChoose={path => {
            setChoosing(false);
            void model.load(path);
          }}
        />
      )}
      {errors.document && <ErrorPanel error={errors.document} onDismiss={() => model.store.dismiss('document')} />}
      {model.document.isTaken && (
        <button
          className="daisy-Button"
          data-testid="ct-replace"
          onClick={() => void model.document.save(target, true)}
        >
          {trans.__('Replace %1', fileName(target))}
        </button>
      )}
    </aside>
  );
}
