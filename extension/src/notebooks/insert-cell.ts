import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { NotebookActions, type INotebookTracker } from '@jupyterlab/notebook';
import type { Texts } from '../i18n/load-texts.js';
import type { KernelPaths } from '../kernel/paths.js';

/** Where the code of a cell will run. */
export interface CellPlace {
  readonly language: 'typescript' | 'python';
  /** The file as the notebook's kernel finds it. */
  readonly file: string;
}

/** Puts code below the active cell of the notebook that was in front last, and shows that notebook. */
export function insertCell(
  notebooks: INotebookTracker | null,
  shell: { activateById(id: string): void },
  paths: KernelPaths,
  trans: Texts,
): (file: string, write: (place: CellPlace) => string) => void {
  return (file, write) => {
    const panel = notebooks?.currentWidget;
    if (!panel) {
      Notification.info(trans.__('Open a notebook first; the cell is put into the one that was in front last.'), {
        autoClose: 6000,
      });
      return;
    }
    const language = panel.content.codeMimetype.includes('python') ? 'python' : 'typescript';
    const contentsPath = paths.toContents(file);
    // a notebook's kernel works in the folder of the notebook
    const from = PathExt.dirname(panel.context.localPath);
    const code = write({ language, file: contentsPath === undefined ? file : PathExt.relative(from, contentsPath) });
    shell.activateById(panel.id);
    NotebookActions.insertBelow(panel.content);
    panel.content.activeCell?.model.sharedModel.setSource(code);
  };
}
