/** An extension of others beside Daisy's, prebuilt as JupyterLab finds it in the user's folder. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const name = 'jupyterlab-h5web';

/**
 * Installs what does at its start as jupyterlab-h5web does: its own function in place of the document manager's takes every HDF5 file,
 * whatever view was asked for. `window.takenByH5web` lists them in pages that are opened from now on.
 *
 * @param {string} extensions folder of the user's extensions
 * @returns {() => void} takes it out again
 */
export function installH5webExtension(extensions) {
  const folder = join(extensions, name);
  mkdirSync(folder, { recursive: true });
  const jupyterlab = { _build: { load: 'remoteEntry.js', extension: './extension' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', jupyterlab }));
  writeFileSync(join(folder, 'remoteEntry.js'), `(${takesAllFiles})(${JSON.stringify(name)})`);
  return () => rmSync(folder, { recursive: true });
}

/** Runs in the page before JupyterLab starts. */
function takesAllFiles(name) {
  window.takenByH5web = [];
  let shared;
  const pluginWith = ({ IDocumentManager }) => ({
    id: name,
    autoStart: true,
    requires: [IDocumentManager],
    activate: (_app, manager) => {
      const before = manager.open.bind(manager);
      manager.open = (path, ...rest) => {
        if (!path.endsWith('.h5')) return before(path, ...rest);
        window.takenByH5web.push(path);
        return undefined;
      };
    },
  });
  (window._JUPYTERLAB ??= {})[name] = {
    init: scope => {
      shared = scope;
    },
    get: async () => {
      const [documents] = Object.values(shared['@jupyterlab/docmanager']);
      const plugin = pluginWith((await documents.get())());
      return () => ({ __esModule: true, default: plugin });
    },
  };
}
