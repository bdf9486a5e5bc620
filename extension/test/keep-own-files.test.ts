import { expect, test } from '@jest/globals';
import { keepOwnFiles } from '../lib/documents/keep-own-files.js';

/** A document manager as JupyterLab's: its function is that of its class. */
class Manager {
  readonly opened: string[] = [];
  open(path: string, factory = 'default'): string {
    this.opened.push(`${path} ${factory}`);
    return 'JupyterLab';
  }
}

/** What jupyterlab-h5web does: takes every file of its kind, whatever view was asked for. */
function takeOver(manager: Manager): void {
  const before = manager.open.bind(manager);
  manager.open = (path, factory) => (path.endsWith('.h5') ? 'another' : before(path, factory));
}

const registry = {
  defaultWidgetFactory: (path: string) => ({ name: path.endsWith('.h5') ? 'HDF5 browser' : 'Editor' }) as never,
};

test.each(['earlier', 'later'])('files keep their view beside an extension that takes them over %s', when => {
  const manager = new Manager();
  if (when === 'earlier') takeOver(manager);
  keepOwnFiles(manager, registry, factory => factory === 'HDF5 browser');
  if (when === 'later') takeOver(manager);
  expect(manager.open('scan.h5')).toBe('JupyterLab');
  expect(manager.open('scan.h5', 'HDF5 browser')).toBe('JupyterLab');
  expect(manager.open('scan.h5', 'Editor')).toBe('another');
  expect(manager.open('notes.txt')).toBe('JupyterLab');
  expect(manager.opened).toEqual(['scan.h5 default', 'scan.h5 HDF5 browser', 'notes.txt default']);
});
