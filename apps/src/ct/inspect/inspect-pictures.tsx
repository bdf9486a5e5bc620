import { useState, type JSX } from 'react';
import type { ViewerInfo } from '@daisy-lab/core';
import { useTranslate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import type { CtPictureProps } from '../parts.js';
import { MirrorPicture } from '../shared/mirror-picture.js';
import { ProjectionPicture } from '../shared/projection-picture.js';
import { SinogramPicture } from '../shared/sinogram-picture.js';
import { StackSlider } from '../shared/stack-slider.js';
import { useSource } from '../shared/use-source.js';

/** Projection and sinogram, flat and dark fields. */
export function InspectPictures(props: CtPictureProps): JSX.Element {
  const trans = useTranslate();
  const { findings } = props.view;
  return (
    <div className="daisy-Ct-pictures">
      {props.view.mirrored ? <MirrorPicture {...props} /> : <ProjectionPicture {...props} />}
      <SinogramPicture {...props} />
      <Fields
        {...props}
        info={findings?.flats ?? null}
        title={trans.__('Flat field')}
        none={findings ? trans.__('This scan has no flat fields.') : ''}
        testId="ct-flats"
      />
      <Fields
        {...props}
        info={findings?.darks ?? null}
        title={trans.__('Dark field')}
        none={findings ? trans.__('This scan has no dark fields.') : ''}
        testId="ct-darks"
      />
    </div>
  );
}

interface FieldsProps extends CtPictureProps {
  readonly info: ViewerInfo | null;
  readonly title: string;
  readonly none: string;
  readonly testId: string;
}

function Fields({ link, view, info, title, none, testId }: FieldsProps): JSX.Element {
  const trans = useTranslate();
  const [frame, setFrame] = useState(0);
  const source = useSource(link, info);
  const count = info?.frames ?? 1;
  const shown = Math.min(frame, count - 1);
  return (
    <section className="daisy-Picture">
      <StackSlider
        label={title}
        text={trans.__('frame %1 of %2', shown + 1, count)}
        value={shown}
        count={count}
        testId={`${testId}-slider`}
        onChange={setFrame}
      />
      <ImageView
        source={source}
        frame={shown}
        label={title}
        busy={view.busy.findings ?? false}
        contrastKey={info?.handle ?? ''}
        testId={testId}
        onFrame={setFrame}
      />
      {!info && none && <p className="daisy-Picture-hint">{none}</p>}
    </section>
  );
}
