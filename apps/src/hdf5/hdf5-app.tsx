import type { JSX } from 'react';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import type { Hdf5Options } from './hdf5-parts.js';
import { Hdf5Screen } from './hdf5-screen.js';
import { Hdf5Model } from './model/hdf5-model.js';
import './style.js';

/** The HDF5 browser. `link`, `state` and `onState` are read when it is mounted. */
export function Hdf5App(props: Hdf5Options): JSX.Element {
  const { link, trans, state, onState } = props;
  return (
    <WithModel trans={trans} make={() => new Hdf5Model(link, state, onState)} of={[link]}>
      {(model, view) => <Hdf5Screen model={model} view={view} options={props} />}
    </WithModel>
  );
}

/** Mounts the browser into an element. */
export const mountHdf5 = (host: HTMLElement, options: Hdf5Options): { dispose(): void } =>
  mount(host, <Hdf5App {...options} />);
