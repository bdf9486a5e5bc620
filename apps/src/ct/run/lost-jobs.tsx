import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { fileName } from '../ct-state.js';
import type { CtPartProps } from '../parts.js';

/** Scans whose queue has ended with its kernel, to be queued again. */
export function LostJobs({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  const { lost, link, busy } = view;
  if (lost.length === 0) return null;
  return (
    <div className="daisy-Banner" role="alert" data-testid="ct-lost">
      <span>
        {trans.__('The kernel stopped before it came to %1.', lost.map(({ out }) => fileName(out)).join(', '))}
      </span>
      <span className="daisy-Buttons">
        <button
          className="daisy-Button"
          data-testid="ct-enqueue-lost"
          disabled={link !== 'ready' || busy.queue}
          onClick={() => void model.runs.enqueueLost()}
        >
          {trans.__('Queue again')}
        </button>
        <button className="daisy-Button" onClick={() => model.runs.forgetLost()}>
          {trans.__('Take out')}
        </button>
      </span>
    </div>
  );
}
