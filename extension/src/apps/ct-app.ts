import { CommandIds } from '../commands.js';
import { ctIcon } from '../icons.js';
import type { AppDefinition } from './app-definition.js';

export const ctApp: AppDefinition = {
  namespace: 'daisy-ct',
  command: CommandIds.openCt,
  icon: ctIcon,
  title: 'CT reconstruction',
  caption: 'Reconstruct slices from a tomography scan',
  fileTitle: 'CT – %1',
  stateOfFile: scan => ({ scan }),
  fileOfState: ({ scan }) => (typeof scan === 'string' ? scan : undefined),
  load: async () => (await import('@daisy-lab/apps/ct')).mountCt,
};
