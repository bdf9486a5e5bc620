import type { JSX } from 'react';
import type { ErrorRecord } from '@daisy-lab/core';
import { sentenceText } from '../i18n/sentence.js';
import { useTranslate, type Translate } from '../i18n/translate.js';

/** The sentence alone, for a place on a picture. */
export function ErrorLine({ error }: { readonly error: ErrorRecord }): JSX.Element {
  const trans = useTranslate();
  return (
    <div className="daisy-ErrorLine" role="alert" data-testid="view-error">
      {sentenceOf(error, trans)}
    </div>
  );
}

export interface ErrorPanelProps {
  readonly error: ErrorRecord;
  readonly testId?: string;
  onDismiss?(): void;
}

/** What is wrong, what to do, and the facts folded away. */
export function ErrorPanel({ error, testId, onDismiss }: ErrorPanelProps): JSX.Element {
  const trans = useTranslate();
  const facts = factsOf(error);
  return (
    <div className="daisy-ErrorPanel" role="alert" data-testid={testId}>
      <div className="daisy-ErrorPanel-text">
        <strong>{sentenceText(trans, error.message)}</strong>
        {error.action && <div>{sentenceText(trans, error.action)}</div>}
        {facts && (
          <details>
            <summary>{trans.__('Details')}</summary>
            <pre>{facts}</pre>
          </details>
        )}
      </div>
      {onDismiss && (
        <button className="daisy-Button daisy-mod-icon" aria-label={trans.__('Dismiss')} onClick={onDismiss}>
          ×
        </button>
      )}
    </div>
  );
}

function sentenceOf({ message, action }: ErrorRecord, trans: Translate): string {
  return [message, action].flatMap(text => (text ? [sentenceText(trans, text)] : [])).join(' ');
}

function factsOf(error: ErrorRecord): string {
  const own = Object.entries(error.facts ?? {}).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const cause = error.cause ? [`${error.cause.message}`, factsOf(error.cause)] : [];
  return [...own, ...cause].filter(Boolean).join('\n');
}
