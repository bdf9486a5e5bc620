import { useEffect, useMemo, useState, type JSX } from 'react';
import {
  contractOfWorkflow,
  defaultBatchPattern,
  type BatchWrite,
  type DaisyDocument,
  type FileEntry,
} from '@daisy-lab/core';
import { Select } from '../kit/form/select-field.js';
import { useTranslate } from '../kit/i18n/translate.js';
import type { BatchModel, BatchView, BatchWish } from './batch-model.js';
import { BatchPlan } from './batch-plan.js';
import { BatchNames } from './batch-names.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';

interface FormProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
  readonly batches: BatchModel;
  readonly shown: BatchView;
}

/** Which files the workflow takes, and what is written for each of them. */
export function BatchForm({ model, view, batches, shown }: FormProps): JSX.Element {
  const trans = useTranslate();
  const inputs = Object.entries(view.document?.workflow.inputs ?? {}).filter(([, { type }]) =>
    ['file', 'dataset'].includes(type.kind),
  );
  const [chosen, setInput] = useState<string | null>(null);
  const input = chosen ?? inputs[0]?.[0];
  const [names, setNames] = useState('');
  const [write, setWrite] = useState<BatchWrite>({ pattern: defaultBatchPattern, existing: 'refuse' });
  const [wished, setWrites] = useState<boolean | null>(null);
  const writes = wished ?? hasArrays(view);
  const files = useMemo(() => linesOf(names), [names]);
  const { path, text } = model.asked;
  const wish = useMemo(
    (): BatchWish | null =>
      input === undefined || files.length === 0 ? null : { path, text, input, files, ...(writes ? { write } : {}) },
    [path, text, input, files, writes, write],
  );
  const hasErrors = view.problems.some(({ severity }) => severity === 'error');
  useEffect(() => batches.plan(hasErrors ? null : wish), [batches, wish, hasErrors]);
  if (input === undefined)
    return <p className="daisy-Hint">{trans.__('The workflow has no input that takes a file.')}</p>;
  const isRunning = shown.batch?.state === 'running';
  const isRefused = shown.refused !== null || (shown.plan?.some(({ state }) => state === 'refused') ?? false);
  return (
    <>
      <div className="daisy-Canvas-batchForm">
        {inputs.length > 1 && (
          <Select<string>
            id="canvas-batch-input"
            label={trans.__('Input that takes the files')}
            value={input}
            options={inputs.map(([name]) => ({ value: name, text: name }))}
            onChoose={setInput}
          />
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
        <FolderButton model={model} onFiles={found => setNames([...new Set([...files, ...found])].join('\n'))} />
        {isRunning ? (
          <button className="daisy-Button" data-testid="canvas-batch-cancel" onClick={() => batches.cancel()}>
            {trans.__('Cancel')}
          </button>
        ) : (
          <button
            className="daisy-Button daisy-mod-primary"
            data-testid="canvas-batch-run"
            disabled={!wish || hasErrors || isRefused || shown.link === 'dead'}
            onClick={() => wish && batches.start(wish)}
          >
            {trans._n('Run over %1 file', 'Run over %1 files', files.length)}
          </button>
        )}
      </div>
      <BatchNames writes={writes} write={write} onWrites={setWrites} onWrite={setWrite} />
      {hasErrors && <p className="daisy-Hint">{trans.__('The workflow has problems; mend them first.')}</p>}
      {!isRunning && <BatchPlan plan={shown.plan} refused={shown.refused} />}
    </>
  );
}

const linesOf = (text: string): readonly string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

/** Whether the workflow gives anything that a file can hold. */
function hasArrays({ document, palette }: Pick<CanvasView, 'document' | 'palette'>): boolean {
  if (!document || !palette) return true;
  return Object.values(outputsOf(document, palette)).some(({ type }) => type.kind === 'array');
}

const outputsOf = (document: DaisyDocument, palette: NonNullable<CanvasView['palette']>) =>
  contractOfWorkflow(document.workflow, palette.contracts).outputs;

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
