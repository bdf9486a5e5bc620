import { spawnSync } from 'node:child_process';
import { chmodSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { freshFolder } from './worlds.ts';

/** A user without rights: files that only their owner reads are closed to it. Root, as containers run tests, may read everything. */
const nobody = 65534;
const isRoot = process.getuid?.() === 0;
const prefix = isRoot ? ['setpriv', `--reuid=${nobody}`, `--regid=${nobody}`, '--clear-groups'] : [];

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs Node as somebody who is not root. */
export function nodeAsNobody(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const [program, ...rest] = [...prefix, process.execPath, ...args];
  const { status, stdout, stderr } = spawnSync(program!, rest, {
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  return { code: status, out: stdout ?? '', err: stderr ?? '' };
}

/** Null, and a printed reason, where that cannot be done. */
export function openWorld(): string | null {
  const program = resolve('kernel-runtime/runtime/bin/daisy.mjs');
  if (process.platform === 'win32' || nodeAsNobody([program, '--version']).code !== 0) {
    process.stdout.write('skipped: no program can be run here as a user who may not read everything\n');
    return null;
  }
  const folder = freshFolder();
  chmodSync(folder, 0o755);
  // the folder of all tests is their owner's alone
  const above = dirname(folder);
  if ((statSync(above).mode & 0o001) === 0) chmodSync(above, 0o711);
  return folder;
}

/** Nobody may read it, or write into it. */
export const close = (path: string): void => chmodSync(path, isRoot ? 0o700 : 0o000);
/** Everybody may read it, and nobody write into it. */
export const onlyRead = (path: string): void => chmodSync(path, 0o555);
/** What is in it is there for those who know its name. */
export const unlisted = (path: string): void => chmodSync(path, 0o311);
/** Everybody may read it and write into it. */
export const open = (path: string): void => chmodSync(path, 0o777);
