import type { CtState } from '@daisy-lab/apps/ct';
import { CommandIds } from '../commands.js';
import { ctIcon } from '../icons.js';
import type { Settings } from '../settings/setting.js';
import type { AppDefinition, AppState } from './app-definition.js';

/** Parameters of `ct.full` that have a setting. */
const settable = ['filter', 'quality'];

function paramsOf(settings: Settings): AppState {
  const set = settable.map(name => [name, settings.get(name)] as const);
  return Object.fromEntries(set.filter(([, value]) => typeof value === 'string')) as AppState;
}

export const ctApp: AppDefinition = {
  namespace: 'daisy-ct',
  command: CommandIds.openCt,
  icon: ctIcon,
  title: 'CT reconstruction',
  caption: 'Reconstruct slices from a tomography scan',
  fileTitle: 'CT – %1',
  fileTypes: ['daisy-hdf5', 'daisy-txrm'],
  chosenCommand: CommandIds.openChosenCt,
  newState: settings => ({ params: paramsOf(settings) }),
  stateOfFile: scan => ({ scan }),
  fileOfState: ({ scan }) => (typeof scan === 'string' ? scan : undefined),
  load: async () => {
    const { emptyCtState, mountCt } = await import('@daisy-lab/apps/ct');
    return (element, host) =>
      mountCt(element, {
        ...host,
        state: { ...emptyCtState, ...host.state } as CtState,
        // The state is JSON by contract; the layout keeps it as such.
        onState: state => host.onState(state as unknown as AppState),
      });
  },
};
