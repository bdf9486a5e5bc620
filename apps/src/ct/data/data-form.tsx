import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtFormProps } from '../parts.js';

/** What was recognised in the file. */
export function DataForm({ view }: CtFormProps): JSX.Element {
  const trans = useTranslate();
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
          {warning}
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
      {description && (
        <>
          <h4>{trans.__('Why this layout')}</h4>
          <ul className="daisy-Keys">
            {description.why.map(sentence => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}
