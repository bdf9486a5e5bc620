import { useId, type JSX } from 'react';
import { sentenceText } from '../../kit/i18n/sentence.js';
import { useTranslate } from '../../kit/i18n/translate.js';

/** "why?" that unfolds the evidence for an automatic choice. */
export function Why(props: {
  readonly open: boolean;
  readonly sentences: readonly string[];
  onToggle(): void;
}): JSX.Element | null {
  const trans = useTranslate();
  const id = useId();
  if (props.sentences.length === 0) return null;
  return (
    <span className="daisy-Why" onKeyDown={event => event.key === 'Escape' && props.open && props.onToggle()}>
      <button className="daisy-Link" aria-expanded={props.open} aria-controls={id} onClick={props.onToggle}>
        {trans.__('why?')}
      </button>
      {props.open && (
        <span id={id} className="daisy-Why-text" role="note">
          {props.sentences.map(sentence => (
            <span key={sentence}>{sentenceText(trans, sentence)}</span>
          ))}
        </span>
      )}
    </span>
  );
}
