import { PathExt } from '@jupyterlab/coreutils';
import type { Contents } from '@jupyterlab/services';

/** Paths of the file browser and of the kernel: the kernel's are relative to the folder in which it works. */
export interface KernelPaths {
  /** From the file browser to the kernel. */
  toKernel(contentsPath: string): string;
  /** From the kernel to the file browser; undefined for files outside the folder that the server shows. */
  toContents(kernelPath: string): string | undefined;
  /** The same for absolute paths too, which asks the kernel where it works. */
  find(kernelPath: string): Promise<string | undefined>;
}

/**
 * @param contents resolves drive prefixes such as `RTC:`
 * @param folder the kernel's folder as seen by the file browser, `''` for the root
 * @param workingFolder the kernel's folder as the kernel names it
 */
export function kernelPaths(
  contents: Pick<Contents.IManager, 'localPath'>,
  folder: string,
  workingFolder: () => Promise<string>,
): KernelPaths {
  const toContents = (path: string): string | undefined => {
    if (path.startsWith('/')) return undefined;
    const joined = PathExt.join(folder, path);
    return joined.startsWith('..') ? undefined : joined;
  };
  return {
    toKernel: path => PathExt.relative(folder, contents.localPath(path)),
    toContents,
    find: async path => {
      if (!path.startsWith('/')) return toContents(path);
      const kernelFolder = await workingFolder().catch(() => undefined);
      return kernelFolder === undefined ? undefined : toContents(PathExt.relative(kernelFolder, path));
    },
  };
}
