import type { DocumentRegistry } from '@jupyterlab/docregistry';

type Open = (path: string, factory?: string, ...rest: readonly unknown[]) => unknown;

/**
 * Opens files with the view that the user chose, or with the default one, although another extension has put a function of its own in
 * place of the document manager's: jupyterlab-h5web shows every HDF5 file itself, whatever was asked for. All else goes its way.
 *
 * @param manager the document manager
 * @param isHere whether a view, by the name of its factory, is opened as JupyterLab does it
 */
export function keepOwnFiles(
  manager: object,
  registry: Pick<DocumentRegistry, 'defaultWidgetFactory'>,
  isHere: (factory: string) => boolean,
): void {
  const holder = manager as { open: Open };
  const own = (Object.getPrototypeOf(manager) as { open: Open }).open;
  let other = holder.open;
  let asksOther = false;
  const open: Open = (path, factory = 'default', ...rest) => {
    const chosen = factory === 'default' ? registry.defaultWidgetFactory(path)?.name : factory;
    // an extension that started later takes this function for JupyterLab's, and leaves to it what is not its own
    if (asksOther || (chosen !== undefined && isHere(chosen))) return own.call(manager, path, factory, ...rest);
    asksOther = true;
    try {
      return other.call(manager, path, factory, ...rest);
    } finally {
      asksOther = false;
    }
  };
  Object.defineProperty(manager, 'open', {
    configurable: true,
    enumerable: true,
    get: () => open,
    // the other extension may start later than this one
    set: (next: Open) => (other = next),
  });
}
