import type { PanelName } from '@daisy-lab/apps/workbench';
import type { LabIcon } from '@jupyterlab/ui-components';
import { CommandIds } from '../commands.js';
import type { Texts } from '../i18n/load-texts.js';
import { algorithmsIcon, dataIcon, logIcon, runsIcon } from './icons.js';

/** A panel of the side areas. */
export interface Panel {
  readonly name: PanelName;
  readonly id: string;
  readonly command: string;
  readonly title: string;
  readonly icon: LabIcon;
  readonly area: 'left' | 'right';
}

/** The panels in the order in which they stand. */
export const panelList = (trans: Texts): readonly Panel[] => [
  {
    ...{ name: 'objects', id: 'daisy-data', command: CommandIds.showData, icon: dataIcon, area: 'left' },
    title: trans.__('Daisy data objects'),
  },
  {
    ...{ name: 'algorithms', id: 'daisy-algorithms', command: CommandIds.showAlgorithms },
    ...{ icon: algorithmsIcon, area: 'left' },
    title: trans.__('Daisy algorithms'),
  },
  {
    ...{ name: 'runs', id: 'daisy-runs', command: CommandIds.showRuns, icon: runsIcon, area: 'right' },
    title: trans.__('Daisy runs'),
  },
  {
    ...{ name: 'log', id: 'daisy-log', command: CommandIds.showLog, icon: logIcon, area: 'right' },
    title: trans.__('Daisy log'),
  },
];
