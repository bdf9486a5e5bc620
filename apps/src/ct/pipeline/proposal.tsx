import { useState, type JSX } from 'react';
import type { CtChoice } from '@daisy-lab/core';
import { sentenceText } from '../../kit/i18n/sentence.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtPartProps } from '../parts.js';
import { Why } from '../shared/why.js';

/** What the scan needs, measured on it: every choice with its reason, to be taken as a whole and edited. */
export function Proposal({ model, view }: CtPartProps): JSX.Element {
  const trans = useTranslate();
  const [distance, setDistance] = useState('');
  const { proposal, busy, errors, opened } = view;
  const { energyEv, pixelSizeUm } = opened?.description ?? {};
  const known = energyEv !== undefined && pixelSizeUm !== undefined;
  const distanceMm = Number(distance);
  const ask = () => void model.propose.ask(known && distanceMm > 0 ? { energyEv, pixelSizeUm, distanceMm } : {});
  return (
    <fieldset className="daisy-Group">
      {known && (
        <div className="daisy-Field">
          <label htmlFor="ct-distance">{trans.__('Distance to the detector')}</label>
          <div className="daisy-Field-control">
            <input
              id="ct-distance"
              className="daisy-Input"
              inputMode="decimal"
              value={distance}
              onChange={event => setDistance(event.target.value)}
            />
            <span className="daisy-Field-unit">mm</span>
          </div>
        </div>
      )}
      <button className="daisy-Button" data-testid="ct-propose" disabled={busy.proposal} onClick={ask}>
        {busy.proposal ? trans.__('Looking at the scan…') : trans.__('Propose for this scan')}
      </button>
      {errors.proposal && <ErrorPanel error={errors.proposal} onDismiss={() => model.store.dismiss('proposal')} />}
      {proposal && (
        <>
          <ul className="daisy-Choices" data-testid="ct-choices">
            {proposal.choices.map(choice => (
              <Choice key={choice.topic} choice={choice} />
            ))}
          </ul>
          <div className="daisy-Buttons">
            <button
              className="daisy-Button daisy-mod-primary"
              data-testid="ct-proposal-take"
              onClick={() => model.propose.take()}
            >
              {trans.__('Use the proposal')}
            </button>
            <button className="daisy-Button" onClick={() => model.propose.dismiss()}>
              {trans.__('Close')}
            </button>
          </div>
        </>
      )}
    </fieldset>
  );
}

function Choice({ choice: { topic, chosen, why } }: { readonly choice: CtChoice }): JSX.Element {
  const trans = useTranslate();
  const [open, setOpen] = useState(false);
  const topics: Readonly<Record<string, string>> = {
    layout: trans.__('Layout'),
    repair: trans.__('Repair'),
    spots: trans.__('Spots'),
    axis: trans.__('Rotation axis'),
    turn: trans.__('Turn'),
    tilt: trans.__('Tilt'),
    rings: trans.__('Rings'),
    phase: trans.__('Phase retrieval'),
    method: trans.__('Method'),
    edge: trans.__('Beyond the detector'),
  };
  return (
    <li>
      <span className="daisy-Hint">{topics[topic] ?? topic}</span>
      <span>
        {sentenceText(trans, chosen)} <Why open={open} onToggle={() => setOpen(!open)} sentences={why} />
      </span>
    </li>
  );
}
