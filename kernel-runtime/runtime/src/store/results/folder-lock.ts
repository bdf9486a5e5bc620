import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { isAlive, ownToken, type ProcessToken } from '../../machine/process-token.js';

/** Takes a lock file; null when a living process has it. A lock that a dead process of this machine left is taken over. */
export function takeLock(path: string): (() => void) | null {
  const mine = JSON.stringify(ownToken());
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      writeFileSync(path, mine, { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const found = readLock(path);
    if (found !== null && isHeldBy(found)) return null;
    takeAway(path, found);
  }
  return null;
}

/** Whether a living process has a lock. */
export function isLocked(path: string): boolean {
  const found = readLock(path);
  return found !== null && isHeldBy(found);
}

/** Null when there is no such file. */
function readLock(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

/** One of another machine is taken to live. */
function isHeldBy(text: string): boolean {
  try {
    return isAlive(JSON.parse(text) as ProcessToken) !== false;
  } catch {
    return false;
  }
}

/** Removes a dead lock, but not the one that another process may have put in its place meanwhile. */
function takeAway(path: string, dead: string | null): void {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') !== dead) linkSync(aside, path);
  } catch {
    // another process was faster
  } finally {
    rmSync(aside, { force: true });
  }
}
