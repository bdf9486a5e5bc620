import type { JSX } from 'react';
import { Select } from '../../kit/form/select-field.js';
import { useTranslate, type Translate } from '../../kit/i18n/translate.js';
import { treatments, type ImageAxes, type Treatment } from '../hdf5-state.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import type { Together, Tool } from '../model/image-part.js';
import { axisPairs } from '../model/shapes.js';
import { axisName } from './axis-name.js';
import { IndexSliders } from './index-sliders.js';

interface BarProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
}

/** Which image is shown, along which axes, what is done to it, and what is measured. */
export function ImageBar({ model, view }: BarProps): JSX.Element {
  const trans = useTranslate();
  const { image } = view;
  const isStack = (image.viewer?.frames ?? 1) > 1;
  return (
    <div className="daisy-Hdf5-bar">
      {isStack && <PlayButton model={model} view={view} />}
      {image.together === 'none' && <IndexSliders model={model} view={view} shown={view.imageAxes} />}
      <AxesChoice model={model} view={view} />
      <TreatmentChoice model={model} view={view} />
      {isStack && <TogetherChoice model={model} view={view} />}
      <ToolChoice model={model} tool={image.tool} />
      <button
        className="daisy-Button"
        data-testid="hdf5-keep"
        title={trans.__(
          'Keep this image to compare others with it; a dataset of another file can be dropped on the picture',
        )}
        disabled={!image.viewer}
        onClick={() => model.keepImage()}
      >
        {trans.__('Compare')}
      </button>
    </div>
  );
}

function PlayButton({ model, view }: BarProps): JSX.Element {
  const trans = useTranslate();
  const name = view.playing ? trans.__('Stop the movie') : trans.__('Play as a movie');
  return (
    <button
      className="daisy-Button daisy-mod-icon"
      aria-pressed={view.playing}
      title={name}
      aria-label={name}
      data-testid="hdf5-play"
      disabled={view.image.together !== 'none'}
      onClick={() => model.play(!view.playing)}
    >
      {view.playing ? '■' : '▶'}
    </button>
  );
}

/** Which two axes are the image; a stack along its first and last is a stack of sinograms. */
function AxesChoice({ model, view }: BarProps): JSX.Element | null {
  const trans = useTranslate();
  const { described, imageAxes } = view;
  if (!described || described.shape.length < 2) return null;
  const nameOf = ([down, across]: ImageAxes): string => {
    const pair = `${axisName(described, down, trans)} × ${axisName(described, across, trans)}`;
    const isSinogram = described.shape.length === 3 && down === 0 && across === 2;
    return isSinogram ? trans.__('Sinograms: %1', pair) : pair;
  };
  return (
    <Select
      id="hdf5-axes"
      label={trans.__('Axes of the image')}
      title={trans.__('Axes of the image: down × across')}
      value={imageAxes.join()}
      options={axisPairs(described.shape.length).map(pair => ({ value: pair.join(), text: nameOf(pair) }))}
      onChoose={pair => {
        const [down = 0, across = 1] = pair.split(',').map(Number);
        model.setImageAxes([down, across]);
      }}
    />
  );
}

/** Counts as they are stored, or what they mean in the scan of the file. */
function TreatmentChoice({ model, view }: BarProps): JSX.Element {
  const trans = useTranslate();
  return (
    <Select<Treatment>
      id="hdf5-treatment"
      label={trans.__('Flat-field correction')}
      title={trans.__('Flat-field correction')}
      value={view.state.treatment}
      options={treatments.map(treatment => ({ value: treatment, text: treatmentName(treatment, trans) }))}
      onChoose={treatment => model.treat(treatment)}
    />
  );
}

function treatmentName(treatment: Treatment, trans: Translate): string {
  switch (treatment) {
    case 'stored':
      return trans.__('As stored');
    case 'flat':
      return trans.__('Flat corrected');
    case 'log':
      return trans.__('Minus log');
  }
}

function TogetherChoice({ model, view }: BarProps): JSX.Element {
  const trans = useTranslate();
  return (
    <Select<Together>
      id="hdf5-together"
      label={trans.__('Images')}
      value={view.image.together}
      options={[
        { value: 'none', text: trans.__('Single images') },
        { value: 'mean', text: trans.__('Mean of all') },
        { value: 'sum', text: trans.__('Sum of all') },
        { value: 'max', text: trans.__('Maximum of all') },
        { value: 'min', text: trans.__('Minimum of all') },
      ]}
      onChoose={together => {
        model.play(false);
        void model.image.put(together).then(() => model.image.measure(model.frame));
      }}
    />
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
