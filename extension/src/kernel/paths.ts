import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

/** Paths of the file browser and of the kernel: the kernel's are relative to the folder in which it works. */
export interface KernelPaths {
  /** From the file browser to the kernel. */
  toKernel(contentsPath: string): string;
  /** From the kernel to the file browser; undefined for files outside the folder that the server shows. */
  toContents(kernelPath: string): string | undefined;
}

/**
 * @param contents resolves drive prefixes such as `RTC:`
 * @param folder the kernel's folder as seen by the file browser, `''` for the root
 */
export function kernelPaths(contents: Pick<Contents.IManager, 'localPath'>, folder: string): KernelPaths {
  return {
    toKernel: path => PathExt.relative(folder, contents.localPath(path)),
    toContents: path => {
      if (path.startsWith('/')) return undefined;
      const joined = PathExt.join(folder, path);
      return joined.startsWith('..') ? undefined : joined;
    },
  };
}
