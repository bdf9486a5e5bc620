/** Ends a process with all its descendants, also those that made themselves a session of their own (Jupyter's kernels do). */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** All [pid, parent pid] of this machine. */
function processTable() {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => {
        try {
          const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
          return [[Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])]];
        } catch {
          return []; // ended while we were reading
        }
      });
  }
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number));
}

/** Process ids of `pid` and everything it started that still has it as an ancestor. */
export function treeOf(pid) {
  const table = processTable();
  const found = [pid];
  for (const ancestor of found) for (const [child, parent] of table) if (parent === ancestor) found.push(child);
  return found;
}

const isAlive = pid => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

const send = (pid, signal) => {
  try {
    process.kill(pid, signal);
  } catch {
    // already gone
  }
};

/**
 * Asks `pid` to end (SIGTERM), and ends whatever of its tree is left after the grace time.
 *
 * @param {number} pid
 * @param {number} graceMs time for a clean end
 */
export async function endTree(pid, graceMs) {
  if (process.platform === 'win32') {
    try {
      execFileSync('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' });
    } catch {
      // already gone
    }
    return;
  }
  const tree = treeOf(pid);
  send(pid, 'SIGTERM');
  const deadline = Date.now() + graceMs;
  while (tree.some(isAlive) && Date.now() < deadline) await new Promise(resolve => setTimeout(resolve, 50));
  for (const member of [...tree, ...treeOf(pid)]) send(member, 'SIGKILL');
}
