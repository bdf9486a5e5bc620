import type { JSX } from 'react';
import type { CtJob, RunRecord } from '@daisy-lab/core';
import { sentenceText } from '../../kit/i18n/sentence.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { isGoingOn } from '../../kit/run/run-tracker.js';
import { durationText, runStateText } from '../../kit/run/run-words.js';
import { fileName } from '../ct-state.js';
import type { CtPartProps } from '../parts.js';

/** The queue of this kernel, and what ran before. */
export function RunTable({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { jobs, history } = view;
  const inQueue = new Set(jobs.flatMap(({ run }) => (run ? [run.run] : [])));
  // the history is as it was when it was looked at; of the run at work more is known
  const newest = history.map(run => (run.run === view.run?.run ? view.run : run));
  const earlier = newest.filter(({ run }) => !inQueue.has(run));
  if (jobs.length + earlier.length === 0) {
    return <p className="daisy-Hint">{trans.__('No runs yet. Press Reconstruct below, or queue several scans.')}</p>;
  }
  return (
    <table className="daisy-Table" data-testid="ct-runs">
      <thead>
        <tr>
          <th scope="col">{trans.__('File')}</th>
          <th scope="col">{trans.__('Axis')}</th>
          <th scope="col">{trans.__('State')}</th>
          <th scope="col" />
        </tr>
      </thead>
      <tbody>
        {jobs.map(job => (
          <JobRow key={job.job} model={model} view={view} job={job} />
        ))}
        {earlier.map(run => (
          <PastRow key={run.run} model={model} view={view} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function JobRow({ model, job }: CtPartProps & { readonly job: CtJob }): JSX.Element {
  const trans = useTranslate();
  const { recipe, run, state, out } = job;
  const going = run !== null && isGoingOn(run);
  const refusal = [job.reason, job.action].map(text => (text ? sentenceText(trans, text) : '')).join(' ');
  const words = state === 'refused' ? refusal : state === 'waiting' ? trans.__('Waiting for its turn') : '';
  const done = run?.outputs['volume'];
  return (
    <tr data-state={run?.state ?? state} data-testid="ct-job">
      <td title={out}>{fileName(recipe.path)}</td>
      <td>
        {state === 'waiting' ? (
          <input
            className="daisy-Input"
            inputMode="decimal"
            placeholder={trans.__('found')}
            aria-label={trans.__('Axis of %1 (px)', fileName(recipe.path))}
            data-testid="ct-job-axis"
            defaultValue={recipe.axisPx?.toFixed(2) ?? ''}
            onBlur={event => {
              const text = event.target.value.trim();
              const axisPx = text === '' ? null : Number(text);
              if (axisPx !== recipe.axisPx && !Number.isNaN(axisPx)) void model.runs.setJobAxis(job, axisPx);
            }}
          />
        ) : (
          (recipe.axisPx?.toFixed(2) ?? trans.__('found'))
        )}
      </td>
      <td>{run ? <RunWords run={run} /> : words}</td>
      <td>
        {done && (
          <button className="daisy-Link" onClick={() => void model.result.open(done)}>
            {trans.__('Open')}
          </button>
        )}
        {(going || state === 'waiting') && (
          <button className="daisy-Link" onClick={() => void model.runs.dequeue(job.job)}>
            {going ? trans.__('Cancel') : trans.__('Take out')}
          </button>
        )}
      </td>
    </tr>
  );
}

function PastRow({ model, view, run }: CtPartProps & { readonly run: RunRecord }): JSX.Element {
  const trans = useTranslate();
  const out = run.outputs['volume'];
  const stopped = ['failed', 'cancelled', 'interrupted'].includes(run.state);
  const goingOn = view.run !== null && isGoingOn(view.run);
  return (
    <tr data-state={run.state} data-testid="ct-past-run">
      <td title={out}>{out ? fileName(out) : trans.__(run.title)}</td>
      <td>–</td>
      <td>
        <RunWords run={run} />
      </td>
      <td>
        {out && (
          <button className="daisy-Link" onClick={() => void model.result.open(out)}>
            {trans.__('Open')}
          </button>
        )}
        {stopped && (
          <button
            className="daisy-Link"
            disabled={goingOn || run.resumable === false}
            title={whyNot(run, goingOn, trans)}
            onClick={() => void model.runs.resume(run.run)}
          >
            {trans.__('Resume')}
          </button>
        )}
      </td>
    </tr>
  );
}

/** Why a run cannot go on; undefined when it can. */
function whyNot(run: RunRecord, goingOn: boolean, trans: Translate): string | undefined {
  if (goingOn) return trans.__('Another run is at work.');
  return run.resumable === false ? trans.__('It was resumed already, or its data were in memory.') : undefined;
}

function RunWords({ run }: { readonly run: RunRecord }): JSX.Element {
  const trans = useTranslate();
  if (!isGoingOn(run))
    return (
      <span title={run.error ? sentenceText(trans, run.error.message) : undefined}>{runStateText(run, trans)}</span>
    );
  return (
    <span className="daisy-RunWords">
      <progress value={run.progress} max={1} aria-label={trans.__('Progress')} />
      {Math.floor(run.progress * 100)} %
      {run.remainingMs !== null && <span>{trans.__('%1 left', durationText(run.remainingMs, trans))}</span>}
    </span>
  );
}
