import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import { kernelName } from '../kernel/own-session.js';
import { showCellsOfOthers, type CellsOfPage, type RunningCell } from '../kernel/running-cell.js';

export const runningCellPlugin: JupyterFrontEndPlugin<void> = {
  id: '@daisy-lab/jupyterlab:running-cell',
  description:
    'Shows the output of cells that go on computing while their page is reloaded, or that another window runs.',
  autoStart: true,
  optional: [INotebookTracker],
  activate: (_, notebooks: INotebookTracker | null) => {
    notebooks?.widgetAdded.connect((_, panel) => void follow(panel));
  },
};

async function follow(panel: NotebookPanel): Promise<void> {
  const { context, sessionContext } = panel;
  await context.ready;
  const show = (kernel: Kernel.IKernelConnection | null | undefined): void => {
    if (kernel?.name === kernelName) void kernel.info.then(() => showCellsOfOthers(kernel, cellsOf(panel)));
  };
  await sessionContext.ready;
  show(sessionContext.session?.kernel);
  sessionContext.kernelChanged.connect((_, { newValue }) => show(newValue));
}

function cellsOf({ content, context }: NotebookPanel): CellsOfPage {
  return {
    find: (id, code) => {
      const model = [...(content.model?.cells ?? [])].find(cell => cell.id === id);
      if (model?.type !== 'code' || (code !== undefined && model.sharedModel.getSource() !== code)) return undefined;
      return model as unknown as RunningCell;
    },
    unsaved: change => {
      const { model } = context;
      const { dirty } = model;
      change();
      if (!dirty) model.dirty = false;
    },
  };
}
