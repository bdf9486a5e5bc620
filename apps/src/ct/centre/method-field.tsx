import { useState, type JSX } from 'react';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPartProps } from '../parts.js';

/** From how many degrees on opposite views are seen twice, within the last step. */
const fullTurnDeg = 350;

/** How the axis is searched and how far; for a full turn, what both sides see. */
export function MethodField({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const [range, setRange] = useState('');
  const { busy, state, opened, contract } = view;
  const methods = contract?.params.properties?.['method']?.enum?.map(String) ?? ['vo'];
  const names: Readonly<Record<string, string>> = {
    vo: trans.__('Symmetry of the sinogram (Vo)'),
    correlation: trans.__('Opposite views'),
    entropy: trans.__('Sharpest slice: entropy'),
    negativity: trans.__('Sharpest slice: least below zero'),
    overlap: trans.__('Overlap of a full turn (360°)'),
  };
  const [first = 0, last = 0] = opened?.description.angleRangeDeg ?? [];
  const { overlap } = model.axis;
  const sides = { left: trans.__('left'), right: trans.__('right') } as const;
  const searchPx = Number(range);
  return (
    <>
      <SelectField
        id="ct-axis-method"
        label={trans.__('Find it by')}
        stacked
        value={String(state.params['method'] ?? 'vo')}
        options={methods.map(method => ({ value: method, text: names[method] ?? method }))}
        onChoose={method => model.axis.setMethod(method)}
      />
      <div className="daisy-Field-control">
        <input
          className="daisy-Input"
          inputMode="decimal"
          placeholder={trans.__('± px')}
          title={trans.__('How far from the middle of the detector to look; empty: a fifth of its width')}
          aria-label={trans.__('Search range (px)')}
          data-testid="ct-axis-range"
          value={range}
          onChange={event => setRange(event.target.value)}
        />
        <button
          className="daisy-Button"
          data-testid="ct-find-axis"
          disabled={busy.axis}
          onClick={() => void model.axis.find(true, searchPx >= 1 ? searchPx : undefined)}
        >
          {busy.axis ? trans.__('Finding…') : trans.__('Find on this row')}
        </button>
      </div>
      {Math.abs(last - first) > fullTurnDeg && overlap && (
        <p className="daisy-Hint" data-testid="ct-overlap">
          {trans.__('Full turn: both sides see %1 px; the axis lies on the %2.', overlap.px, sides[overlap.side])}
        </p>
      )}
    </>
  );
}
