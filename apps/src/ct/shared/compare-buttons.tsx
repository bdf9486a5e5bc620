import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPartProps } from '../parts.js';

/** Keeps the slice as A and compares it with the live one. */
export function CompareButtons({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { pin, compare, slice, state } = view;
  const label = [
    `${trans.__('Axis')} ${state.axisPx?.toFixed(2) ?? '–'}`,
    ...Object.entries(state.params).map(([name, value]) => `${name} ${String(value)}`),
  ].join(', ');
  return (
    <fieldset className="daisy-Buttons" aria-label={trans.__('Compare')}>
      <button
        className="daisy-Button"
        data-testid="ct-pin"
        disabled={slice === null}
        title={slice === null ? trans.__('Find or type the rotation axis first.') : undefined}
        onClick={() => void model.compare.pin(label)}
      >
        {pin ? trans.__('Keep as A again') : trans.__('Keep as A')}
      </button>
      {pin && (
        <>
          <button
            className="daisy-Button"
            aria-pressed={compare === 'split'}
            data-testid="ct-compare-split"
            onClick={() => model.compare.setMode('split')}
          >
            A | B
          </button>
          <button
            className="daisy-Button"
            aria-pressed={compare === 'difference'}
            data-testid="ct-compare-difference"
            onClick={() => model.compare.setMode('difference')}
          >
            B − A
          </button>
          <button
            className="daisy-Button daisy-mod-icon"
            aria-label={trans.__('End the comparison')}
            data-testid="ct-unpin"
            onClick={() => model.compare.unpin()}
          >
            ×
          </button>
        </>
      )}
    </fieldset>
  );
}
