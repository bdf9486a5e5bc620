import { Notification } from '@jupyterlab/apputils';
import { FileDialog, type IDefaultFileBrowser } from '@jupyterlab/filebrowser';
import type { Contents } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import { CommandIds } from '../commands.js';
import { mayHoldScan } from '../documents/data-files.js';
import type { Texts } from '../i18n/load-texts.js';
import type { KernelPaths } from '../kernel/paths.js';

/** How apps reach the file browser's world. */
export interface FileAccess {
  /** With the named view under "Open With", or the usual one. */
  open(paths: KernelPaths, kernelPath: string, view?: string): Promise<void>;
  /** Null when nothing was chosen. */
  chooseScan(paths: KernelPaths): Promise<string | null>;
  /** The folder that is chosen in the file browser: no document, but it may hold a stack of images. */
  chosenFolder(): string | undefined;
  /** The demonstration scan in the working folder. */
  demonstration(paths: KernelPaths): Promise<string | undefined>;
}

/** Simulated by `npm start`. */
const demoScan = 'phantom-256x64x181.h5';

interface Commands {
  execute(command: string, args: { readonly path: string; readonly factory?: string }): Promise<unknown>;
}

/** The file dialog and the documents of JupyterLab. Without a file browser nothing can be chosen. */
export function fileAccess(
  commands: Commands,
  contents: Contents.IManager,
  browser: IDefaultFileBrowser | null,
  translator: ITranslator,
  trans: Texts,
): FileAccess {
  return {
    open: async (paths, kernelPath, view) => {
      const path = await paths.find(kernelPath);
      if (path !== undefined)
        return void (await commands.execute(CommandIds.openDocument, {
          path,
          ...(view === undefined ? {} : { factory: view }),
        }));
      Notification.info(trans.__('The file "%1" lies outside the folder that the file browser shows.', kernelPath), {
        autoClose: 8000,
      });
    },
    chooseScan: async paths => {
      if (!browser) return null;
      const { button, value } = await FileDialog.getOpenFiles({
        manager: browser.model.manager,
        title: trans.__('Choose a scan'),
        filter: ({ type, name }) => (type === 'directory' || mayHoldScan(name) ? {} : null),
        translator,
      });
      const chosen = button.accept ? value?.find(({ type }) => type !== 'directory') : undefined;
      return chosen ? paths.toKernel(chosen.path) : null;
    },
    chosenFolder: () => {
      const [item] = browser?.selectedItems() ?? [];
      return item?.type === 'directory' ? item.path : undefined;
    },
    demonstration: async paths => {
      const folder = await contents.get('', { type: 'directory', content: true }).catch(() => undefined);
      const found = (folder?.content as readonly Contents.IModel[] | undefined)?.some(({ path }) => path === demoScan);
      return found ? paths.toKernel(demoScan) : undefined;
    },
  };
}
