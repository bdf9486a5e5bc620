import { lazy, Suspense, useMemo, type JSX } from 'react';
import type { KernelLink, PixelStatistics } from '@daisy-lab/core';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { ImageView } from '../../kit/image-view/image-view.js';
import { shortNumber } from '../../kit/image-view/short-number.js';
import type { ViewLine } from '../../kit/image-view/view-lines.js';
import { ViewerSource } from '../../kit/image-view/viewer-source.js';
import type { Hdf5Model, Hdf5View } from '../model/hdf5-model.js';
import type { ImageState, Together, Tool } from '../model/image-part.js';
import { IndexSliders } from './index-sliders.js';

const CurveView = lazy(async () => ({ default: (await import('../../kit/curves/curve-view.js')).CurveView }));

/** The images of a stack, what is measured on them, and all of them as one. */
export function ImagePanel(props: {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  readonly link: KernelLink;
}): JSX.Element {
  const trans = useTranslate();
  const { model, view, link } = props;
  const { image, described } = view;
  const shown = image.projection ?? image.viewer;
  const source = useMemo(() => (shown ? new ViewerSource(link, shown) : null), [link, shown]);
  const rank = described?.shape.length ?? 2;
  const frame = image.projection ? 0 : Math.min(model.frame, (shown?.frames ?? 1) - 1);
  const isStack = (image.viewer?.frames ?? 1) > 1;
  const place = `${view.state.file} ${described?.path} ${image.projection ? image.together : ''}`;
  return (
    <div className="daisy-Hdf5-view">
      <div className="daisy-Hdf5-bar">
        {isStack && (
          <button
            className="daisy-Button daisy-mod-icon"
            aria-pressed={view.playing}
            title={view.playing ? trans.__('Stop the movie') : trans.__('Play as a movie')}
            aria-label={view.playing ? trans.__('Stop the movie') : trans.__('Play as a movie')}
            data-testid="hdf5-play"
            disabled={image.together !== 'none'}
            onClick={() => model.play(!view.playing)}
          >
            {view.playing ? '■' : '▶'}
          </button>
        )}
        {image.together === 'none' && <IndexSliders model={model} view={view} shown={[rank - 2, rank - 1]} />}
        {isStack && (
          <select
            className="daisy-Input daisy-Hdf5-together"
            aria-label={trans.__('Images')}
            data-testid="hdf5-together"
            value={image.together}
            onChange={event => {
              model.play(false);
              void model.image.put(event.target.value as Together).then(() => model.image.measure(model.frame));
            }}
          >
            <option value="none">{trans.__('Single images')}</option>
            <option value="mean">{trans.__('Mean of all')}</option>
            <option value="sum">{trans.__('Sum of all')}</option>
            <option value="max">{trans.__('Maximum of all')}</option>
            <option value="min">{trans.__('Minimum of all')}</option>
          </select>
        )}
        <span className="daisy-Hdf5-space" />
        <ToolChoice model={model} tool={image.tool} />
      </div>
      <ImageView
        source={source}
        frame={frame}
        quality={view.playing ? 'draft' : 'exact'}
        label={trans.__('Image %1 of %2', model.frame, described?.path ?? '')}
        busy={source === null && image.error === null}
        error={image.error ?? undefined}
        contrastKey={source ? place : ''}
        lines={lineOf(model, image, trans)}
        shape={image.shape}
        testId="hdf5-image"
        onFrame={next => model.setFrame(next)}
        {...(image.tool === 'line' || image.tool === 'region'
          ? {
              onDraw: (from, to) =>
                model.image.draw({ kind: image.tool === 'line' ? 'segment' : 'rectangle', from, to }, model.frame),
            }
          : {})}
      />
      {image.profile && <Profile values={image.profile} name={profileName(image, trans)} />}
      {image.tool === 'region' && image.statistics && <Statistics of={image.statistics} unit={source?.unit} />}
    </div>
  );
}

function ToolChoice({ model, tool }: { readonly model: Hdf5Model; readonly tool: Tool }): JSX.Element {
  const trans = useTranslate();
  const tools: readonly (readonly [Tool, string])[] = [
    ['move', trans.__('Move')],
    ['row', trans.__('Row')],
    ['column', trans.__('Column')],
    ['line', trans.__('Line')],
    ['region', trans.__('Region')],
  ];
  return (
    <div className="daisy-Hdf5-choice" role="group" aria-label={trans.__('Measure')}>
      {tools.map(([name, label]) => (
        <button
          key={name}
          className="daisy-Button"
          aria-pressed={tool === name}
          data-testid={`hdf5-tool-${name}`}
          onClick={() => model.image.choose(name, model.frame)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

function Profile({ values, name }: { readonly values: readonly number[]; readonly name: string }): JSX.Element {
  const trans = useTranslate();
  const x = useMemo(() => values.map((_, i) => i), [values]);
  return (
    <Suspense fallback={null}>
      <CurveView x={x} y={values} xLabel={trans.__('%1 (px)', name)} yLabel={name} height={150} testId="hdf5-profile" />
    </Suspense>
  );
}

function Statistics({ of, unit }: { readonly of: PixelStatistics; readonly unit: string | undefined }): JSX.Element {
  const trans = useTranslate();
  const facts: readonly (readonly [string, number])[] = [
    [trans.__('pixels'), of.count],
    [trans.__('mean'), of.mean],
    [trans.__('deviation'), of.std],
    [trans.__('lowest'), of.min],
    [trans.__('highest'), of.max],
    [trans.__('sum'), of.sum],
    ...(of.invalid > 0 ? [[trans.__('not numbers'), of.invalid] as const] : []),
  ];
  return (
    <dl className="daisy-Hdf5-statistics" data-testid="hdf5-statistics">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{shortNumber(value)}</dd>
        </div>
      ))}
      {unit && <div className="daisy-Hint">{unit}</div>}
    </dl>
  );
}

/** The row or column that is measured; it can be dragged. */
function lineOf(model: Hdf5Model, { tool, at }: ImageState, trans: Translate): readonly ViewLine[] {
  if (tool !== 'row' && tool !== 'column') return [];
  const onMove = (to: number): void => model.image.moveTo(to, model.frame);
  const label = tool === 'row' ? trans.__('Row') : trans.__('Column');
  return [{ across: tool === 'row' ? 'y' : 'x', at: at + 0.5, label, emphasis: true, onMove }];
}

function profileName({ tool, at }: ImageState, trans: Translate): string {
  if (tool === 'row') return trans.__('Row %1', at);
  return tool === 'column' ? trans.__('Column %1', at) : trans.__('Along the line');
}
