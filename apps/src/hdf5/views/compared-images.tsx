import { useMemo, useState, type JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Camera } from '../../kit/image-view/camera.js';
import { ImageView, type ImageViewProps, type Limits } from '../../kit/image-view/image-view.js';
import { difference as differenceColours } from '../../kit/image-view/paint.js';
import { ViewerSource } from '../../kit/image-view/viewer-source.js';
import type { ImagePanelProps } from '../hdf5-parts.js';

/** The kept image left, the one in front right, moved and zoomed as one; or the second minus the first. */
export function ComparedImages(props: ImagePanelProps & { readonly picture: ImageViewProps }): JSX.Element {
  const trans = useTranslate();
  const { model, view, link, picture } = props;
  const { kept, viewer, mode, together, difference } = view.compare;
  const [camera, setCamera] = useState<Camera | null>(null);
  const [limits, setLimits] = useState<Limits | null>(null);
  const first = useMemo(() => (viewer ? new ViewerSource(link, viewer) : null), [link, viewer]);
  const change = useMemo(() => (difference ? new ViewerSource(link, difference) : null), [link, difference]);
  if (mode === 'difference') {
    return (
      <ImageView
        source={change}
        frame={Math.min(picture.frame, (change?.frames ?? 1) - 1)}
        label={trans.__('Difference to %1', kept?.label ?? '')}
        colours={differenceColours}
        busy={change === null && view.compare.error === null}
        contrastKey={`${kept?.label} ${kept?.frame} ${together} ${picture.contrastKey}`}
        testId="hdf5-difference"
        onFrame={next => model.setFrame(next)}
      />
    );
  }
  const isOfOneSize = first?.width === picture.source?.width && first?.height === picture.source?.height;
  const shared = isOfOneSize ? { camera, onCamera: setCamera } : {};
  const contrast = kept?.treatment === view.state.treatment ? { limits, onLimits: setLimits } : {};
  const keptFrame = Math.min(together ? picture.frame : (kept?.frame ?? 0), (first?.frames ?? 1) - 1);
  return (
    <div className="daisy-Hdf5-pair">
      <ImageView
        source={first}
        frame={keptFrame}
        label={trans.__('Image %1 of %2', keptFrame, kept?.label ?? '')}
        busy={first === null && view.compare.error === null}
        contrastKey={first ? `${kept?.label} ${kept?.treatment}` : ''}
        testId="hdf5-kept-image"
        {...shared}
        {...contrast}
      />
      <ImageView {...picture} {...shared} {...contrast} />
    </div>
  );
}
