import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { runStateText } from '../kit/run/run-words.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';

/** The runs of this document, the newest first; one that is chosen shows its states and pictures on the cards. */
export function RunList({
  model,
  view,
}: {
  readonly model: CanvasModel;
  readonly view: CanvasView;
}): JSX.Element | null {
  const trans = useTranslate();
  if (view.runs.length === 0) return null;
  const shown = view.status?.record.run;
  return (
    <>
      <h4>{trans.__('Runs')}</h4>
      <ul className="daisy-Canvas-runs" data-testid="canvas-runs">
        {view.runs.map(run => (
          <li key={run.run}>
            <button
              className="daisy-Palette-entry"
              aria-pressed={run.run === shown}
              onClick={() => model.showRun(run.run)}
            >
              <strong>{runStateText(run.run === shown ? (view.status?.record ?? run) : run, trans)}</strong>
              <span className="daisy-Hint">{new Date(run.startedMs).toLocaleTimeString()}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
