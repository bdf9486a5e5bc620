import { useState, type JSX } from 'react';
import type { JsonSchema } from '@daisy-lab/core';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import type { GridAxis } from '../model/ct-view.js';
import type { Tunable } from '../model/tune-part.js';
import type { CtPartProps } from '../parts.js';

const axisKey = 'axisPx';

/** Two parameters and their values; the kernel makes a slice for each pair. */
export function GridForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { state, busy, grid } = view;
  const axis: Tunable = { key: axisKey, field: { type: 'number', title: 'Axis' }, of: '', value: state.axisPx ?? 0 };
  const tunables = [...model.tune.tunables, axis];
  const preferred = (tunables.find(({ key }) => key === 'filter') ?? tunables[0]).key;
  const [keys, setKeys] = useState<readonly [string, string]>([preferred, axisKey]);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const chosen = keys.map(key => tunables.find(one => one.key === key) ?? axis);
  const textOf = (one: Tunable) => texts[one.key] ?? suggestion(one);
  const axes = chosen.map((one): GridAxis => ({ key: one.key, values: parse(textOf(one), one.field) }));
  const count = axes[0].values.length * axes[1].values.length;
  const missing = missingText(axes, count, state.axisPx, trans);
  return (
    <fieldset className="daisy-Group">
      <h4>{trans.__('Grid over two parameters')}</h4>
      {chosen.map((one, at) => (
        <div key={at} className="daisy-GridAxis">
          <Select
            id={`ct-grid-key-${at}`}
            label={at === 0 ? trans.__('Parameter across') : trans.__('Parameter down')}
            value={one.key}
            options={tunables.map(({ key, field, of }) => ({
              ...{ value: key, text: [of && trans.__(of), trans.__(field.title ?? key)].filter(Boolean).join(': ') },
            }))}
            onChoose={key => setKeys(at === 0 ? [key, keys[1]] : [keys[0], key])}
          />
          <input
            className="daisy-Input"
            value={textOf(one)}
            aria-label={trans.__('Values, with commas between')}
            data-testid={`ct-grid-values-${at}`}
            onChange={event => setTexts({ ...texts, [one.key]: event.target.value })}
          />
        </div>
      ))}
      <div className="daisy-Buttons">
        <button
          className="daisy-Button"
          data-testid="ct-grid-start"
          disabled={missing !== null || busy.grid}
          title={missing ?? undefined}
          onClick={() => void model.tune.sweep(axes[0], axes[1])}
        >
          {busy.grid ? trans.__('Computing…') : trans.__('Show %1 slices', count)}
        </button>
        {grid && (
          <button className="daisy-Button" onClick={() => model.tune.closeGrid()}>
            {trans.__('Close the grid')}
          </button>
        )}
      </div>
      {missing && <p className="daisy-Hint">{missing}</p>}
    </fieldset>
  );
}

const most = 64;

function missingText(axes: readonly GridAxis[], count: number, axisPx: number | null, trans: Translate): string | null {
  if (axisPx === null) return trans.__('Find or type the rotation axis first.');
  if (axes[0].key === axes[1].key) return trans.__('Choose two different parameters.');
  if (count === 0) return trans.__('Give values for both parameters.');
  return count > most ? trans.__('At most %1 slices fit a grid.', most) : null;
}

/** Values to begin with: the choices of a list, or some around the present number. */
function suggestion({ key, field, value }: Tunable): string {
  if (field.enum) return field.enum.map(String).join(', ');
  if (field.type === 'boolean') return 'false, true';
  const middle = typeof value === 'number' ? value : 1;
  const step = key === axisKey ? 0.5 : field.type === 'integer' ? Math.max(1, Math.round(middle / 4)) : middle / 4 || 1;
  const values = [-1, 0, 1].map(times => middle + times * step);
  const inside = values.filter(one => one >= (field.minimum ?? -Infinity) && one <= (field.maximum ?? Infinity));
  return inside.map(one => Number(one.toPrecision(6))).join(', ');
}

function parse(text: string, field: JsonSchema): readonly unknown[] {
  const words = text.split(/[,，;]/).map(word => word.trim());
  return words.filter(Boolean).flatMap((word): unknown[] => {
    if (field.enum) return field.enum.filter(choice => String(choice) === word);
    if (field.type === 'boolean') return word === 'true' ? [true] : word === 'false' ? [false] : [];
    if (field.type === 'number' || field.type === 'integer') return Number.isFinite(Number(word)) ? [Number(word)] : [];
    return [word];
  });
}
