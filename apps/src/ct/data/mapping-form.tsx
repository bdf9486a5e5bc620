import { useState, type JSX } from 'react';
import type { CtMapping } from '@daisy-lab/core';
import { SelectField } from '../../kit/form/select-field.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPartProps } from '../parts.js';

type Part = 'projections' | 'flats' | 'darks' | 'angles';
type Quantity = 'constantBeam' | 'energyEv' | 'pixelSizeUm';

const recognised = '';
const absent = 'none';

/** Where the parts of a scan are; what is left open is recognised. Kept beside the scan, or for all scans of its folder. */
export function MappingForm({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const { mapping, busy, state } = view;
  const [changes, setChanges] = useState<CtMapping>({});
  const [reach, setReach] = useState<'scan' | 'folder'>('scan');
  const said: CtMapping = { ...mapping?.mapping, ...changes };
  const datasets = mapping?.datasets ?? [];
  const stacks = datasets.filter(({ shape }) => shape.length > 1);
  const lines = datasets.filter(({ shape }) => shape.length === 1);
  const parts = [
    ['projections', trans.__('Projections'), stacks, false],
    ['flats', trans.__('Flat fields'), stacks, true],
    ['darks', trans.__('Dark fields'), stacks, true],
    ['angles', trans.__('Angles'), lines, false],
  ] as const;
  const quantities = [
    ['constantBeam', trans.__('Constant beam (counts)')],
    ['energyEv', trans.__('Energy (eV)')],
    ['pixelSizeUm', trans.__('Pixel size (µm)')],
  ] as const;
  const set = (change: CtMapping) => setChanges({ ...changes, ...change });
  const choose = (part: Part, value: string) =>
    set({ [part]: value === recognised ? undefined : value === absent ? null : `::${value}` });
  return (
    <fieldset className="daisy-Group" data-testid="ct-mapping">
      <h4>{trans.__('Where the parts are')}</h4>
      {parts.map(([part, title, choices, mayLack]) => (
        <SelectField
          key={part}
          id={`ct-map-${part}`}
          label={title}
          stacked
          value={said[part] === null ? absent : (said[part]?.replace(/^::/, '') ?? recognised)}
          options={[
            { value: recognised, text: trans.__('as recognised') },
            ...(mayLack ? [{ value: absent, text: trans.__('there are none') }] : []),
            ...choices.map(({ path, shape, dtype }) => ({
              ...{ value: path, text: `${path} (${shape.join(' × ')} ${dtype})` },
            })),
          ]}
          onChoose={value => choose(part, value)}
        />
      ))}
      <SelectField
        id="ct-map-turn"
        label={trans.__('Even angles over')}
        value={said.turnDeg ?? recognised}
        options={[
          { value: recognised, text: trans.__('as recognised') },
          { value: 180, text: '180°' },
          { value: 360, text: '360°' },
        ]}
        onChoose={turn => set({ turnDeg: turn === recognised ? undefined : turn })}
      />
      {quantities.map(([name, title]) => (
        <div key={name} className="daisy-Field">
          <label htmlFor={`ct-map-${name}`}>{title}</label>
          <input
            id={`ct-map-${name}`}
            className="daisy-Input"
            inputMode="decimal"
            data-testid={`ct-map-${name}`}
            defaultValue={String(said[name] ?? '')}
            onChange={event => set({ [name]: quantityOf(name, event.target.value) } as CtMapping)}
          />
        </div>
      ))}
      <SelectField<'scan' | 'folder'>
        id="ct-map-reach"
        label={trans.__('Remember for')}
        stacked
        value={reach}
        options={[
          { value: 'scan', text: trans.__('this scan') },
          { value: 'folder', text: trans.__('all scans of this folder') },
        ]}
        onChoose={setReach}
      />
      <div className="daisy-Buttons">
        <button
          className="daisy-Button daisy-mod-primary"
          data-testid="ct-map-use"
          disabled={!state.scan || busy.mapping}
          onClick={() => void model.mapping.keep(said, reach)}
        >
          {busy.mapping ? trans.__('Opening…') : trans.__('Use and remember')}
        </button>
        {mapping?.reach && (
          <button
            className="daisy-Button"
            data-testid="ct-map-forget"
            onClick={() => void model.mapping.keep({}, mapping.reach ?? 'scan')}
          >
            {trans.__('Forget the mapping')}
          </button>
        )}
      </div>
    </fieldset>
  );
}

function quantityOf(name: Quantity, text: string): number | 'brightest' | undefined {
  if (name === 'constantBeam' && text === 'brightest') return text;
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
}
