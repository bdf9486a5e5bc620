import { useState, type JSX } from 'react';
import type { CtMapping } from '@daisy-lab/core';
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
        <div key={part} className="daisy-Field daisy-mod-stacked">
          <label htmlFor={`ct-map-${part}`}>{title}</label>
          <select
            id={`ct-map-${part}`}
            className="daisy-Input"
            data-testid={`ct-map-${part}`}
            value={said[part] === null ? absent : (said[part]?.replace(/^::/, '') ?? recognised)}
            onChange={event => choose(part, event.target.value)}
          >
            <option value={recognised}>{trans.__('as recognised')}</option>
            {mayLack && <option value={absent}>{trans.__('there are none')}</option>}
            {choices.map(({ path, shape, dtype }) => (
              <option key={path} value={path}>
                {path} ({shape.join(' × ')} {dtype})
              </option>
            ))}
          </select>
        </div>
      ))}
      <div className="daisy-Field">
        <label htmlFor="ct-map-turn">{trans.__('Even angles over')}</label>
        <select
          id="ct-map-turn"
          className="daisy-Input"
          data-testid="ct-map-turn"
          value={said.turnDeg ?? recognised}
          onChange={event => set({ turnDeg: turnOf(event.target.value) })}
        >
          <option value={recognised}>{trans.__('as recognised')}</option>
          <option value={180}>180°</option>
          <option value={360}>360°</option>
        </select>
      </div>
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
      <div className="daisy-Field daisy-mod-stacked">
        <label htmlFor="ct-map-reach">{trans.__('Remember for')}</label>
        <select
          id="ct-map-reach"
          className="daisy-Input"
          data-testid="ct-map-reach"
          value={reach}
          onChange={event => setReach(event.target.value === 'folder' ? 'folder' : 'scan')}
        >
          <option value="scan">{trans.__('this scan')}</option>
          <option value="folder">{trans.__('all scans of this folder')}</option>
        </select>
      </div>
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

const turnOf = (text: string): 180 | 360 | undefined => (text === '180' ? 180 : text === '360' ? 360 : undefined);

function quantityOf(name: Quantity, text: string): number | 'brightest' | undefined {
  if (name === 'constantBeam' && text === 'brightest') return text;
  const value = Number(text);
  return text.trim() !== '' && Number.isFinite(value) && value > 0 ? value : undefined;
}
