/** One hash for everything that a phase reads; equal hash and present outputs mean that the phase need not run again. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inBuild, root } from './paths.mjs';

const neverRead = new Set(['node_modules', 'lib', '.git', '__pycache__', '.ipynb_checkpoints']);

/** Files below `path` in a fixed order; a path that does not exist yields nothing. */
function* filesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (!stat) return;
  if (stat.isFile()) {
    yield path;
    return;
  }
  for (const name of readdirSync(path).sort()) if (!neverRead.has(name)) yield* filesBelow(join(path, name));
}

/**
 * SHA-256 over names and contents of the given files and folders.
 *
 * Contents rather than times: a fresh clone, a branch switch and a touched file then cost nothing.
 *
 * @param {readonly string[]} paths absolute paths
 * @param {readonly string[]} [facts] further text that decides the outcome, e.g. a version
 */
export function fingerprint(paths, facts = []) {
  const hash = createHash('sha256');
  for (const fact of facts) hash.update(`fact:${fact}\n`);
  for (const path of paths) {
    for (const file of filesBelow(path)) {
      hash.update(`file:${relative(root, file)}\n`);
      hash.update(readFileSync(file));
    }
  }
  return hash.digest('hex');
}

/** Remembers the fingerprint with which a phase last succeeded. */
export function stampOf(name, file = inBuild('stamps', name)) {
  return {
    matches: value => existsSync(file) && readFileSync(file, 'utf8') === value,
    clear: () => rmSync(file, { force: true }),
    write: value => {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, value);
    },
  };
}
