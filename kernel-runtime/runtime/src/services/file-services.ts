import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DaisyError, type FileEntry, type Services } from '@daisy-lab/core';
import { withSource } from '../io/source-kinds.js';
import { forbidden } from '../io/bytes/problems.js';

/** Folders of the kernel's machine, and what is in their files. */
export function fileServices(cwd: string): Services {
  return {
    'files.list': async ({ folder, extensions }) => {
      const path = resolve(cwd, folder);
      const entries = await listFolder(
        path,
        extensions.map(extension => extension.toLowerCase()),
      );
      return { result: { folder: path, entries } };
    },
    'hdf5.tree': async ({ path }) => ({
      result: { nodes: await withSource(resolve(cwd, path), source => source.tree()) },
    }),
  };
}

/** Folders first, then the files of these extensions (all when none is given), by name; hidden ones are left out. */
async function listFolder(folder: string, extensions: readonly string[]): Promise<readonly FileEntry[]> {
  const found = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    const facts = { message: `The folder ${folder} cannot be read.`, action: 'Choose another one.', cause };
    throw forbidden(folder, cause) ?? new DaisyError('File', facts);
  });
  const visible = found.filter(({ name }) => !name.startsWith('.'));
  const entries = await Promise.all(visible.map(({ name }) => entryOf(folder, name)));
  return entries
    .filter(entry => entry !== null)
    .filter(({ kind, name }) => kind === 'folder' || hasExtension(name, extensions))
    .sort((a, b) => a.kind.localeCompare(b.kind) * -1 || a.name.localeCompare(b.name, 'en', { numeric: true }));
}

async function entryOf(folder: string, name: string): Promise<FileEntry | null> {
  const path = join(folder, name);
  const found = await stat(path).catch(() => null); // a link that leads nowhere
  if (!found || !(found.isFile() || found.isDirectory())) return null;
  return { name, path, kind: found.isDirectory() ? 'folder' : 'file', bytes: found.size, modifiedMs: found.mtimeMs };
}

function hasExtension(name: string, extensions: readonly string[]): boolean {
  return extensions.length === 0 || extensions.some(extension => name.toLowerCase().endsWith(extension));
}
