import { useState, type JSX } from 'react';
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
  const parts = description && [
    [trans.__('Projections'), description.projections] as const,
    [trans.__('Flat fields'), description.flats] as const,
    [trans.__('Dark fields'), description.darks] as const,
    [trans.__('Angles'), description.angles] as const,
  ];
  return (
    <aside className="daisy-StepForm">
      <h3>{trans.__('Data')}</h3>
      {description?.warnings.map(warning => (
        <p key={warning} className="daisy-Warning">
          {sentenceText(trans, warning)}
        </p>
      ))}
      <dl>
        {parts?.map(([name, part]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {part ? (
                <>
                  <code>{part.path}</code>
                  <span>
                    {part.shape.join(' × ')} {part.dtype}
                  </span>
                </>
              ) : (
                trans.__('not found')
              )}
            </dd>
          </div>
        ))}
      </dl>
      {description && <ScanFacts description={description} />}
      {description && (
        <>
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
