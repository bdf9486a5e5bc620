import type { JSX } from 'react';
import type { BatchRecord, BatchRow } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate, type Translate } from '../kit/i18n/translate.js';
import type { CanvasModel } from './canvas-model.js';
import { StepPicture } from './step-picture.js';

interface TableProps {
  readonly model: CanvasModel;
  readonly batch: BatchRecord;
  /** The file of the table, once it was saved. */
  readonly table: string | null;
  readonly openFile: ((path: string) => void) | undefined;
  onTable(): void;
  onResume(): void;
}

/** What became of each file, with links to what was written. */
export function BatchTable(props: TableProps): JSX.Element {
  const { model, batch, openFile } = props;
  const { rows } = batch;
  const trans = useTranslate();
  const outputs = [...new Set(rows.flatMap(row => Object.keys(row.outputs)))];
  const hasFiles = rows.some(({ written }) => Object.keys(written ?? {}).length > 0);
  return (
    <>
      <TableHead {...props} />
      <div className="daisy-Canvas-batchTable">
        <table data-testid="canvas-batch-table">
          <thead>
            <tr>
              <th>{trans.__('File')}</th>
              <th>{trans.__('State')}</th>
              <th>{trans.__('Time')}</th>
              {hasFiles && <th>{trans.__('Written')}</th>}
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
                <td>{stateOf(row, trans)}</td>
                <td>{row.milliseconds > 0 ? `${(row.milliseconds / 1000).toFixed(1)} s` : ''}</td>
                {hasFiles && (
                  <td>
                    {[...new Set(Object.values(row.written ?? {}))].map(path => (
                      <FileLink key={path} path={path} openFile={openFile} />
                    ))}
                  </td>
                )}
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
    </>
  );
}

/** How far it is, how it goes on, and the table as a file. */
function TableHead({ batch, table, openFile, onTable, onResume }: TableProps): JSX.Element {
  const trans = useTranslate();
  const { rows, state } = batch;
  const count = (...states: readonly BatchRow['state'][]): number =>
    rows.filter(row => states.includes(row.state)).length;
  const done = count('done', 'skipped');
  return (
    <div className="daisy-Canvas-batchHead">
      <span role="status" data-testid="canvas-batch-state" data-state={state}>
        {trans.__('%1 of %2 done', done, rows.length)}
        {count('failed') > 0 && ` · ${trans._n('%1 failed', '%1 failed', count('failed'))}`}
        {state === 'interrupted' && ` · ${trans.__('The kernel ended before the batch did; what is done stays.')}`}
      </span>
      {state !== 'running' && done < rows.length && (
        <button className="daisy-Button" data-testid="canvas-batch-resume" onClick={onResume}>
          {trans._n('Go on with %1 file', 'Go on with %1 files', rows.length - done)}
        </button>
      )}
      <button className="daisy-Button" data-testid="canvas-batch-save" onClick={onTable}>
        {trans.__('Save the table')}
      </button>
      {table !== null && <FileLink path={table} openFile={openFile} />}
    </div>
  );
}

function FileLink({
  path,
  openFile,
}: {
  readonly path: string;
  readonly openFile: ((path: string) => void) | undefined;
}): JSX.Element {
  const name = path.split(/[\\/]/).at(-1)!;
  if (!openFile) return <span title={path}>{name}</span>;
  return (
    <button className="daisy-Link" title={path} data-testid="canvas-batch-open" onClick={() => openFile(path)}>
      {name}
    </button>
  );
}

function stateOf({ state, progress, error }: BatchRow, trans: Translate): JSX.Element | string {
  switch (state) {
    case 'queued':
      return trans.__('waiting');
    case 'running':
      return `${trans.__('running')} ${Math.round(progress * 100)} %`;
    case 'done':
      return trans.__('done');
    case 'skipped':
      return trans.__('was there already');
    case 'cancelled':
      return trans.__('cancelled');
    case 'interrupted':
      return trans.__('interrupted');
    default:
      if (!error) return trans.__('failed');
      return (
        <>
          {sentenceText(trans, error.message)}
          {error.action && <div className="daisy-Hint">{sentenceText(trans, error.action)}</div>}
        </>
      );
  }
}
