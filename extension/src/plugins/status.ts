import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commands.js';
import { loadTexts } from '../i18n/load-texts.js';
import { StatusItem } from '../status/status-item.js';
import { statusDetails, statusLine } from '../status/status-text.js';
import { SessionWatch } from '../kernel/session-watch.js';
import { IDaisyKernels } from '../tokens.js';

const id = '@daisy-lab/jupyterlab:status';

export const statusPlugin: JupyterFrontEndPlugin<void> = {
  id,
  description: 'Shows state, memory and runs of the Daisy kernel in the status bar.',
  autoStart: true,
  requires: [IDaisyKernels, ITranslator],
  optional: [IStatusBar],
  activate: async (app, kernels: IDaisyKernels, translator: ITranslator, bar: IStatusBar | null) => {
    if (!bar) return;
    const trans = await loadTexts(translator);
    const watch = new SessionWatch(kernels.own.link);
    const { commands } = app;
    const item = new StatusItem(() => {
      const hasPanel = commands.hasCommand(CommandIds.showRuns);
      void commands.execute(hasPanel ? CommandIds.showRuns : CommandIds.showRunning);
    });
    const draw = (): void => {
      const facts = { state: watch.state, status: watch.status, runs: kernels.runs.records };
      item.write(statusLine(facts, trans), statusDetails(facts, trans));
    };
    watch.changed.connect(draw);
    kernels.runs.changed.connect(draw);
    draw();
    bar.registerStatusItem(id, {
      item,
      align: 'left',
      rank: 5,
      isActive: () => watch.state !== 'absent',
      activeStateChanged: watch.changed,
    });
  },
};
