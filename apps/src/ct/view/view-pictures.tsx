import type { JSX } from 'react';
import type { CtPictureProps } from '../parts.js';
import { ComparedVolumes } from './compared-volumes.js';
import { CrossCuts } from './cross-cuts.js';
import { ResultPicture } from './result-picture.js';

/** The written volume in three directions, or its slices beside those of another volume. */
export function ViewPictures(props: CtPictureProps): JSX.Element {
  if (props.view.other) return <ComparedVolumes {...props} other={props.view.other} />;
  return (
    <div className="daisy-Ct-pictures daisy-mod-planes">
      <ResultPicture {...props} tall />
      <CrossCuts {...props} />
    </div>
  );
}
