import type { RunRecord } from '@daisy-lab/core';
import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IRunningSessionManagers, type IRunningSessions } from '@jupyterlab/running';
import { ITranslator } from '@jupyterlab/translation';
import { closeIcon } from '@jupyterlab/ui-components';
import { loadTexts } from '../i18n/load-texts.js';
import { ctIcon } from '../icons.js';
import { IDaisyKernels } from '../tokens.js';

export const runningPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:running',
  description: 'Shows Daisy runs in the Running panel, where they can be cancelled.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [IRunningSessionManagers],
  activate: async (_, kernels: IDaisyKernels, translator: ITranslator, managers: IRunningSessionManagers | null) => {
    if (!managers) return;
    const trans = await loadTexts(translator);
    const { runs } = kernels;
    const item = ({ run, title, step, state, progress }: RunRecord): IRunningSessions.IRunningItem => ({
      icon: () => ctIcon,
      label: () => trans.__(title),
      labelTitle: () => trans.__(step),
      detail: () => (state === 'running' ? `${Math.round(progress * 100)} %` : trans.__(state)),
      shutdown: () => void runs.cancel(run),
    });
    managers.add({
      name: trans.__('Daisy runs'),
      running: () => runs.records.map(item),
      refreshRunning: () => void runs.refresh(),
      runningChanged: runs.changed,
      shutdownAll: () => void runs.cancelAll(),
      shutdownItemIcon: closeIcon,
      shutdownLabel: trans.__('Cancel run'),
      shutdownAllLabel: trans.__('Cancel all'),
      shutdownAllConfirmationText: trans.__('Cancel all Daisy runs? Files that are not finished are removed.'),
    });
  },
};
