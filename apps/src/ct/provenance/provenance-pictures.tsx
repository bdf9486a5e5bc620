import type { JSX } from 'react';
import { sentenceText } from '../../kit/i18n/sentence.js';
import { useTranslate } from '../../kit/i18n/translate.js';
import { fileName } from '../ct-state.js';
import type { CtView } from '../model/ct-view.js';
import type { CtPictureProps } from '../parts.js';
import { SlicePicture } from '../shared/slice-picture.js';

/** What is done with the data, step by step, beside the slice that comes out. */
export function ProvenancePictures(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { document, evidence, opened } = props.view;
  return (
    <div className="daisy-Ct-pictures daisy-mod-record">
      <section className="daisy-Record" aria-label={trans.__('What is done')}>
        <ol data-testid="ct-record">
          <li>
            <strong title={opened?.description.path}>{fileName(opened?.description.path ?? '')}</strong>
            <span>{opened?.description.why.map(sentence => sentenceText(trans, sentence)).join(' ')}</span>
          </li>
          {document?.lines.map(({ title, algorithm, version, params }, at) => (
            <li key={`${at} ${algorithm}`}>
              <strong>{trans.__(title)}</strong>
              <span className="daisy-Hint">
                {algorithm} {version}
              </span>
              <span>
                {Object.entries(params)
                  .map(
                    ([name, value]) => `${trans.__(titleOf(props.view, algorithm, name))} ${trans.__(String(value))}`,
                  )
                  .join(' · ')}
              </span>
            </li>
          ))}
          {evidence && (
            <li>
              <strong>{trans.__('Evidence of the axis')}</strong>
              <span>{sentenceText(trans, evidence.why)}</span>
            </li>
          )}
        </ol>
      </section>
      <SlicePicture {...props} tall />
    </div>
  );
}

/** What forms call a parameter; its name where none has it. */
function titleOf({ contract, operationKinds }: CtView, algorithm: string, name: string): string {
  const own = operationKinds.find(kind => kind.contract.id === algorithm)?.contract;
  const field = (own ?? contract)?.params.properties?.[name];
  return field?.title ?? name;
}
