import { useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Camera } from '../../kit/image-view/camera.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { difference } from '../../kit/image-view/paint.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import { fileName } from '../ct-state.js';
import type { CtView } from '../model/ct-view.js';
import type { CtPictureProps } from '../parts.js';
import { useSource } from '../shared/use-source.js';
import { FrontView } from './cross-cuts.js';
import { resultContrast } from './result-lines.js';
import { ResultPicture } from './result-picture.js';

export interface ComparedVolumesProps extends CtPictureProps {
  readonly other: NonNullable<CtView['other']>;
}

/** The same slice of two volumes and their difference, moved and zoomed together. */
export function ComparedVolumes({ other, ...props }: ComparedVolumesProps): JSX.Element {
  const trans = useTranslate();
  const { view, link } = props;
  const { otherChange, resultRow } = view;
  const [camera, setCamera] = useState<Camera | null>(null);
  const slices = useSource(link, other.planes.slices);
  const change = useSource(link, otherChange?.viewer);
  const name = fileName(other.file);
  const common = { camera, busy: view.busy.other ?? false, onCamera: setCamera };
  return (
    <div className="daisy-Ct-pictures">
      <ResultPicture {...props} camera={camera} onCamera={setCamera} />
      <FrontView {...props} />
      <section className="daisy-Picture">
        <div className="daisy-StackSlider">
          <span className="daisy-Picture-note">{name}</span>
        </div>
        <ImageView
          {...resultContrast(props)}
          {...common}
          source={slices}
          frame={resultRow}
          label={trans.__('The same slice of %1', name)}
          testId="ct-other"
        />
      </section>
      <section className="daisy-Picture">
        <div className="daisy-StackSlider">
          <span>{trans.__('Difference')}</span>
          <output>{otherChange && trans.__('mean |Δ| %1', shortNumber(otherChange.meanAbsolute))}</output>
        </div>
        <ImageView
          {...common}
          source={change}
          frame={0}
          label={trans.__('Difference of both volumes in this slice')}
          colours={difference}
          contrastKey={other.file}
          testId="ct-other-change"
        />
      </section>
    </div>
  );
}
