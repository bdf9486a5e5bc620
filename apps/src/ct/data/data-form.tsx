import { useState, type JSX } from 'react';
import type { ScanDescription } from '@daisy-lab/core';
import { FactList } from '../../kit/fact-list.js';
import { sentenceText } from '../../kit/i18n/sentence.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ErrorPanel } from '../../kit/run/error-panel.js';
import type { CtFormProps } from '../parts.js';
import { MappingForm } from './mapping-form.js';
import { ScanFacts } from './scan-facts.js';

/** What was recognised in the file, what it needs, and where to say it by hand. */
export function DataForm({ model, view }: CtFormProps): JSX.Element {
  const trans = useTranslate();
  const [byHand, setByHand] = useState(false);
  const description = view.opened?.description;
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Data')}</h3>
      {description?.warnings.map(warning => (
        <p key={warning} className="daisy-Warning">
          {sentenceText(trans, warning)}
        </p>
      ))}
      {description && (
        <>
          <FactList
            look="stacked"
            facts={[
              [trans.__('Projections'), <PartOfScan key="projections" part={description.projections} />],
              [trans.__('Flat fields'), <PartOfScan key="flats" part={description.flats} />],
              [trans.__('Dark fields'), <PartOfScan key="darks" part={description.darks} />],
              [trans.__('Angles'), <PartOfScan key="angles" part={description.angles} />],
            ]}
          />
          <ScanFacts description={description} />
          <h4>{trans.__('Why this layout')}</h4>
          <ul className="daisy-Keys">
            {description.why.map(sentence => (
              <li key={sentence}>{sentenceText(trans, sentence)}</li>
            ))}
          </ul>
        </>
      )}
      <label className="daisy-Check" title={trans.__('Looks for new projections every two seconds')}>
        <input
          type="checkbox"
          checked={view.following}
          data-testid="ct-follow"
          onChange={event => model.live.follow(event.target.checked)}
        />
        {trans.__('Follow: the scan is still being taken')}
      </label>
      <button className="daisy-Button" aria-expanded={byHand} data-testid="ct-map" onClick={() => setByHand(!byHand)}>
        {trans.__('Map by hand…')}
      </button>
      {byHand && <MappingForm model={model} view={view} />}
      {view.errors.mapping && (
        <ErrorPanel error={view.errors.mapping} onDismiss={() => model.store.dismiss('mapping')} />
      )}
    </aside>
  );
}

function PartOfScan({ part }: { readonly part: ScanDescription['flats'] }): JSX.Element {
  const trans = useTranslate();
  if (!part) return <>{trans.__('not found')}</>;
  return (
    <>
      <code>{part.path}</code>
      <span>
        {part.shape.join(' × ')} {part.dtype}
      </span>
    </>
  );
}
