import type { Hdf5State } from '@daisy-lab/apps/hdf5';
import { CommandIds } from '../commands.js';
import { hdf5Icon } from '../icons.js';
import type { AppDefinition, AppState } from './app-definition.js';

export const hdf5App: AppDefinition = {
  namespace: 'daisy-hdf5',
  command: CommandIds.openHdf5,
  icon: hdf5Icon,
  title: 'HDF5 browser',
  caption: 'Look into HDF5, NeXus, TIFF, NumPy and FITS files of any size',
  fileTitle: 'HDF5 – %1',
  fileTypes: ['daisy-hdf5', 'daisy-txrm', 'daisy-stack', 'tiff'],
  isDefaultView: true,
  chosenCommand: CommandIds.openChosenHdf5,
  stateOfFile: file => ({ file }),
  fileOfState: ({ file }) => (typeof file === 'string' ? file : undefined),
  load: async () => {
    const { emptyHdf5State, mountHdf5 } = await import('@daisy-lab/apps/hdf5');
    return (element, host) =>
      mountHdf5(element, {
        ...host,
        state: { ...emptyHdf5State, ...host.state } as Hdf5State,
        // The state is JSON by contract; the layout keeps it as such.
        onState: state => host.onState(state as unknown as AppState),
      });
  },
};
