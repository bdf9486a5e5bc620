import { Notification } from '@jupyterlab/apputils';
import { FileDialog, type IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commands.js';
import { isHdf5 } from '../documents/hdf5-files.js';
import type { Texts } from '../i18n/load-texts.js';
import type { KernelPaths } from '../kernel/paths.js';

/** How apps reach the file browser's world. */
export interface FileAccess {
  open(paths: KernelPaths, kernelPath: string): Promise<void>;
  chooseScan(paths: KernelPaths): Promise<string | undefined>;
}

interface Commands {
  execute(command: string, args: { readonly path: string }): Promise<unknown>;
}

/** The file dialog and the documents of JupyterLab. Without a file browser nothing can be chosen. */
export function fileAccess(
  commands: Commands,
  browser: IDefaultFileBrowser | null,
  translator: ITranslator,
  trans: Texts,
): FileAccess {
  return {
    open: async (paths, kernelPath) => {
      const path = paths.toContents(kernelPath);
      if (path !== undefined) return void (await commands.execute(CommandIds.openDocument, { path }));
      Notification.info(trans.__('The file "%1" lies outside the folder that the file browser shows.', kernelPath), {
        autoClose: 8000,
      });
    },
    chooseScan: async paths => {
      if (!browser) return undefined;
      const { button, value } = await FileDialog.getOpenFiles({
        manager: browser.model.manager,
        title: trans.__('Choose a scan'),
        filter: ({ type, name }) => (type === 'directory' || isHdf5(name) ? {} : null),
        translator,
      });
      const chosen = button.accept ? value?.find(({ type }) => type !== 'directory') : undefined;
      return chosen && paths.toKernel(chosen.path);
    },
  };
}
