import { NotebookActions, type NotebookPanel } from '@jupyterlab/notebook';
import { kernelName } from '../kernel/own-session.js';

interface Commands {
  execute(command: string, args: { readonly kernelName: string }): Promise<unknown>;
}

/**
 * Puts code into a cell below the current one, or into the current one while it is empty. Without a notebook that runs Daisy it goes
 * into a new one.
 */
export async function insertCell(
  commands: Commands,
  notebook: NotebookPanel | null,
  code: string,
  run: boolean,
): Promise<NotebookPanel> {
  const fits = notebook?.sessionContext.session?.kernel?.name === kernelName;
  const panel = fits ? notebook : ((await commands.execute('notebook:create-new', { kernelName })) as NotebookPanel);
  await panel.context.ready;
  const { content } = panel;
  const current = content.activeCell?.model;
  const isFree = current?.type === 'code' && current.sharedModel.getSource().trim() === '';
  if (!isFree) NotebookActions.insertBelow(content);
  content.activeCell?.model.sharedModel.setSource(code);
  if (!run) return panel;
  await panel.sessionContext.ready;
  await NotebookActions.runAndAdvance(content, panel.sessionContext);
  return panel;
}
