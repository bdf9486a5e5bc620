import { useEffect, useState, type JSX } from 'react';
import type { OverviewFacts } from '@daisy-lab/core';
import { useTranslate } from '../i18n/translate.js';
import { shortNumber } from './short-number.js';

/** Says that a picture of a very large image is made of some of its pixels, and goes on reading when it is asked to. */
export function OverviewNote(props: { readonly of: OverviewFacts; onMore(): void }): JSX.Element {
  const trans = useTranslate();
  const { of, onMore } = props;
  const [goesOn, setGoesOn] = useState(false);
  useEffect(() => {
    if (goesOn && !of.isComplete) onMore();
  }, [goesOn, of, onMore]);
  const percent = shortNumber(Number((of.share * 100).toPrecision(2)));
  return (
    <div className="daisy-ImageView-overview" data-testid="image-overview">
      <span>{trans.__('Overview of %1 % of the pixels. Zoom in to see all of them.', percent)}</span>
      {!of.isComplete && (
        <button type="button" className="daisy-Button" onClick={() => setGoesOn(!goesOn)}>
          {goesOn ? trans.__('Stop reading') : trans.__('Read on')}
        </button>
      )}
    </div>
  );
}
