import type { JupyterFrontEndPlugin } from '@jupyterlab/application';
import { PathExt } from '@jupyterlab/coreutils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { Session } from '@jupyterlab/services';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator } from '@jupyterlab/translation';
import { loadTexts } from '../i18n/load-texts.js';
import { notebookSession } from '../kernel/notebook-session.js';
import { isOwnSessionRunning, openOwnSession } from '../kernel/own-session.js';
import { kernelPaths } from '../kernel/paths.js';
import { CurrentRuns } from '../kernel/runs.js';
import { SessionLink, type MakeClient } from '../kernel/session-link.js';
import { limitKernel } from '../settings/limit-kernel.js';
import { loadSettings } from '../settings/setting.js';
import { IDaisyKernels, type DaisyConnection } from '../tokens.js';

const makeClient: MakeClient = async transport => {
  const { RpcClient } = await import('@daisy-lab/apps/kit');
  return new RpcClient(transport);
};

const id = '@daisy-lab/jupyterlab:kernels';

export const kernelsPlugin: JupyterFrontEndPlugin<IDaisyKernels> = {
  id,
  description: 'Connects the Daisy screens to a TypeScript (Daisy) kernel.',
  autoStart: true,
  requires: [ITranslator],
  optional: [INotebookTracker, ISettingRegistry],
  provides: IDaisyKernels,
  activate: async (
    app,
    translator: ITranslator,
    notebooks: INotebookTracker | null,
    registry: ISettingRegistry | null,
  ) => {
    const { serviceManager } = app;
    const trans = await loadTexts(translator);
    const settings = await loadSettings(registry, id, trans);
    const connections = new Map<string, DaisyConnection>();
    const connection = (open: () => Promise<Session.ISessionConnection>, folder: string): DaisyConnection => {
      const link = new SessionLink(open, makeClient);
      limitKernel(link, settings);
      const workingFolder = async (): Promise<string> => (await link.request('hello', {})).result.cwd;
      const paths = kernelPaths(serviceManager.contents, folder, workingFolder);
      return { link, paths, connect: () => link.connect(), restart: () => link.restart() };
    };
    const connectNotebook = (path: string): DaisyConnection =>
      connection(
        () => app.restored.then(() => notebookSession(notebooks, path, trans)),
        PathExt.dirname(serviceManager.contents.localPath(path)),
      );
    const own = connection(() => openOwnSession(serviceManager, trans), '');
    // A run that was started before a reload of the page shall be seen again; a kernel that does not run is not started.
    void app.restored
      .then(() => isOwnSessionRunning(serviceManager))
      .then(
        running => running && own.connect(),
        () => undefined,
      );
    return {
      own,
      runs: new CurrentRuns(own.link),
      ofNotebook: path => {
        const found = connections.get(path) ?? connectNotebook(path);
        connections.set(path, found);
        return found;
      },
    };
  },
};
