import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

/** How long an answer holds: every step of a run asks, and what is installed meanwhile is seen a moment later. */
const holdsMs = 2000;
const answers = new Map<string, { readonly path: string | null; readonly untilMs: number }>();

/** Path of a program as a shell would find it; null when there is none on the PATH. */
export function findProgram(name: string): string | null {
  const key = `${name}\n${process.env['PATH']}`;
  const known = answers.get(key);
  if (known && performance.now() < known.untilMs) return known.path;
  const path = searchPath(name);
  answers.set(key, { path, untilMs: performance.now() + holdsMs });
  return path;
}

function searchPath(name: string): string | null {
  if (isAbsolute(name)) return isProgram(name) ? name : null;
  const endings = process.platform === 'win32' ? (process.env['PATHEXT'] ?? '.EXE;.CMD;.BAT').split(';') : [''];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const found = endings.map(ending => join(folder, name + ending)).find(isProgram);
    if (folder !== '' && found) return found;
  }
  return null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
