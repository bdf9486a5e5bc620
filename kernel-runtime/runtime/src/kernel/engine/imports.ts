import { createRequire } from 'node:module';
import { join } from 'node:path';
import vm from 'node:vm';

export type ImportFrom = (specifier: string, folder?: string, options?: ImportCallOptions) => Promise<object>;

/**
 * Node's own ESM loader, resolving from a folder: the way to real modules out of `vm` code that needs no flag.
 * The script name must be absolute, else Node resolves from the process's folder.
 */
function importerAt(folder: string): (specifier: string, options?: ImportCallOptions) => Promise<object> {
  const script = new vm.Script('(specifier, options) => import(specifier, options)', {
    filename: join(folder, '__cell__.js'),
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  return script.runInThisContext() as ReturnType<typeof importerAt>;
}

/** Imports from the notebook's folder first, then packages from what the kernel brings along. */
export function createImports(cwd: string, kernelFolder: string): ImportFrom {
  const importers = new Map<string, ReturnType<typeof importerAt>>();
  const at = (folder: string): ReturnType<typeof importerAt> => {
    const known = importers.get(folder) ?? importerAt(folder);
    importers.set(folder, known);
    return known;
  };
  return async (specifier, folder = cwd, options) => {
    try {
      return await at(folder)(specifier, options);
    } catch (error) {
      if (!isMissing(error, specifier)) throw error;
      return at(kernelFolder)(specifier, options).catch((second: unknown) => {
        throw isMissing(second, specifier) ? notInstalled(specifier, error) : second;
      });
    }
  };
}

/** `require` from the notebook's folder first, then from the kernel's. */
export function createCellRequire(cwd: string, kernelFolder: string): NodeJS.Require {
  const notebook = createRequire(join(cwd, 'notebook.js'));
  const kernel = createRequire(join(kernelFolder, 'kernel.js'));
  const either = (id: string): unknown => {
    try {
      return notebook(id);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'MODULE_NOT_FOUND' || /^[./]/.test(id)) throw error;
      return kernel(id);
    }
  };
  return Object.assign(either, notebook);
}

/** The package itself is not there; one of ITS imports missing is another matter. */
function isMissing(error: unknown, specifier: string): boolean {
  if (/^[./]|^[a-z]+:/.test(specifier)) return false;
  const name = packageName(specifier);
  const { code, message } = error as NodeJS.ErrnoException;
  return code === 'ERR_MODULE_NOT_FOUND' && message.includes(`'${name}'`);
}

function packageName(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

function notInstalled(specifier: string, cause: unknown): Error {
  const name = packageName(specifier);
  const sentence = `The package "${name}" is not installed. Install it in the notebook's folder: npm install ${name}`;
  return Object.assign(new Error(sentence, { cause }), { code: 'ERR_MODULE_NOT_FOUND' });
}
