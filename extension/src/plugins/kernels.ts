import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Session } from '@jupyterlab/services';
import { ITranslator } from '@jupyterlab/translation';
import { loadTexts } from '../i18n/load-texts.js';
import { notebookSession } from '../kernel/notebook-session.js';
import { openOwnSession } from '../kernel/own-session.js';
import { kernelPaths } from '../kernel/paths.js';
import { SessionLink, type MakeClient } from '../kernel/session-link.js';
import { IDaisyKernels, type DaisyConnection } from '../tokens.js';

const makeClient: MakeClient = async transport => {
  const { RpcClient } = await import('@daisy-lab/apps/kit');
  return new RpcClient(transport);
};

export const kernelsPlugin: JupyterFrontEndPlugin<IDaisyKernels> = {
  id: '@daisy-lab/jupyterlab:kernels',
  description: 'Connects the Daisy screens to a TypeScript (Daisy) kernel.',
  autoStart: true,
  requires: [ITranslator],
  optional: [INotebookTracker],
  provides: IDaisyKernels,
  activate: async (app, translator: ITranslator, notebooks: INotebookTracker | null) => {
    const { serviceManager } = app;
    const trans = await loadTexts(translator);
    const connections = new Map<string, DaisyConnection>();
    const connection = (open: () => Promise<Session.ISessionConnection>, folder: string): DaisyConnection => {
      const link = new SessionLink(open, makeClient);
      const paths = kernelPaths(serviceManager.contents, folder);
      return { link, paths, connect: () => link.connect(), restart: () => link.restart() };
    };
    const connectNotebook = (path: string): DaisyConnection =>
      connection(
        () => app.restored.then(() => notebookSession(notebooks, path, trans)),
        PathExt.dirname(serviceManager.contents.localPath(path)),
      );
    return {
      own: connection(() => openOwnSession(serviceManager, trans), ''),
      ofNotebook: path => {
        const found = connections.get(path) ?? connectNotebook(path);
        connections.set(path, found);
        return found;
      },
    };
  },
};
