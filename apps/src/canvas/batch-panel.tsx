import { useEffect, useState, useSyncExternalStore, type JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { BatchForm } from './batch-form.js';
import { BatchModel } from './batch-model.js';
import { BatchTable } from './batch-table.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';

interface BatchProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly openFile: ((path: string) => void) | undefined;
  onClose(): void;
}

/** One document over many files: which files, what they become, and a table of what came out. */
export function BatchPanel({ model, view, openFile, onClose }: BatchProps): JSX.Element {
  const trans = useTranslate();
  const [batches] = useState(() => new BatchModel(model.link, model.asked.path));
  useEffect(() => () => batches.dispose(), [batches]);
  const shown = useSyncExternalStore(batches.subscribe, batches.getView);
  const { batch, error } = shown;
  const isInside = model.fullName('') !== '';
  return (
    <section className="daisy-Canvas-batch" aria-label={trans.__('Batch')} data-testid="canvas-batch-panel">
      <header>
        <strong>{trans.__('Batch: this workflow over many files')}</strong>
        <button className="daisy-Button" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </header>
      {error && <ErrorPanel error={error} />}
      {isInside ? (
        <p className="daisy-Hint">{trans.__('Go to the whole document to run it over many files.')}</p>
      ) : (
        <BatchForm model={model} view={view} batches={batches} shown={shown} />
      )}
      {batch && (
        <BatchTable
          {...{ model, batch }}
          table={shown.table}
          openFile={openFile}
          onTable={() => batches.saveTable()}
          onResume={() => batches.resume()}
        />
      )}
    </section>
  );
}
