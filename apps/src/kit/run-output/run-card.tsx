import type { JSX } from 'react';
import { useTranslate } from '../i18n/translate.js';
import { ErrorPanel } from '../run/error-panel.js';
import { isGoingOn } from '../run/run-tracker.js';
import { durationText, runStateText } from '../run/run-words.js';
import type { ShownRun } from './shown-run.js';
import '../style.js';

/** A run in an output: what it works on, its progress, and at the end how long it took and where its file is. */
export function RunCard({ run }: { readonly run: ShownRun }): JSX.Element {
  const trans = useTranslate();
  const title = trans.__(run.title);
  const inputs = filesOf(run.inputs);
  return (
    <section
      className="daisy-App daisy-RunCard"
      data-state={run.state}
      data-testid="daisy-run"
      aria-label={trans.__('Run: %1', title)}
    >
      <div className="daisy-RunCard-title">
        <strong>{title}</strong>
        {inputs.map(path => (
          <span key={path} title={path}>
            {nameOf(path)}
          </span>
        ))}
      </div>
      <RunLine run={run} />
      {run.state === 'done' &&
        filesOf(run.outputs).map(path => (
          <div key={path} className="daisy-RunCard-file" title={path} data-testid="daisy-run-file">
            {trans.__('Saved in %1', nameOf(path))}
          </div>
        ))}
      {run.state === 'failed' && run.error && <ErrorPanel error={run.error} />}
    </section>
  );
}

function RunLine({ run }: { readonly run: ShownRun }): JSX.Element {
  const trans = useTranslate();
  const state = <span role="status">{runStateText(run, trans)}</span>;
  if (!isGoingOn(run)) return <div className="daisy-RunCard-line">{state}</div>;
  return (
    <div className="daisy-RunCard-line">
      <progress value={run.progress} max={1} aria-label={trans.__('Progress')} />
      <span className="daisy-RunStrip-number">{Math.floor(run.progress * 100)} %</span>
      {state}
      {run.remainingMs !== null && (
        <span className="daisy-RunStrip-number">{trans.__('%1 left', durationText(run.remainingMs, trans))}</span>
      )}
    </div>
  );
}

const filesOf = (files: Readonly<Record<string, string>>): readonly string[] => [
  ...new Set(Object.values(files ?? {})),
];
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
