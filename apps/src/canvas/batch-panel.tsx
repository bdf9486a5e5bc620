import { useEffect, useState, useSyncExternalStore, type JSX } from 'react';
import type { BatchRow, FileEntry } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import { BatchModel } from './batch-model.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';
import { StepPicture } from './step-picture.js';

interface BatchProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  onClose(): void;
}

/** One document over many files: which files, and a table of what came out. */
export function BatchPanel({ model, view, onClose }: BatchProps): JSX.Element {
  const trans = useTranslate();
  const [batches] = useState(() => new BatchModel(model.link, model.asked.path));
  useEffect(() => () => batches.dispose(), [batches]);
  const { batch, error } = useSyncExternalStore(batches.subscribe, batches.getView);
  const inputs = Object.entries(view.document?.workflow.inputs ?? {}).filter(([, { type }]) =>
    ['file', 'dataset'].includes(type.kind),
  );
  const [chosen, setInput] = useState<string | null>(null);
  const input = chosen ?? inputs[0]?.[0];
  const [names, setNames] = useState('');
  const files = names
    .split('\n')
    .map(name => name.trim())
    .filter(Boolean);
  const isRunning = batch?.state === 'running';
  const hasErrors = view.problems.some(({ severity }) => severity === 'error');
  return (
    <section className="daisy-Canvas-batch" aria-label={trans.__('Batch')} data-testid="canvas-batch-panel">
      <header>
        <strong>{trans.__('Batch: this workflow over many files')}</strong>
        <button className="daisy-Button" onClick={onClose}>
          {trans.__('Close')}
        </button>
      </header>
      {error && <ErrorPanel error={error} />}
      {input === undefined ? (
        <p className="daisy-Hint">{trans.__('The workflow has no input that takes a file.')}</p>
      ) : (
        <div className="daisy-Canvas-batchForm">
          {inputs.length > 1 && (
            <select
              className="daisy-Input"
              aria-label={trans.__('Input that takes the files')}
              value={input}
              onChange={event => setInput(event.target.value)}
            >
              {inputs.map(([name]) => (
                <option key={name}>{name}</option>
              ))}
            </select>
          )}
          <textarea
            className="daisy-Input"
            rows={3}
            aria-label={trans.__('Files, one on each line')}
            placeholder={trans.__('Files, one on each line')}
            data-testid="canvas-batch-files"
            value={names}
            onChange={event => setNames(event.target.value)}
          />
          <FolderButton model={model} onFiles={found => setNames([...files, ...found].join('\n'))} />
          {isRunning ? (
            <button className="daisy-Button" data-testid="canvas-batch-cancel" onClick={() => batches.cancel()}>
              {trans.__('Cancel')}
            </button>
          ) : (
            <button
              className="daisy-Button daisy-mod-primary"
              data-testid="canvas-batch-run"
              disabled={files.length === 0 || hasErrors}
              onClick={() => batches.start(model.asked, input, files)}
            >
              {trans._n('Run over %1 file', 'Run over %1 files', files.length)}
            </button>
          )}
        </div>
      )}
      {batch && <BatchTable model={model} rows={batch.rows} />}
    </section>
  );
}

const extensions = ['.h5', '.hdf5', '.nxs', '.nx', '.cxi', '.tif', '.tiff', '.npy', '.edf', '.cbf', '.fits'];

/** All data files that lie beside the document. */
function FolderButton({
  model,
  onFiles,
}: {
  readonly model: CanvasModel;
  onFiles(files: readonly string[]): void;
}): JSX.Element {
  const trans = useTranslate();
  const { path } = model.asked;
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
  const add = async (): Promise<void> => {
    const { result } = await model.link.request('files.list', { folder, extensions });
    const isFile = ({ kind }: FileEntry): boolean => kind === 'file';
    onFiles(result.entries.filter(isFile).map(({ name }) => name));
  };
  return (
    <button
      className="daisy-Button"
      data-testid="canvas-batch-folder"
      onClick={() => void add().catch(() => undefined)}
    >
      {trans.__('All data files of this folder')}
    </button>
  );
}

function BatchTable({ model, rows }: { readonly model: CanvasModel; readonly rows: readonly BatchRow[] }): JSX.Element {
  const trans = useTranslate();
  const outputs = [...new Set(rows.flatMap(row => Object.keys(row.outputs)))];
  return (
    <div className="daisy-Canvas-batchTable">
      <table data-testid="canvas-batch-table">
        <thead>
          <tr>
            <th>{trans.__('File')}</th>
            <th>{trans.__('State')}</th>
            <th>{trans.__('Time')}</th>
            {outputs.map(name => (
              <th key={name}>{name}</th>
            ))}
            <th>{trans.__('Picture')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} data-state={row.state}>
              <td>{row.file}</td>
              <td title={row.error?.action ?? undefined}>{row.error?.message ?? stateOf(row, trans)}</td>
              <td>{row.milliseconds > 0 ? `${(row.milliseconds / 1000).toFixed(1)} s` : ''}</td>
              {outputs.map(name => (
                <td key={name}>{row.outputs[name]}</td>
              ))}
              <td>
                {row.preview !== undefined && row.run !== undefined && (
                  <StepPicture link={model.link} run={row.run} node={row.preview} kind="image" />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function stateOf({ state, progress }: BatchRow, trans: Translate): string {
  switch (state) {
    case 'queued':
      return trans.__('waiting');
    case 'running':
      return `${trans.__('running')} ${Math.round(progress * 100)} %`;
    case 'done':
      return trans.__('done');
    case 'cancelled':
      return trans.__('cancelled');
    default:
      return trans.__('failed');
  }
}
