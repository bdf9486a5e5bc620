import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import { kernelName } from '../kernel/own-session.js';
import { joinRunningCell, type RunningCell } from '../kernel/running-cell.js';

export const runningCellPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:running-cell',
  description: 'Shows the output of a cell that goes on computing while its page is reloaded.',
  autoStart: true,
  optional: [INotebookTracker],
  activate: (_, notebooks: INotebookTracker | null) => {
    notebooks?.widgetAdded.connect((_, panel) => void join(panel));
  },
};

async function join(panel: NotebookPanel): Promise<void> {
  await panel.context.ready;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session?.kernel;
  if (kernel?.name !== kernelName) return;
  await kernel.info;
  await joinRunningCell(kernel, id => {
    const model = [...(panel.content.model?.cells ?? [])].find(cell => cell.id === id);
    return model?.type === 'code' ? (model as unknown as RunningCell) : undefined;
  });
}
