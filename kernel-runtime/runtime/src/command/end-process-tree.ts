import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Set in the environment of every program that a body starts; its descendants inherit it, whatever session they move to. */
export const markVariable = 'DAISY_COMMAND';

/** A program that was started, and the mark that all it starts carries. `pid` leads a process group of its own. */
export interface ProcessTree {
  readonly pid: number;
  readonly mark: string;
}

/** Sends a signal to a program and all that it started. */
export function signalTree(tree: ProcessTree, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    spawnSync('taskkill', ['/pid', String(tree.pid), '/T', '/F'], { stdio: 'ignore' });
    return;
  }
  send(-tree.pid, signal);
  for (const other of membersOf(tree)) send(other, signal);
}

/** True while anything of the tree is alive. */
export function treeIsAlive(tree: ProcessTree): boolean {
  if (process.platform === 'win32') return false;
  return process.platform === 'linux' ? membersOf(tree).length > 0 : send(-tree.pid, 0);
}

/** Processes of the group or with the mark that are no zombies. They are found on Linux; elsewhere the process group has to do. */
function membersOf({ pid, mark }: ProcessTree): readonly number[] {
  if (process.platform !== 'linux') return [];
  const wanted = `${markVariable}=${mark}`;
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .filter(name => isInGroup(name, pid) || read(`/proc/${name}/environ`).includes(wanted))
    .map(Number);
}

/** `/proc/<pid>/stat` reads: pid (name) state parent group ... */
function isInGroup(name: string, group: number): boolean {
  const stat = read(`/proc/${name}/stat`);
  const [state, , itsGroup] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state !== 'Z' && itsGroup === String(group);
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

/** False when there is nobody to take the signal. */
function send(target: number, signal: 'SIGTERM' | 'SIGKILL' | 0): boolean {
  try {
    return process.kill(target, signal);
  } catch {
    return false;
  }
}
