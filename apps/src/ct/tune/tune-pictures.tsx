import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { CtPictureProps } from '../parts.js';
import { ChangePicture } from '../shared/change-picture.js';
import { MeasuredProfile } from '../shared/measured-profile.js';
import { SinogramPicture } from '../shared/sinogram-picture.js';
import { SlicePicture } from '../shared/slice-picture.js';
import { ThumbnailGrid } from '../shared/thumbnail-grid.js';

/** The slice large; beside it the sinogram, under it the profile or the grid. */
export function TunePictures(props: CtPictureProps): JSX.Element {
  const { view } = props;
  const profiles = view.tool === 'segment' || view.profile !== null;
  const below = view.grid !== null || profiles;
  return (
    <div className={below ? 'daisy-Ct-pictures daisy-mod-tune daisy-mod-below' : 'daisy-Ct-pictures daisy-mod-tune'}>
      {view.sinogram ? <ChangePicture {...props} /> : <SinogramPicture {...props} />}
      <SlicePicture {...props} />
      {view.grid ? <GridPicture {...props} /> : profiles && <ProfilePicture {...props} />}
    </div>
  );
}

function ProfilePicture({ view }: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  if (!view.profile) {
    return (
      <section className="daisy-Picture daisy-mod-wide daisy-Hint" style={{ height: 150 }}>
        {trans.__('Drag over the slice.')}
      </section>
    );
  }
  return (
    <section className="daisy-Picture daisy-mod-wide">
      <MeasuredProfile view={view} />
    </section>
  );
}

/** A slice for each pair of values; a click takes them. */
function GridPicture({ model, view, link }: CtPictureProps): JSX.Element | null {
  const trans = useTranslate();
  const { grid } = view;
  if (!grid) return null;
  const { first, second } = grid;
  const titleOf = (key: string) => {
    const field = model.tune.tunables.find(one => one.key === key)?.field;
    return trans.__(field?.title ?? 'Axis');
  };
  const valueOf = (key: string) => model.tune.tunables.find(one => one.key === key)?.value ?? view.state.axisPx;
  const chosen =
    first.values.findIndex(value => value === valueOf(first.key)) +
    first.values.length * second.values.findIndex(value => value === valueOf(second.key));
  return (
    <section className="daisy-Picture daisy-mod-wide">
      <div className="daisy-StackSlider">
        <span>{trans.__('%1 across, %2 down', titleOf(first.key), titleOf(second.key))}</span>
        <output>{trans.__('%1 slices in %2 ms', grid.viewer.frames, Math.round(grid.milliseconds))}</output>
      </div>
      <ThumbnailGrid
        link={link}
        viewer={grid.viewer}
        columns={first.values.length}
        limits={view.limits['slice'] ?? [0, 1]}
        part={1}
        label={trans.__('Slices of the grid')}
        testId="ct-grid"
        chosen={chosen}
        best={-1}
        caption={frame =>
          `${String(first.values[frame % first.values.length])}, ${String(second.values[Math.floor(frame / first.values.length)])}`
        }
        onPick={frame => model.tune.take(frame)}
      />
    </section>
  );
}
