import type { JSX } from 'react';
import type { KernelLink } from '@daisy-lab/core';
import { useTranslate } from '../kit/i18n/translate.js';
import { ImageView } from '../kit/image-view/image-view.js';
import type { CtPartProps } from './ct-screen.js';
import { useSource } from './pictures.js';
import { StackSlider } from './stack-slider.js';

/** The written volume, slice by slice. */
export function ResultPicture({ model, view, link }: CtPartProps & { readonly link: KernelLink }): JSX.Element {
  const trans = useTranslate();
  const { result, resultRow, run } = view;
  const source = useSource(link, result);
  return (
    <div className="daisy-Ct-pictures daisy-mod-single">
      <section className="daisy-Picture">
        <StackSlider
          label={trans.__('Reconstructed volume')}
          text={trans.__('slice %1 of %2', result ? resultRow + 1 : 0, result?.frames ?? 0)}
          value={resultRow}
          count={result?.frames ?? 1}
          testId="ct-result-slider"
          onChange={row => model.setResultRow(row)}
        />
        <ImageView
          source={source}
          frame={resultRow}
          label={trans.__('Slice %1 of the reconstructed volume', resultRow + 1)}
          error={view.errors.result}
          contrastKey={result?.handle ?? ''}
          testId="ct-result"
          onFrame={row => model.setResultRow(row)}
          onNudge={(_dx, dy) => dy !== 0 && model.setResultRow(resultRow + dy)}
        />
        {!result && !view.errors.result && (
          <p className="daisy-Picture-hint">
            {run?.state === 'done'
              ? trans.__('The volume is written: press Open result.')
              : trans.__('Nothing is reconstructed yet. Press Reconstruct below.')}
          </p>
        )}
      </section>
    </div>
  );
}
