import type { JSX } from 'react';
import type { CtPictureProps } from '../parts.js';
import { ProjectionPicture } from '../shared/projection-picture.js';
import { SinogramPicture } from '../shared/sinogram-picture.js';
import { SlicePicture } from '../shared/slice-picture.js';
import { SweepPicture } from './sweep-picture.js';

/** Projection and sinogram on the left, the live slice on the right, under it the sweep. */
export function CentrePictures(props: CtPictureProps): JSX.Element {
  const sweeps = props.view.sweep !== null;
  return (
    <div className={sweeps ? 'daisy-Ct-pictures daisy-mod-sweep' : 'daisy-Ct-pictures'}>
      <ProjectionPicture {...props} />
      <SinogramPicture {...props} />
      <SlicePicture {...props} tall={!sweeps} />
      {sweeps && <SweepPicture {...props} />}
    </div>
  );
}
