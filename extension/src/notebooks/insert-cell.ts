import { PathExt } from '@jupyterlab/coreutils';
import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { kernelName } from '../kernel/own-session.js';
import type { KernelPaths } from '../kernel/paths.js';

/** Where the code of a cell will run. */
export interface CellPlace {
  readonly language: 'typescript' | 'python';
  /** The file as the notebook's kernel finds it. */
  readonly file: string;
}

interface Lab {
  readonly commands: { execute(command: string, args: { readonly kernelName: string }): Promise<unknown> };
  readonly shell: { activateById(id: string): void };
}

/** Puts code into a notebook, or into a new one that runs Daisy where there is none, shows it, and runs the cell if that is wished for. */
export async function insertCell(
  { commands, shell }: Lab,
  notebook: NotebookPanel | null,
  write: (panel: NotebookPanel) => string,
  run = false,
): Promise<void> {
  const panel = notebook ?? ((await commands.execute('notebook:create-new', { kernelName })) as NotebookPanel);
  await panel.context.ready;
  putCell(panel, write(panel));
  shell.activateById(panel.id);
  if (!run) return;
  await panel.sessionContext.ready;
  await NotebookActions.runAndAdvance(panel.content, panel.sessionContext);
}

/** Puts code into a cell below the active one, or into the active one while it is empty. */
export function putCell({ content }: NotebookPanel, code: string): void {
  const current = content.activeCell?.model;
  const isFree = current?.type === 'code' && current.sharedModel.getSource().trim() === '';
  if (!isFree) NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(code);
}

/** Whether a notebook runs Daisy. */
export const runsDaisy = (notebook: NotebookPanel): boolean =>
  notebook.sessionContext.session?.kernel?.name === kernelName;

/** The language of a notebook, and a file as its kernel finds it. */
export function cellPlace(panel: NotebookPanel, file: string, paths: KernelPaths): CellPlace {
  const language = panel.content.codeMimetype.includes('python') ? 'python' : 'typescript';
  const contentsPath = paths.toContents(file);
  // a notebook's kernel works in the folder of the notebook
  const from = PathExt.dirname(panel.context.localPath);
  return { language, file: contentsPath === undefined ? file : PathExt.relative(from, contentsPath) };
}
