import { useMemo, useRef, type JSX } from 'react';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { droppedSource, sourceType } from '../../kit/drag/source-drag.js';
import type { ViewLine } from '../../kit/image-view/view-lines.js';
import { ViewerSource } from '../../kit/image-view/viewer-source.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { ImagePanelProps } from '../hdf5-parts.js';
import type { ImageState } from '../model/image-part.js';
import { CompareBar } from './compare-bar.js';
import { ComparedImages } from './compared-images.js';
import { ImageBar } from './image-bar.js';
import { ImageProfile, ImageStatistics } from './image-measures.js';

/** The images of a stack, alone or beside one that was kept, and what is measured on them. */
export function ImagePanel({ model, view, link }: ImagePanelProps): JSX.Element {
  const trans = useTranslate();
  const { image, described, compare, state } = view;
  const shown = image.projection ?? image.viewer;
  const source = useMemo(() => (shown ? new ViewerSource(link, shown) : null), [link, shown]);
  const frame = image.projection ? 0 : Math.min(model.frame, (shown?.frames ?? 1) - 1);
  const place = [state.file, described?.path, view.imageAxes, state.treatment, image.projection && image.together];
  // the old images stay until the wished ones are there: their contrast is not that of the new place
  const shownPlace = useRef({ shown, place: place.join(' ') });
  if (shownPlace.current.shown !== shown) shownPlace.current = { shown, place: place.join(' ') };
  const draws = image.tool === 'line' || image.tool === 'region';
  const picture = {
    source,
    frame,
    quality: view.playing ? ('draft' as const) : ('exact' as const),
    label: trans.__('Image %1 of %2', model.frame, described?.path ?? ''),
    busy: source === null && image.error === null,
    error: image.error ?? undefined,
    contrastKey: source ? shownPlace.current.place : '',
    lines: lineOf(model, image, trans),
    shape: image.shape,
    testId: 'hdf5-image',
    onFrame: (next: number) => model.setFrame(next),
    ...(draws ? { onDraw: drawOf(model, image) } : {}),
  };
  return (
    <div
      className="daisy-Hdf5-view"
      onDragOver={event => event.dataTransfer.types.includes(sourceType) && event.preventDefault()}
      onDrop={event => {
        const dropped = droppedSource(event.dataTransfer);
        if (!dropped) return;
        event.preventDefault();
        model.compareWith(dropped);
      }}
    >
      <ImageBar model={model} view={view} />
      {compare.kept && <CompareBar model={model} view={view} />}
      {compare.kept ? (
        <ComparedImages model={model} view={view} link={link} picture={picture} />
      ) : (
        <ImageView {...picture} />
      )}
      {image.profile && <ImageProfile image={image} unit={source?.unit} />}
      {image.tool === 'region' && image.statistics && <ImageStatistics of={image.statistics} unit={source?.unit} />}
    </div>
  );
}

type Draw = (from: { x: number; y: number }, to: { x: number; y: number }) => void;

function drawOf(model: Hdf5Model, { tool }: ImageState): Draw {
  const kind = tool === 'line' ? 'segment' : 'rectangle';
  return (from, to) => model.image.draw({ kind, from, to }, model.frame);
}

/** The row or column that is measured; it can be dragged. */
function lineOf(model: Hdf5Model, { tool, at }: ImageState, trans: Translate): readonly ViewLine[] {
  if (tool !== 'row' && tool !== 'column') return [];
  const onMove = (to: number): void => model.image.moveTo(to, model.frame);
  const label = tool === 'row' ? trans.__('Row') : trans.__('Column');
  return [{ across: tool === 'row' ? 'y' : 'x', at: at + 0.5, label, emphasis: true, onMove }];
}
