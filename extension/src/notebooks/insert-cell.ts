import { Notification } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import { NotebookActions, type INotebookTracker, type NotebookPanel } from '@jupyterlab/notebook';
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
    shell.activateById(panel.id);
    insertBelow(panel, write(cellPlace(panel, file, paths)));
  };
}

/** The language of a notebook, and a file as its kernel finds it. */
export function cellPlace(panel: NotebookPanel, file: string, paths: KernelPaths): CellPlace {
  const language = panel.content.codeMimetype.includes('python') ? 'python' : 'typescript';
  const contentsPath = paths.toContents(file);
  // a notebook's kernel works in the folder of the notebook
  const from = PathExt.dirname(panel.context.localPath);
  return { language, file: contentsPath === undefined ? file : PathExt.relative(from, contentsPath) };
}

/** Puts code into a new cell below the active one. */
export function insertBelow({ content }: NotebookPanel, code: string): void {
  NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(code);
}
