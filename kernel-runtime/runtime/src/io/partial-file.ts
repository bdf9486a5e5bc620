import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { createHash, randomBytes } from 'node:crypto';
import { DaisyError } from '@daisy-lab/core';
import { namesIn, statOf } from './bytes/problems.js';
import { isAlive, ownToken, startOf } from '../machine/process-token.js';

/** A file being written: it lies beside its final name and takes that name at the end, so that nothing half-written is ever found. */
export interface PartialFile {
  readonly path: string;
  readonly temporary: string;
  /** Writes all of it at once. */
  write(bytes: Uint8Array | string): void;
  finish(): void;
  remove(): void;
}

/**
 * Starts a file.
 * @throws DaisyError `File` when it exists already (unless `overwrite`) or the folder does not take it.
 */
export function startFile(name: string, overwrite: boolean): PartialFile {
  const path = resolve(name);
  refuseTaken(path, overwrite);
  const temporary = join(dirname(path), temporaryName(basename(path)));
  try {
    accessSync(dirname(path), constants.W_OK);
    removeLeftovers(dirname(path));
    closeSync(openSync(temporary, 'wx'));
  } catch (cause) {
    throw unwritable(path, cause);
  }
  return {
    path,
    temporary,
    write: bytes => {
      try {
        writeFileSync(temporary, bytes);
      } catch (cause) {
        throw writeFailure(path, cause);
      }
    },
    finish: () => {
      refuseTaken(path, overwrite, temporary);
      renameSync(temporary, path);
    },
    remove: () => rmSync(temporary, { force: true }),
  };
}

/**
 * Starts a folder that takes the place of one file of a kind: it is replaced only when it `isOurs`.
 * @throws DaisyError `File` as `startFile` does
 */
export function startFolder(name: string, overwrite: boolean, isOurs: (path: string) => boolean): PartialFile {
  const path = resolve(name);
  const temporary = join(dirname(path), temporaryName(basename(path)));
  const replaces = (): boolean => overwrite && existsSync(path) && isOurs(path);
  if (!replaces()) refuseTaken(path, false);
  try {
    accessSync(dirname(path), constants.W_OK);
    removeLeftovers(dirname(path));
    mkdirSync(temporary);
  } catch (cause) {
    throw unwritable(path, cause);
  }
  const remove = (): void => rmSync(temporary, { force: true, recursive: true });
  return {
    ...{ path, temporary, remove },
    write: () => undefined,
    finish: () => {
      if (replaces()) rmSync(path, { recursive: true });
      else if (existsSync(path)) remove();
      refuseTaken(path, false);
      renameSync(temporary, path);
    },
  };
}

/** Checks an output before a long run, so that a wrong folder is known at once. */
export function checkWritable(name: string, overwrite: boolean): void {
  startFile(name, overwrite).remove();
}

/** What another machine has left is let be for so long: its process may still be at work. */
const strangersMs = 24 * 3600e3;

/** `.<name>.<machine>-<process>-<start>-<random>.partial` */
function temporaryName(name: string): string {
  const { pid, started } = ownToken();
  return `.${name}.${machine()}-${pid}-${digest(started)}-${randomBytes(4).toString('hex')}.partial`;
}

const temporaryPattern = /^\..+\.([0-9a-f]{6})-(\d+)-([0-9a-f]{6})-[0-9a-f]{8}\.partial$/;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

let known: string | undefined;

/** What numbers processes: the machine, or a container on it, whose processes others do not see. */
function machine(): string {
  if (known !== undefined) return known;
  let space = '';
  try {
    space = readlinkSync('/proc/self/ns/pid');
  } catch {
    // not Linux
  }
  return (known = digest(`${ownToken().host} ${space}`));
}

/** Removes what processes that are no more have left of files that they were writing into a folder. */
function removeLeftovers(folder: string): void {
  // a folder that takes files need not show them
  for (const name of namesIn(folder)) {
    const [, host, pid, started] = temporaryPattern.exec(name) ?? [];
    if (host === undefined) continue;
    const path = join(folder, name);
    if (host === machine() ? lives(Number(pid), started!) : !isOld(path)) continue;
    try {
      rmSync(path, { force: true, recursive: true });
    } catch {
      // another user's: theirs to remove
    }
  }
}

function lives(pid: number, started: string): boolean {
  if (isAlive({ pid, host: ownToken().host, started: '' }) === false) return false;
  const now = startOf(pid);
  return now === '' || digest(now) === started;
}

function isOld(file: string): boolean {
  const changedMs = statOf(file)?.mtimeMs;
  return changedMs !== undefined && Date.now() - changedMs > strangersMs;
}

function refuseTaken(path: string, overwrite: boolean, temporary?: string): void {
  if (!existsSync(path)) return;
  const folder = statSync(path).isDirectory();
  if (overwrite && !folder) return;
  if (temporary) rmSync(temporary, { force: true });
  throw new DaisyError('File', {
    message: folder ? `${path} is a folder.` : `${path} exists already.`,
    action: folder ? 'Give the name of a file in it.' : 'Choose another name, or allow overwriting.',
    path,
    taken: folder ? 'folder' : 'file',
  });
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'it is read-only',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EFBIG: 'the disk takes no file of that size',
};

/** Why a file that was begun could not be completed: what the system says, as a sentence; anything else as it is. */
export function writeFailure(path: string, cause: unknown): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) return cause;
  const reason = reasons[code] ?? `error ${code}`;
  return new DaisyError('File', {
    message: `${path} cannot be written: ${reason}.`,
    action: 'Make room on the disk, or choose a file on another one; what was written has been removed.',
    path,
    cause,
  });
}

/** Why a folder could not be made. */
export function unmakeable(folder: string, cause: unknown): DaisyError {
  const { code = '' } = cause as NodeJS.ErrnoException;
  return new DaisyError('File', {
    message: `The folder ${folder} cannot be made: ${reasons[code] ?? `error ${code}`}.`,
    action: 'Choose a folder that you may write to.',
    path: folder,
    cause,
  });
}

function unwritable(path: string, cause: unknown): DaisyError {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  // folders of the system, such as /proc, are there and take no files
  const reason = code === 'ENOENT' && existsSync(dirname(path)) ? 'it takes no new files' : reasons[code];
  return new DaisyError('File', {
    message: `${basename(path)} cannot be written into ${dirname(path)}: ${reason ?? `error ${code}`}.`,
    action: 'Choose a folder that exists and that you may write to.',
    path,
    cause,
  });
}
