import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';

/** Names a process so that another one with the same number, after a restart say, is not taken for it. */
export interface ProcessToken {
  readonly pid: number;
  readonly host: string;
  /** When it was started, in the words of the system; empty where the system does not tell. */
  readonly started: string;
}

let own: ProcessToken | undefined;

/** The token of this process. */
export function ownToken(): ProcessToken {
  return (own ??= { pid: process.pid, host: hostname(), started: startOf(process.pid) });
}

/**
 * Whether a process still lives. One of another machine cannot be looked at: null.
 */
export function isAlive({ pid, host, started }: ProcessToken): boolean | null {
  if (host !== hostname()) return null;
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return started === '' || now === '' || now === started;
}

/** The start of the machine, in the words of the system; empty where it does not tell. What was written before it may not have reached the disk. */
export function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  } catch {
    return '';
  }
}

/** Boot and time of start on Linux: field 22 of /proc/PID/stat, counted behind the name, which may hold anything. */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const ticks = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${bootId().slice(0, 8)}-${ticks}`;
  } catch {
    return '';
  }
}
