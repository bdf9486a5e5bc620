import { useState, type JSX } from 'react';
import type { KernelLink } from '@daisy-lab/core';
import { FactList } from '../../kit/fact-list.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import { isGoingOn } from '../../kit/run/run-tracker.js';
import { durationText, runStateText } from '../../kit/run/run-words.js';
import { fileNameOf } from '../words.js';
import { RunLog } from './run-log.js';
import type { ShownRecord } from './runs-model.js';

/** One run: what it does, how far it is, what came out or why not. */
export function RunRow({
  link,
  run,
  onCancel,
  onResume,
  onOpen,
}: {
  readonly link: KernelLink;
  readonly run: ShownRecord;
  onCancel(): void;
  onResume(): void;
  onOpen(path: string): void;
}): JSX.Element {
  const trans = useTranslate();
  const [showsLog, setShowsLog] = useState(false);
  const going = isGoingOn(run);
  const files = [...new Set(Object.values(run.outputs))];
  return (
    <li className="daisy-RunRow" data-testid={`run-${run.run}`} data-state={run.state}>
      <div className="daisy-RunRow-title">
        <strong>{trans.__(run.title)}</strong>
        {going && !run.own && <span className="daisy-Hint">{trans.__('another kernel')}</span>}
      </div>
      {going && (
        <div className="daisy-RunRow-line">
          <progress value={run.progress} max={1} aria-label={trans.__('Progress')} />
          <span>{Math.floor(run.progress * 100)} %</span>
          {run.remainingMs !== null && <span>{trans.__('%1 left', durationText(run.remainingMs, trans))}</span>}
        </div>
      )}
      <div className="daisy-RunRow-line">
        <span role={going ? 'status' : undefined}>{runStateText(run, trans)}</span>
        {run.startedMs !== undefined && <span className="daisy-Hint">{timeText(run.startedMs)}</span>}
      </div>
      {run.state === 'failed' && run.error && <ErrorPanel error={run.error} />}
      <div className="daisy-Panel-buttons">
        {going && run.own && (
          <button className="daisy-Button" data-testid="run-cancel" onClick={onCancel}>
            {trans.__('Cancel')}
          </button>
        )}
        {!going && run.resumable === true && run.state !== 'done' && (
          <button className="daisy-Button" data-testid="run-resume" onClick={onResume}>
            {trans.__('Resume')}
          </button>
        )}
        {run.own && (
          <button
            className="daisy-Link"
            aria-expanded={showsLog}
            data-testid="run-show-log"
            onClick={() => setShowsLog(!showsLog)}
          >
            {trans.__('Log')}
          </button>
        )}
        {run.state === 'done' &&
          files.map(path => (
            <button key={path} className="daisy-Link" title={path} data-testid="run-open" onClick={() => onOpen(path)}>
              {trans.__('Open %1', fileNameOf(path))}
            </button>
          ))}
      </div>
      {showsLog && <RunLog link={link} run={run.run} />}
      <details className="daisy-RunRow-facts">
        <summary>{trans.__('Details')}</summary>
        <FactList
          facts={[
            [trans.__('Algorithm'), run.algorithm],
            [trans.__('Run'), run.run],
            [trans.__('Goes on with'), run.resumes],
            ...Object.entries(run.outputs),
          ]}
        />
      </details>
    </li>
  );
}

const timeText = (ms: number): string =>
  new Date(ms).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
