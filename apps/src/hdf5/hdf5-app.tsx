import type { JSX } from 'react';
import type { KernelLink } from '@daisy-lab/core';
import type { Translate } from '../kit/i18n/translate.js';
import { mount } from '../kit/mount/mount.js';
import { WithModel } from '../kit/mount/with-model.js';
import type { CellPlace } from './cell-code.js';
import { Hdf5Screen } from './hdf5-screen.js';
import type { Hdf5State } from './hdf5-state.js';
import { Hdf5Model } from './model/hdf5-model.js';
import './style.js';

/** What the HDF5 browser needs of the place where it is mounted. */
export interface Hdf5Options {
  readonly link: KernelLink;
  readonly trans: Translate;
  /** As saved earlier; `emptyHdf5State` at first. */
  readonly state: Hdf5State;
  onState(state: Hdf5State): void;
  /** Puts code into the notebook in front; `write` is told its language and the file as it finds it. */
  insertCell?(file: string, write: (place: CellPlace) => string): void;
  /** Opens the file with an app, by its name under "Open With". */
  openWith?(file: string, app: string): void;
  /** Starts the kernel anew. */
  restartKernel?(): void;
}

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
