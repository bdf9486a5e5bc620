import type { JSX } from 'react';
import type { DocumentProblem } from '@daisy-lab/core';
import { sentenceText } from '../kit/i18n/sentence.js';
import { useTranslate } from '../kit/i18n/translate.js';
import { ErrorPanel } from '../kit/run/error-panel.js';
import type { CanvasModel } from './canvas-model.js';
import type { CanvasView } from './canvas-view.js';

interface MessagesProps {
  readonly model: CanvasModel;
  readonly view: CanvasView;
}

interface AllMessagesProps extends MessagesProps {
  /** Saves the document under another name. */
  readonly saveAs: (() => void) | undefined;
}

/** What went wrong, was refused or was left unfinished, over the canvas. */
export function Messages({ model, view, saveAs }: AllMessagesProps): JSX.Element {
  const trans = useTranslate();
  const first = view.problems[0];
  const elsewhere = view.readOnly ? undefined : view.problems.find(isAtNoStep);
  const { record } = view.status ?? {};
  const failure = record?.state === 'failed' ? record.error : null;
  return (
    <>
      {view.error && <ErrorPanel error={view.error} testId="canvas-error" onDismiss={() => model.dismiss()} />}
      {failure && <ErrorPanel error={failure} testId="canvas-failure" />}
      {view.interrupted && view.link === 'ready' && (
        <div className="daisy-Banner" role="alert" data-testid="canvas-interrupted">
          <span>{trans.__('The run ended with its kernel. What it had finished is kept.')}</span>
          <button className="daisy-Button" data-testid="canvas-resume" onClick={() => model.resume()}>
            {trans.__('Resume')}
          </button>
        </div>
      )}
      {elsewhere && (
        <p className="daisy-Canvas-readonly" role="status" data-testid="canvas-problem">
          {sentenceText(trans, elsewhere.message)} {elsewhere.action && sentenceText(trans, elsewhere.action)}
        </p>
      )}
      {!view.isWritable && !view.readOnly && (
        <p className="daisy-Canvas-readonly" role="status" data-testid="canvas-unwritable">
          {trans.__('You may not write into this file. What you change here can be saved under another name.')}{' '}
          {saveAs && (
            <button className="daisy-Link" onClick={saveAs}>
              {trans.__('Save as…')}
            </button>
          )}
        </p>
      )}
      {view.readOnly && first && (
        <p className="daisy-Canvas-readonly" role="alert" data-testid="canvas-readonly">
          {trans.__('Open for reading only.')} {first.path}: {sentenceText(trans, first.message)}{' '}
          {first.action && sentenceText(trans, first.action)}
        </p>
      )}
    </>
  );
}

/** Cards tell what is wrong with their steps. */
const isAtNoStep = ({ path, severity }: DocumentProblem): boolean =>
  severity === 'error' && !path.startsWith('workflow.nodes[');

/** Why a wire does not fit, and the steps that would make it fit; over the cards, so that they stay where they are. */
export function Refusal({ model, view: { refused } }: MessagesProps): JSX.Element | null {
  const trans = useTranslate();
  if (!refused) return null;
  const { message, action, wire, converters = [] } = refused;
  return (
    <div className="daisy-Canvas-refusal">
      <ErrorPanel
        error={{ tag: 'Input', message, action: action ?? null } as never}
        testId="canvas-refused"
        onDismiss={() => model.dismiss()}
      />
      {wire && converters.length > 0 && (
        <div className="daisy-Canvas-converters" data-testid="canvas-converters">
          <span>{trans.__('Put a step between:')}</span>
          {converters.map(({ algorithm, title }) => (
            <button
              key={algorithm}
              className="daisy-Button"
              data-testid={`canvas-convert-${algorithm}`}
              onClick={() => model.convert(wire, algorithm)}
            >
              {trans.__(title)}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
