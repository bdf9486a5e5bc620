import type { JSX } from 'react';
import { useTranslate } from '../kit/i18n/translate.js';
import { fileName } from './ct-state.js';
import type { CtView } from './model/ct-view.js';
import type { CtPartProps } from './parts.js';

/** A line over the screen when the file of the scan is gone, is another one by now or cannot be read any more. */
export function ChangedFile({ model, view }: CtPartProps): JSX.Element | null {
  const trans = useTranslate();
  if (!isChanged(view) || view.link !== 'ready') return null;
  return (
    <div className="daisy-Banner" role="alert" data-testid="ct-changed">
      <span>
        {trans.__(
          '%1 is gone or has changed since it was opened. Your settings are kept.',
          fileName(view.state.scan ?? ''),
        )}
      </span>
      <span className="daisy-Buttons">
        <button className="daisy-Button" data-testid="ct-open-again" onClick={() => void model.reopen()}>
          {trans.__('Open it again')}
        </button>
      </span>
    </div>
  );
}

function isChanged({ errors, preflight }: CtView): boolean {
  const places = ['slice', 'sinogram', 'axis', 'findings', 'sweep'] as const;
  return (
    places.some(place => errors[place]?.tag === 'File') ||
    (preflight?.checks.some(({ id }) => id === 'changed') ?? false)
  );
}
