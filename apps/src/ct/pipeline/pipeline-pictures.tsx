import type { JSX } from 'react';
import type { CtPictureProps } from '../parts.js';
import { ChangePicture } from '../shared/change-picture.js';
import { ProjectionPicture } from '../shared/projection-picture.js';
import { SinogramPicture } from '../shared/sinogram-picture.js';
import { SlicePicture } from '../shared/slice-picture.js';

/** The sinogram before and after the operations, and the slice that comes out. */
export function PipelinePictures(props: CtPictureProps): JSX.Element {
  const changes = props.view.sinogram !== null;
  return (
    <div className="daisy-Ct-pictures">
      {changes ? <SinogramPicture {...props} /> : <ProjectionPicture {...props} />}
      {changes ? <ChangePicture {...props} /> : <SinogramPicture {...props} />}
      <SlicePicture {...props} tall />
    </div>
  );
}
