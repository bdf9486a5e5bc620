import type { KernelLink } from '@daisy-lab/core';
import type { Translate } from '../kit/i18n/translate.js';
import type { CellPlace } from './cell-code.js';
import type { Hdf5State } from './hdf5-state.js';
import type { Hdf5Model } from './model/hdf5-model.js';
import type { Hdf5View } from './model/hdf5-view.js';

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

/** What the whole screen gets. */
export interface ScreenProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  readonly options: Hdf5Options;
}

/** What parts that show pictures get. */
export interface ImagePanelProps {
  readonly model: Hdf5Model;
  readonly view: Hdf5View;
  readonly link: KernelLink;
}
