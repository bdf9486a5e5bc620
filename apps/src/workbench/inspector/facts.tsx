import type { JSX } from 'react';
import type { ObjectDescription } from '@daisy-lab/core';
import { FactList } from '../../kit/fact-list.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { bytesText, shapeText } from '../words.js';

/** What is known of an object, and how it came about. */
export function Facts({ object }: { readonly object: ObjectDescription }): JSX.Element {
  const trans = useTranslate();
  const { provenance } = object;
  const places = { memory: trans.__('memory'), disk: trans.__('disk'), both: trans.__('memory and disk') };
  return (
    <div className="daisy-Facts" data-testid="inspector-facts">
      <FactList
        facts={[
          [trans.__('Name'), object.name],
          [trans.__('Kind'), shapeText(object)],
          [trans.__('Axes'), object.axes?.join(', ')],
          [trans.__('Unit'), object.unit],
          [trans.__('Size'), bytesText(object.bytes)],
          [trans.__('Kept in'), places[object.place]],
          [trans.__('Held by'), trans._n('%1 holder', '%1 holders', object.references)],
          [trans.__('Made'), new Date(object.createdMs).toLocaleString()],
          ['id', object.id],
        ]}
      />
      <h3>{trans.__('How it came about')}</h3>
      {!provenance && (
        <p className="daisy-Hint">{trans.__('Made by code of a cell; no run is written down for it.')}</p>
      )}
      {provenance && (
        <>
          <FactList
            facts={[
              [trans.__('Algorithm'), `${provenance.algorithm} ${provenance.version}`],
              [trans.__('Document'), provenance.document?.path],
              ...Object.entries(provenance.inputs).map(([name, file]) => [name, file] as const),
              ...Object.entries(provenance.params).map(([name, value]) => [name, JSON.stringify(value)] as const),
              [trans.__('Started'), provenance.times?.started],
              [trans.__('Machine'), provenance.machine?.host],
              ['Daisy', provenance.daisy],
            ]}
          />
          {(provenance.steps?.length ?? 0) > 0 && (
            <ol className="daisy-Facts-steps" aria-label={trans.__('Steps')}>
              {provenance.steps?.map(step => (
                <li key={step.node} title={step.reason}>
                  <strong>{trans.__(step.title)}</strong>{' '}
                  <span className="daisy-Hint">
                    {step.algorithm} {step.version} · {step.state}
                    {step.implementation && ` · ${step.implementation}`}
                  </span>
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </div>
  );
}
