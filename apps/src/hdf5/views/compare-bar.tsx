import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CompareMode } from '../model/compare-part.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';

/** What was kept, and how the image in front is compared with it. */
export function CompareBar({ model, view }: { readonly model: Hdf5Model; readonly view: Hdf5View }): JSX.Element {
  const trans = useTranslate();
  const { kept, mode, together, viewer, error } = view.compare;
  const modes: readonly (readonly [CompareMode, string])[] = [
    ['beside', trans.__('Side by side')],
    ['difference', trans.__('Difference')],
  ];
  const canGoTogether = (viewer?.frames ?? 1) > 1 && viewer?.frames === view.image.viewer?.frames;
  return (
    <>
      <div className="daisy-Hdf5-bar" role="group" aria-label={trans.__('Compare')}>
        <span className="daisy-Hdf5-kept" title={kept?.label}>
          {trans.__('Image %1 of %2', kept?.frame ?? 0, kept?.label ?? '')}
        </span>
        <div className="daisy-Hdf5-choice">
          {modes.map(([name, label]) => (
            <button
              key={name}
              className="daisy-Button"
              aria-pressed={mode === name}
              data-testid={`hdf5-compare-${name}`}
              onClick={() => model.compare.setMode(name)}
            >
              {label}
            </button>
          ))}
        </div>
        {canGoTogether && (
          <label
            className="daisy-Hdf5-follow"
            title={trans.__('The kept stack shows the same image as the one in front')}
          >
            <input
              type="checkbox"
              data-testid="hdf5-compare-together"
              checked={together}
              onChange={event => model.compare.setTogether(event.target.checked)}
            />
            {trans.__('Same image')}
          </label>
        )}
        <button className="daisy-Button" data-testid="hdf5-compare-close" onClick={() => model.compare.close()}>
          {trans.__('Stop comparing')}
        </button>
      </div>
      {error && <ErrorPanel error={error} testId="hdf5-compare-error" />}
    </>
  );
}
