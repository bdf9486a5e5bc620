import type { WorkbenchHost } from '@daisy-lab/apps/workbench';
import type { ILabShell, JupyterFrontEnd } from '@jupyterlab/application';
import type { INotebookTracker } from '@jupyterlab/notebook';
import type { FileAccess } from '../apps/file-access.js';
import { CommandIds } from '../commands.js';
import type { Texts } from '../i18n/load-texts.js';
import { insertCell, runsDaisy } from '../notebooks/insert-cell.js';
import type { IDaisyKernels } from '../tokens.js';
import { FollowedKernels } from './followed-kernels.js';

interface Parts {
  readonly kernels: IDaisyKernels;
  readonly files: FileAccess;
  readonly trans: Texts;
  readonly shell: ILabShell | null;
  readonly notebooks: INotebookTracker | null;
}

/** JupyterLab as the panels use it: the kernel of the tab in front, its objects in tabs, its notebook, the canvas. */
export function workbenchHost(
  lab: JupyterFrontEnd,
  { kernels, files, trans, shell, notebooks }: Parts,
): Omit<WorkbenchHost, 'isVisible'> {
  const { commands } = lab;
  const followed = new FollowedKernels({
    kernels,
    notebooks,
    front: shell,
    chooseKernel: () => void commands.execute('notebook:change-kernel'),
  });
  const addToCanvas = (algorithm: string): void => void commands.execute(CommandIds.addToCanvas, { algorithm });
  return {
    trans,
    kernels: followed,
    openObject: ({ notebook }, { id, name }) =>
      void commands.execute(CommandIds.openObject, {
        object: id,
        name: name || id.slice(0, 10),
        ...(notebook === null ? {} : { notebook }),
      }),
    openFile: path => {
      const { notebook } = followed.get();
      void files.open((notebook === null ? kernels.own : kernels.ofNotebook(notebook)).paths, path);
    },
    insertCell: (code, run = false) => {
      const notebook = followed.notebook ?? notebooks?.currentWidget ?? null;
      void insertCell(lab, notebook && runsDaisy(notebook) ? notebook : null, () => code, run);
    },
    canvas: {
      get: () => (commands.isEnabled(CommandIds.addToCanvas) ? addToCanvas : null),
      onChange: listener => {
        const changed = (): void => listener();
        commands.commandChanged.connect(changed);
        shell?.currentChanged.connect(changed);
        return () => {
          commands.commandChanged.disconnect(changed);
          shell?.currentChanged.disconnect(changed);
        };
      },
    },
  };
}
