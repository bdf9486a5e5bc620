import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Size and time of a file; of a folder, number of files below it and the newest time. Another text means that something has changed. */
export async function stampOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => null);
  if (!found) return 'missing';
  if (!found.isDirectory()) return `${found.size} ${found.mtimeMs}`;
  const entries = await readdir(path, { withFileTypes: true, recursive: true }).catch(() => []);
  const files = entries.filter(entry => entry.isFile());
  const last = files.at(-1);
  const newest = last ? await stat(join(last.parentPath, last.name)).catch(() => null) : null;
  return `${files.length} ${newest?.size ?? 0}`;
}
