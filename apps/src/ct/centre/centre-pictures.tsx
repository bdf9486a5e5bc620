import type { JSX } from 'react';
import type { CtPictureProps } from '../parts.js';
import { MirrorPicture } from '../shared/mirror-picture.js';
import { ProjectionPicture } from '../shared/projection-picture.js';
import { SinogramPicture } from '../shared/sinogram-picture.js';
import { SlicePicture } from '../shared/slice-picture.js';
import { SweepPicture } from './sweep-picture.js';

/** Projection and sinogram on the left, the live slice on the right; slice, sinogram and montage while axes are swept. */
export function CentrePictures(props: CtPictureProps): JSX.Element {
  if (props.view.sweep) {
    return (
      <div className="daisy-Ct-pictures daisy-mod-sweep">
        <SlicePicture {...props} />
        <SinogramPicture {...props} />
        <SweepPicture {...props} />
      </div>
    );
  }
  return (
    <div className="daisy-Ct-pictures">
      {props.view.mirrored ? <MirrorPicture {...props} /> : <ProjectionPicture {...props} />}
      <SinogramPicture {...props} />
      <SlicePicture {...props} tall />
    </div>
  );
}
