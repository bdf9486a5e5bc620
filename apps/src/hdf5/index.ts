// The browser and how a host mounts it
export { Hdf5App, mountHdf5 } from './hdf5-app.js';
export type { Hdf5Options } from './hdf5-parts.js';
export { emptyHdf5State } from './hdf5-state.js';
export type { Hdf5State, ViewKind } from './hdf5-state.js';
export { cellCode } from './cell-code.js';
export type { CellPlace } from './cell-code.js';

// Its model
export { Hdf5Model } from './model/hdf5-model.js';
export type { Hdf5View } from './model/hdf5-view.js';
