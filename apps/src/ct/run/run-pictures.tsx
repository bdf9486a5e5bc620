import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { StackSlider } from '../shared/stack-slider.js';
import { useSource } from '../shared/use-source.js';
import { LostJobs } from './lost-jobs.js';
import { RunTable } from './run-table.js';

/** Any slice of the volume, before, while and after it is written; under it the runs. */
export function RunPictures({ model, view, link }: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { recipe, state, busy } = view;
  const source = useSource(link, recipe);
  return (
    <div className="daisy-Ct-pictures daisy-mod-run">
      <section className="daisy-Picture">
        <StackSlider
          label={trans.__('Volume as it will be written')}
          text={trans.__('row %1', state.row)}
          value={state.row}
          count={recipe?.frames ?? 1}
          testId="ct-recipe-slider"
          onChange={(row, done) => done && model.slice.setRow(row)}
        />
        <ImageView
          source={source}
          frame={state.row}
          label={trans.__('Slice of row %1, reconstructed live', state.row)}
          busy={[busy.open, busy.recipe].some(Boolean)}
          error={view.errors.recipe}
          limits={view.limits['slice'] ?? null}
          contrastKey={view.opened?.scan ?? ''}
          testId="ct-recipe"
          onLimits={limits => model.store.setLimits('slice', limits)}
          onFrame={row => model.slice.setRow(row)}
          onNudge={(_dx, dy) => dy !== 0 && model.slice.setRow(state.row + dy)}
        />
      </section>
      <section className="daisy-Runs">
        <h4>{trans.__('Queue and earlier runs')}</h4>
        <LostJobs model={model} view={view} />
        <RunTable model={model} view={view} />
      </section>
    </div>
  );
}
