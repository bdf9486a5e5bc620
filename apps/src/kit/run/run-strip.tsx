import type { JSX, ReactNode } from 'react';
import type { RunRecord } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { isGoingOn } from './run-tracker.js';
import { durationText, runStateText } from './run-words.js';

export interface RunStripProps {
  readonly run: RunRecord | null;
  /** Prefix of the test ids. */
  readonly testId: string;
  /** Shown when nothing runs. */
  readonly idle?: ReactNode;
  readonly children?: ReactNode;
  onCancel(): void;
  onOpen(): void;
}

/** The run at the bottom of an app: step, progress, time left, Cancel, Open result. */
export function RunStrip({ run, testId, idle, children, onCancel, onOpen }: RunStripProps): JSX.Element {
  const trans = useTranslate();
  const going = run !== null && isGoingOn(run);
  return (
    <div className="daisy-RunStrip">
      <div className="daisy-RunStrip-text" role="status">
        {run ? runStateText(run, trans) : idle}
      </div>
      {going && (
        <>
          <progress value={run.progress} max={1} aria-label={trans.__('Progress')} data-testid={`${testId}-progress`} />
          <span className="daisy-RunStrip-number">{Math.floor(run.progress * 100)} %</span>
          {run.remainingMs !== null && (
            <span className="daisy-RunStrip-number">{trans.__('%1 left', durationText(run.remainingMs, trans))}</span>
          )}
          <button className="daisy-Button" onClick={onCancel} data-testid={`${testId}-cancel`}>
            {trans.__('Cancel')}
          </button>
        </>
      )}
      {run?.state === 'done' && (
        <button className="daisy-Button" onClick={onOpen} data-testid={`${testId}-open-result`}>
          {trans.__('Open result')}
        </button>
      )}
      {children}
    </div>
  );
}
