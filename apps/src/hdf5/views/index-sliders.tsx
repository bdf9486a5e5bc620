import type { JSX } from 'react';
import { useTranslate } from '../../kit/i18n/translate.js';
import type { Hdf5Model } from '../model/hdf5-model.js';
import type { Hdf5View } from '../model/hdf5-view.js';
import { axisName } from './axis-name.js';

/** One slider for each axis that the view does not show. */
export function IndexSliders(props: {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  /** The axes that are shown whole. */
  readonly shown: readonly number[];
}): JSX.Element {
  const trans = useTranslate();
  const { model, view, shown } = props;
  const axes = view.described?.shape.map((length, axis) => ({ length, axis })) ?? [];
  return (
    <>
      {axes
        .filter(({ axis, length }) => !shown.includes(axis) && length > 1)
        .map(({ axis, length }) => {
          const name = axisName(view.described, axis, trans);
          const value = view.index[axis] ?? 0;
          return (
            <label key={axis} className="daisy-Hdf5-index">
              <span title={name}>{name}</span>
              <input
                type="range"
                min={0}
                max={length - 1}
                value={value}
                aria-label={name}
                data-testid={`hdf5-index-${axis}`}
                onChange={event => model.setIndex(axis, event.target.valueAsNumber)}
              />
              <input
                className="daisy-Input"
                type="number"
                min={0}
                max={length - 1}
                value={value}
                aria-label={name}
                onChange={event => model.setIndex(axis, event.target.valueAsNumber)}
              />
              <span className="daisy-Hint">/ {length - 1}</span>
            </label>
          );
        })}
    </>
  );
}
